# SPDX-License-Identifier: Apache-2.0
# Histories in words: the same from a scenario and from its trace, and the parts of the time add
# up to the whole.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" trace tutorial.yaml --replication 3 -o trace.csv
expect 0 "$BULLWHIP" explain trace.csv >list
expect 0 "$BULLWHIP" explain tutorial.yaml --replication 3 >again
cmp list again || fail "the lists differ"
grep -c '^ ' list
# The slowest order and the longest stock-out that is over, and some lot.
order=$(sed -n '/customers/{n;s/^ *\([0-9]*\) .*/\1/p;}' list)
stockout=$(sed -n '/stock-outs (/{n;s/^ *\([0-9]*\) .*/\1/p;}' list)
for subject in "order $order" "stockout $stockout" "lot 5000"; do
    # shellcheck disable=SC2086 # two words
    expect 0 "$BULLWHIP" explain trace.csv --$subject >told
    # shellcheck disable=SC2086
    expect 0 "$BULLWHIP" explain tutorial.yaml --replication 3 --$subject >again
    cmp told again || fail "$subject is told in two ways"
    awk '
        function us(day, time, part) {
            split(time, part, /[:.]/)
            return ((day * 24 + part[1]) * 60 + part[2]) * 60 * 1e6 + part[3] * 1e6 + part[4]
        }
        $2 == "d" && $6 == "total" { total = us($1, $3); found = 1; next }
        $2 == "d" && $5 == "%" { sum += us($1, $3) }
        length($0) > 80 { exit 1 }
        END { exit !(found && sum == total) }
    ' told || fail "$subject: lines too long, or parts that do not add up"
done
expect 64 "$BULLWHIP" explain trace.csv --order 999999
expect 64 "$BULLWHIP" explain trace.csv --stockout 0
expect 64 "$BULLWHIP" explain trace.csv --order 1 --lot 1
expect 64 "$BULLWHIP" explain trace.csv --seed 1
expect 64 "$BULLWHIP" explain tutorial.yaml --replication 20
expect 66 "$BULLWHIP" explain missing.csv 2>/dev/null
expect 66 "$BULLWHIP" explain missing.yaml 2>/dev/null
echo 'a,b' >bad.csv
expect 65 "$BULLWHIP" explain bad.csv
expect 0 "$BULLWHIP" trace tutorial.yaml --kind shipped -o some.csv
expect 65 "$BULLWHIP" explain some.csv --lot 5000
sed 's/,order_placed,/,order_misplaced,/' trace.csv >bad.csv
expect 65 "$BULLWHIP" explain bad.csv 2>messages
head -n 1 messages | sed 's/csv:[0-9]*:/csv:N:/'
expect 74 "$BULLWHIP" explain trace.csv --order "$order" >/dev/full 2>/dev/null
