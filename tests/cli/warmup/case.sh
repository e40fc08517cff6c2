# SPDX-License-Identifier: Apache-2.0
# A warm-up that is too short is named on standard error and in the result file.
. "$CASES/expect.sh"
expect 0 "$BULLWHIP" run "$SCENARIOS/tutorial.yaml" -o long.h5 >/dev/null 2>messages
grep "still drifts" messages && fail "a warm-up that is long enough is called too short"
expect 0 "$BULLWHIP" run "$SCENARIOS/tutorial.yaml" --set "time.warmup=0 w" -o short.h5 \
    >/dev/null 2>messages
grep "still drifts" messages >&2 || fail "no word about a warm-up that is too short"
# A sweep judges its base.
expect 0 "$BULLWHIP" sweep "$SCENARIOS/tutorial.yaml" -n 5 --set "time.warmup=0 w" -o sweep.h5 \
    >/dev/null 2>messages
grep -q "still drifts" messages || fail "no word about it after a sweep"
if command -v h5dump >/dev/null; then
    h5dump -a settling long.h5 | grep -q "stock_value: settled" || fail "attribute: settled"
    h5dump -a settling short.h5 | grep -q "stock_value: drifts until" || fail "attribute: drifts"
fi
