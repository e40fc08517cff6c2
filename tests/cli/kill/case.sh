# SPDX-License-Identifier: Apache-2.0
# F1: killed without warning at many moments, a sweep still ends with the same bytes.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
sweep="$BULLWHIP sweep tutorial.yaml -n 20 --quiet"
kills=${BW_KILLS:-20}
expect 0 $sweep -o whole.h5 >/dev/null
killed=0
round=0
while [ "$killed" -lt "$kills" ]; do
    # Bytes of growth after which the next kill comes: a fixed, uneven sequence.
    round=$((round + 1))
    bytes=$(((round * 7919 % 97) * 20000 + 1))
    python3 "$CASES/interrupt.py" KILL cut.h5.journal $bytes $sweep -j 2 -o cut.h5 >status
    status=$(cat status)
    case $status in
    0)
        cmp whole.h5 cut.h5 || fail "the file differs after $killed kills"
        rm -f cut.h5 cut.h5.tmp.*
        ;;
    137)
        killed=$((killed + 1))
        if [ -e cut.h5 ]; then
            cmp whole.h5 cut.h5 || fail "a half-written file stands under the final name"
            rm -f cut.h5
        fi
        ;;
    *) fail "status $status after $killed kills" ;;
    esac
done
expect 0 $sweep -o cut.h5 >/dev/null
cmp whole.h5 cut.h5 || fail "the file differs after $killed kills"
