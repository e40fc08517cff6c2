# SPDX-License-Identifier: Apache-2.0
# Result files are equal byte by byte for any number of threads.
. "$CASES/expect.sh"
for threads in 1 2 3 8; do
    expect 0 "$BULLWHIP" sweep "$SCENARIOS/tutorial.yaml" -n 2 -j $threads -o sweep-$threads.h5 \
        --quiet >/dev/null
    expect 0 "$BULLWHIP" run "$SCENARIOS/mrna-vaccine.yaml" -n 8 -j $threads -o run-$threads.h5 \
        --quiet >/dev/null
    cmp sweep-1.h5 sweep-$threads.h5 || fail "the sweep of $threads threads differs"
    cmp run-1.h5 run-$threads.h5 || fail "the run of $threads threads differs"
done
