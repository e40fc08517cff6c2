# SPDX-License-Identifier: Apache-2.0
# The tidy table on standard output equals that in a file.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" run tutorial.yaml -n 2 --quiet -o run.h5 >/dev/null
expect 0 "$BULLWHIP" export run.h5 --csv >table.csv
expect 0 "$BULLWHIP" export run.h5 --csv -o file.csv
cmp table.csv file.csv || fail "the file differs from standard output"
head -n 1 table.csv
grep -q '^base,chain,lead_time,d,' table.csv || fail "the lead time is missing"
grep -q '^base,demand.ward-a,fill_rate,1,' table.csv || fail "the fill rate is missing"
expect 66 "$BULLWHIP" export missing.h5 --csv 2>/dev/null
echo 'not a result' >text.h5
expect 65 "$BULLWHIP" export text.h5 --csv 2>/dev/null
# A reader that goes away early is no reason for a message.
"$BULLWHIP" export run.h5 --csv 2>messages | head -n 1 >/dev/null
[ ! -s messages ] || fail "a closed pipe gave a message"
{
    sleep 1 # the reader has gone by then
    code=0
    "$BULLWHIP" export run.h5 --csv 2>messages || code=$?
    echo "$code" >status
} | :
[ "$(cat status)" -eq 74 ] || fail "a closed pipe gave status $(cat status)"
[ ! -s messages ] || fail "a closed pipe gave a message"
