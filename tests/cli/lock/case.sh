# SPDX-License-Identifier: Apache-2.0
# F10: of two processes with one output the second ends with 75 and harms nothing.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
sweep="$BULLWHIP sweep tutorial.yaml -n 40 --quiet"
expect 0 $sweep -o whole.h5 >/dev/null
$sweep -j 1 -o both.h5 >/dev/null &
first=$!
while [ ! -s both.h5.journal ]; do
    kill -0 $first 2>/dev/null || fail "the first process ended too early"
    sleep 0.01
done
expect 75 $sweep -o both.h5 2>messages >/dev/null
grep -q 'another process' messages || fail "the message does not say why"
wait $first || fail "the first process was disturbed"
cmp whole.h5 both.h5 || fail "the file differs"
