#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one case of the command-line tests.

    run.py BULLWHIP CASE_FOLDER

case.sh is run by sh -eu in an empty folder with BULLWHIP (the program), SCENARIOS, DOCS and
CASES (folders of the source tree) set; it must end with status 0. Where case.stdout or
case.stderr exist, what it printed must equal them; a line "[...]" in them stands for any
number of lines, "[*]" inside a line for any text.
"""
import os
import re
import subprocess
import sys
import tempfile

LIMIT_S = 600


def pattern(expected):
    parts = []
    for line in expected.splitlines(keepends=True):
        if line.rstrip("\n") == "[...]":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(piece) for piece in line.split("[*]")))
    return re.compile("".join(parts))


def compare(path, found, name):
    if not os.path.exists(path):
        return True
    with open(path, encoding="utf-8") as file:
        expected = file.read()
    if pattern(expected).fullmatch(found):
        return True
    print(f"--- {name}: expected\n{expected}--- {name}: found\n{found}---")
    return False


def main():
    program, case = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    environment = dict(
        os.environ,
        BULLWHIP=program,
        SCENARIOS=os.path.join(root, "scenarios"),
        DOCS=os.path.join(root, "docs"),
        CASES=os.path.join(root, "tests", "cli"),
        LC_ALL="C.UTF-8",
    )
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["sh", "-eu", os.path.join(case, "case.sh")],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
        )
    stdout = done.stdout.decode("utf-8", "replace")
    stderr = done.stderr.decode("utf-8", "replace")
    good = compare(os.path.join(case, "case.stdout"), stdout, "stdout")
    good = compare(os.path.join(case, "case.stderr"), stderr, "stderr") and good
    if done.returncode != 0:
        print(f"case.sh ended with status {done.returncode}\n{stdout}\n{stderr}")
    return 0 if good and done.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
