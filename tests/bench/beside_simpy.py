#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs two models with bullwhip and with SimPy: an M/M/1 queue, and the chain of
two-echelon.yaml.

usage: beside_simpy.py BULLWHIP [REPLICATIONS]

Prints what both find and processor time, and their ratio. Both are timed in turn and the
least time of each counts. For what they find, ours runs ten times the replications (20) of
SimPy. Exit status 1 when a mean of ours and one of SimPy
differ by more than independent runs do in one of a thousand cases, 77 without SimPy
(Debian: python3-simpy3).
"""
import csv
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import simpy_chain
    import simpy_mm1
except ImportError:
    print("skipped: SimPy is not installed (Debian: python3-simpy3)")
    sys.exit(77)

HERE = os.path.dirname(os.path.abspath(__file__))
CHAIN = os.path.join(HERE, "two-echelon.yaml")
CUSTOMERS = 100000  # of a replication of M/M/1
OURS_TO_ONE = 10  # replications of ours to one of SimPy, to time as well
LEAST_GOAL = 90  # M/M/1, times faster
T_999 = 3.88  # Student, 19 degrees of freedom: those of SimPy's 20 replications


def bench(program, *arguments):
    done = subprocess.run(
        [program, "bench", *arguments, "--csv"], check=True, capture_output=True, text=True
    )
    return next(csv.DictReader(done.stdout.splitlines()))


def timed(function, *arguments):
    begin = time.process_time()
    found = function(*arguments)
    return found, time.process_time() - begin


def mean_and_error(values):
    return statistics.fmean(values), statistics.stdev(values) / math.sqrt(len(values))


def compare(name, ours, theirs):
    """Each a mean with its standard error."""
    limit = T_999 * math.hypot(ours[1], theirs[1])
    agree = abs(ours[0] - theirs[0]) <= limit
    print(f"  {name:36} {ours[0]:11.5g} {theirs[0]:11.5g} {ours[0] - theirs[0]:10.2g} "
          f"{limit:9.2g}  {'agree' if agree else 'DIFFER'}")
    return agree


def heading(title):
    print(f"{title}\n  {'mean of':36} {'bullwhip':>11} {'SimPy':>11} {'difference':>10} "
          f"{'limit':>9}")


def print_times(unit, ours, theirs):
    print(f"  {'processor time, ' + unit:36} {ours:11.4g} {theirs:11.4g}   "
          f"ratio {theirs / ours:.0f}")


def run_mm1(program, replications):
    ours, theirs, our_time, their_time = [], [], [], []
    for seed in range(1, OURS_TO_ONE * replications + 1):
        row = bench(program, "mm1", "--size", str(CUSTOMERS), "--seed", str(seed))
        ours.append(float(row["check"]))
    for seed in range(1, replications + 1):
        row = bench(program, "mm1", "--size", str(OURS_TO_ONE * CUSTOMERS))
        our_time.append(float(row["cpu_s"]) / int(row["items"]))
        found, spent = timed(simpy_mm1.simulate, seed, CUSTOMERS)
        theirs.append(found["wait"])
        their_time.append(spent / CUSTOMERS)
    heading(f"M/M/1, utilisation 0.9, {CUSTOMERS} customers, {replications} replications of SimPy")
    agree = compare("wait [service times]", mean_and_error(ours), mean_and_error(theirs))
    print_times("ns per customer", min(our_time) * 1e9, min(their_time) * 1e9)
    print(f"  goal: ratio {LEAST_GOAL}")
    return agree


def our_chain(program, replications):
    """Mean and standard error of every metric of the chain."""
    with tempfile.TemporaryDirectory() as folder:
        result = os.path.join(folder, "chain.h5")
        run = [program, "run", CHAIN, "-q", "-n", str(replications), "-o", result]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        export = [program, "export", result, "--csv"]
        done = subprocess.run(export, check=True, capture_output=True, text=True)
    return {
        f"{row['element']} {row['metric']}":
            (float(row["mean"]), float(row["sd"]) / math.sqrt(replications))
        for row in csv.DictReader(done.stdout.splitlines())
    }


def run_chain(program, replications):
    theirs, our_time, their_time = [], [], []
    for seed in range(1, replications + 1):
        row = bench(program, "chain", CHAIN, "--size", str(OURS_TO_ONE))
        our_time.append(float(row["cpu_s"]) / OURS_TO_ONE)
        found, spent = timed(simpy_chain.simulate, seed)
        theirs.append(found)
        their_time.append(spent)
    heading(f"two-echelon (s,S) chain, {replications} replications of SimPy")
    ours = our_chain(program, OURS_TO_ONE * replications)
    agree = [
        compare(name, ours[name], mean_and_error([found[name] for found in theirs]))
        for name in theirs[0]
    ]
    print_times("ms per replication", min(our_time) * 1e3, min(their_time) * 1e3)
    return all(agree)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.split("\n\n")[1])
    replications = int(sys.argv[2]) if len(sys.argv) == 3 else 20
    agree = run_mm1(sys.argv[1], replications)
    agree = run_chain(sys.argv[1], replications) and agree
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main()
