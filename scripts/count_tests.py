#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the tests in meson's log.

usage: count_tests.py FOLDER/meson-logs/testlog.json...

Prints "PASSED FAILED". A test program whose output shows its cases (cmocka's own form or
TAP) counts case by case, any other as one; a program that failed without a failed case,
by a crash or a time-out, counts as one failure. Skipped tests count as neither.
"""
import json
import re
import sys

CMOCKA_OK = re.compile(r"^\[ +OK \] ", re.M)
CMOCKA_FAILED = re.compile(r"^\[ +FAILED +\] (?!\d+ test)", re.M)
TAP_OK = re.compile(r"^\s*ok \d+\b(?!.*# *SKIP)", re.M | re.I)
TAP_FAILED = re.compile(r"^\s*not ok \d+\b(?!.*# *TODO)", re.M | re.I)


def cases(row):
    """Passed and failed cases of one test program."""
    if row["result"] == "SKIP":
        return 0, 0
    good = row["result"] in ("OK", "EXPECTEDFAIL")
    out = row.get("stdout") or ""
    everything = out + "\n" + (row.get("stderr") or "")
    passed = len(CMOCKA_OK.findall(everything)) or len(TAP_OK.findall(out))
    # cmocka names each failed case twice, where it fails and in its summary.
    failed = len(set(re.findall(CMOCKA_FAILED.pattern + r"(\S+)", everything, re.M))) \
        or len(TAP_FAILED.findall(out))
    if good:
        return max(passed, 1), 0
    return passed, max(failed, 1)


def main(paths):
    passed = failed = 0
    for path in paths:
        with open(path, encoding="utf-8") as log:
            for line in log:
                p, f = cases(json.loads(line))
                passed += p
                failed += f
    print(passed, failed)


if __name__ == "__main__":
    main(sys.argv[1:])
