# SPDX-License-Identifier: Apache-2.0
"""M/M/1 at utilisation 0.9 with SimPy (Debian: python3-simpy3): one server, waits summed."""
import random

import simpy


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


def simulate(seed, count):
    """Mean wait of count customers in service times."""
    env = simpy.Environment()
    waits = []
    env.process(source(env, simpy.Resource(env), random.Random(seed).expovariate, waits, count))
    env.run()
    return {"wait": sum(waits) / count}
