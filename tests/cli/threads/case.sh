# SPDX-License-Identifier: Apache-2.0
# Result files are equal byte by byte for any number of threads.
. "$CASES/expect.sh"
for threads in 1 2 3 8; do
    expect 0 "$BULLWHIP" sweep "$SCENARIOS/tutorial.yaml" -n 2 -j $threads -o sweep-$threads.h5 \
        --quiet >/dev/null
    for name in mrna-vaccine antibody tablets clinical-trial; do
        expect 0 "$BULLWHIP" run "$SCENARIOS/$name.yaml" -n 8 -j $threads \
            -o $name-$threads.h5 --quiet >/dev/null 2>messages
        cmp $name-1.h5 $name-$threads.h5 || fail "the run of $name by $threads threads differs"
    done
    cmp sweep-1.h5 sweep-$threads.h5 || fail "the sweep of $threads threads differs"
done
