#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the engine occupies, as the system sees it.

    memory.py pending BULLWHIP          bytes per pending event, at most 56
    memory.py flat BULLWHIP [EVENTS]    no growth over 10^9 events of hold and M/M/1

pending compares the peaks of two runs that differ by a million pending events. flat looks at
the anonymous memory of a run after a tenth of its events and at its end. Hold must not grow
by a page. M/M/1 may by GROWTH_KIB: a queue that becomes longer than ever before makes its
ring twice as large, and a wait longer than ever before touches another page of the sketch.
"""
import os
import subprocess
import sys
import time

BYTES_MOST = 56
MILLION = 1000000
EVENTS = 1000 * MILLION
GROWTH_KIB = {"hold": 0, "mm1": 64}
# Events per item of --size.
FACTOR = {"hold": 1, "mm1": 2}


def command(program, workload, size, *options):
    return [program, "bench", workload, "--size", str(size), "--csv", *options]


def peak_bytes(program, pending):
    run = subprocess.Popen(
        command(program, "hold", 1, "--pending", str(pending)), stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(run.pid, 0)
    if status != 0:
        sys.exit(f"{run.args}: status {status}")
    return usage.ru_maxrss * 1024


def check_pending(program):
    more = peak_bytes(program, 2 * MILLION) - peak_bytes(program, MILLION)
    print(f"{more / MILLION:.1f} bytes per pending event, at most {BYTES_MOST}")
    return more <= BYTES_MOST * MILLION


def anonymous_kib(pid):
    """Of a running process; None when it has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("RssAnon:"):
                    return int(line.split()[1])
    except (FileNotFoundError, ProcessLookupError):
        pass
    return None


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def check_flat(program, workload, events):
    size = events // FACTOR[workload]
    begin = os.times()
    subprocess.run(
        command(program, workload, size // 10), check=True, stdout=subprocess.DEVNULL
    )
    end = os.times()
    warm_s = end.children_user + end.children_system - begin.children_user - begin.children_system
    run = subprocess.Popen(command(program, workload, size), stdout=subprocess.PIPE, text=True)
    warm = None
    last = 0
    while run.poll() is None:
        found = anonymous_kib(run.pid)
        if found is not None and warm is None and cpu_seconds(run.pid) >= warm_s:
            warm = found
        last = max(last, found or 0) if warm is not None else 0
        time.sleep(0.05)
    row = run.stdout.read().splitlines()[-1].split(",")
    if run.returncode != 0 or warm is None:
        sys.exit(f"{workload}: status {run.returncode}, not seen at work")
    print(f"{workload}: {int(row[4]):.0f} events, {warm} KiB after a tenth of them, then at most "
          f"{last} KiB")
    return last - warm <= GROWTH_KIB[workload]


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("pending", "flat"):
        sys.exit(__doc__.split("\n\n")[1])
    if not os.path.exists("/proc/self/status"):
        print("skipped: no /proc")
        sys.exit(77)
    if sys.argv[1] == "pending":
        is_fine = check_pending(sys.argv[2])
    else:
        events = int(sys.argv[3]) if len(sys.argv) > 3 else EVENTS
        is_fine = all([check_flat(sys.argv[2], name, events) for name in GROWTH_KIB])
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
