# SPDX-License-Identifier: Apache-2.0
# An interrupted sweep ends with 75, says how to go on, and then gives the same file.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
sweep="$BULLWHIP sweep tutorial.yaml -n 20"
expect 0 $sweep --quiet -o whole.h5 >/dev/null
for signal in INT TERM HUP; do
    rm -f cut.h5
    python3 "$CASES/interrupt.py" $signal cut.h5.journal 1000 $sweep -j 2 -o cut.h5 \
        >status 2>messages
    [ "$(cat status)" -eq 75 ] || fail "SIG$signal gave status $(cat status)"
    [ ! -e cut.h5 ] || fail "SIG$signal left a result file"
    grep -q 'run the same command again to go on' messages || fail "no word on how to go on"
    expect 0 $sweep -j 1 -o cut.h5 >/dev/null 2>messages
    grep -q 'going on with' messages || fail "nothing was taken over after SIG$signal"
    cmp whole.h5 cut.h5 || fail "the file differs after SIG$signal"
    [ ! -e cut.h5.journal ] || fail "the journal was left behind"
done
# A longer run takes over what a shorter one finished before it was stopped.
python3 "$CASES/interrupt.py" INT more.h5.journal 1000 \
    "$BULLWHIP" sweep tutorial.yaml -n 19 --quiet -o more.h5 >status 2>/dev/null
[ "$(cat status)" -eq 75 ] || fail "SIGINT gave status $(cat status)"
expect 0 $sweep --quiet -o more.h5 >/dev/null
cmp whole.h5 more.h5 || fail "the file differs with more replications"
