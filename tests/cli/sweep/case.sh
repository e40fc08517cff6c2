# SPDX-License-Identifier: Apache-2.0
# The table of a sweep, its default output, and the plan without running it.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" sweep tutorial.yaml -n 3 --dry-run 2>/dev/null
[ ! -e tutorial.h5 ] || fail "a dry run wrote a file"
expect 0 "$BULLWHIP" sweep tutorial.yaml -n 3 -j 1 2>/dev/null
[ -f tutorial.h5 ] || fail "tutorial.h5 was not written"
for threads in 2 4; do
    expect 0 "$BULLWHIP" sweep tutorial.yaml -n 3 -j $threads -o more.h5 >/dev/null 2>&1
    cmp tutorial.h5 more.h5 || fail "the file of $threads threads differs"
done
# A journal of another seed or scenario is refused and left alone.
python3 "$CASES/interrupt.py" TERM seed.h5.journal 1 \
    "$BULLWHIP" sweep tutorial.yaml -n 100 --quiet -o seed.h5 2>/dev/null >status
[ "$(cat status)" -eq 75 ] || fail "SIGTERM gave status $(cat status)"
cp seed.h5.journal before
expect 65 "$BULLWHIP" sweep tutorial.yaml -n 100 --seed 2 -o seed.h5 2>messages
grep -q 'remove it' messages || fail "the message does not say what to do"
cmp before seed.h5.journal || fail "the refused journal was changed"
# A scenario without factors has nothing to sweep.
sed '/^sweep:/,$d' tutorial.yaml >plain.yaml
expect 65 "$BULLWHIP" sweep plain.yaml 2>/dev/null
