# SPDX-License-Identifier: Apache-2.0
# What cannot be written is noticed, on standard output and in files.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 74 "$BULLWHIP" --help >/dev/full
expect 74 "$BULLWHIP" schema >/dev/full
expect 0 "$BULLWHIP" run tutorial.yaml -n 2 --quiet -o run.h5 >/dev/null
expect 74 "$BULLWHIP" run tutorial.yaml -n 1 --quiet >/dev/full
expect 74 "$BULLWHIP" export run.h5 --csv >/dev/full
expect 73 "$BULLWHIP" export run.h5 --csv -o no-such-folder/run.csv 2>/dev/null
