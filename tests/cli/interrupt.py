#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command and sends it a signal once a file has grown.

    interrupt.py SIGNAL FILE BYTES COMMAND...

SIGNAL is a name such as INT or KILL. The signal is sent when FILE holds BYTES more than
at the start (a missing file holds none) or the command has ended. Prints the exit status,
128 + number when a signal ended the command.
"""
import os
import signal
import subprocess
import sys
import time


def size(path):
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def main():
    number = getattr(signal, "SIG" + sys.argv[1])
    path, growth, command = sys.argv[2], int(sys.argv[3]), sys.argv[4:]
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    target = size(path) + growth
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None and size(path) < target:
        time.sleep(0.0005)
    process.send_signal(number)
    status = process.wait()
    print(128 - status if status < 0 else status)


if __name__ == "__main__":
    main()
