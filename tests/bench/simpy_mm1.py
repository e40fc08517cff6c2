#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""M/M/1 at utilisation 0.9 with SimPy: one server, waits summed.

usage: simpy_mm1.py CUSTOMERS; prints customers, ns of processor time per customer, mean
wait in service times. Exit status 77 without SimPy (Debian: python3-simpy3).
"""
import random
import sys
import time

try:
    import simpy
except ImportError:
    sys.exit(77)


def customer(env, server, draw, waits):
    arrived = env.now
    with server.request() as request:
        yield request
        waits.append(env.now - arrived)
        yield env.timeout(draw(1.0))


def source(env, server, draw, waits, count):
    for _ in range(count):
        yield env.timeout(draw(0.9))
        env.process(customer(env, server, draw, waits))


def main():
    count = int(sys.argv[1])
    env = simpy.Environment()
    waits = []
    begin = time.process_time()
    env.process(source(env, simpy.Resource(env), random.Random(1).expovariate, waits, count))
    env.run()
    spent = time.process_time() - begin
    print(f"{count},{spent * 1e9 / count:.3f},{sum(waits) / count:.6g}")


if __name__ == "__main__":
    main()
