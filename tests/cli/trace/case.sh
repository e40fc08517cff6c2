# SPDX-License-Identifier: Apache-2.0
# A trace is a table of one replication, the same on standard output and in a file.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" trace tutorial.yaml >table.csv
expect 0 "$BULLWHIP" trace tutorial.yaml --replication 0 --quiet -o file.csv
cmp table.csv file.csv || fail "the file differs from standard output"
head -n 2 table.csv
tail -n 1 table.csv
# Replications and seeds differ, and -n allows for more of them.
expect 0 "$BULLWHIP" trace tutorial.yaml --replication 21 -n 22 -o other.csv
cmp -s other.csv file.csv && fail "replication 21 is replication 0"
expect 0 "$BULLWHIP" trace tutorial.yaml --seed 9 -o other.csv
cmp -s other.csv file.csv && fail "seed 9 is seed 1"
# Filters keep the same rows and numbers.
expect 0 "$BULLWHIP" trace tutorial.yaml --kind stockout_began,stockout_ended >some.csv
grep -E '^time_s|,stockout_(began|ended),' table.csv | cmp - some.csv || fail "--kind"
expect 0 "$BULLWHIP" trace tutorial.yaml --element sites.hospital-a --kind received >some.csv
grep -E '^time_s|,received,sites\.hospital-a\.stock\.vial,' table.csv | cmp - some.csv ||
    fail "--element"
expect 0 "$BULLWHIP" trace tutorial.yaml --from 2026-01-05 --to '1 d' >some.csv
sed 1d some.csv | cut -c 1-33 | awk -F, '$1 < 0 || $1 > 86400 { exit 1 }' || fail "--from"
[ "$(wc -l <some.csv)" -gt 10 ] || fail "a day has hardly an event"
# A point of the sweep is found by its label.
expect 0 "$BULLWHIP" trace tutorial.yaml --point base -o base.csv
cmp base.csv file.csv || fail "the base differs"
expect 0 "$BULLWHIP" trace tutorial.yaml --point 'depot-safety=1000, qc-servers=3' -o point.csv
expect 0 "$BULLWHIP" trace tutorial.yaml --set sites.depot.stock.vial.safety_stock=1000 \
    --set sites.plant.resources.qc-lab.servers=3 -o set.csv
cmp point.csv set.csv || fail "the point is not what its label says"
expect 64 "$BULLWHIP" trace tutorial.yaml --point nowhere
expect 64 "$BULLWHIP" trace tutorial.yaml --replication 20
expect 64 "$BULLWHIP" trace tutorial.yaml --replication -1
expect 64 "$BULLWHIP" trace tutorial.yaml --kind received,stockout_begun
expect 64 "$BULLWHIP" trace tutorial.yaml --kind x
expect 64 "$BULLWHIP" trace tutorial.yaml --element sites.atlantis
expect 64 "$BULLWHIP" trace tutorial.yaml --from yesterday
expect 64 "$BULLWHIP" trace tutorial.yaml -o tutorial.yaml
expect 66 "$BULLWHIP" trace missing.yaml 2>/dev/null
expect 73 "$BULLWHIP" trace tutorial.yaml -o no-such-folder/trace.csv 2>/dev/null
expect 74 "$BULLWHIP" trace tutorial.yaml >/dev/full 2>/dev/null
[ ! -e no-such-folder ] || fail "a folder was made"
# A reader that goes away early is no reason for a message.
"$BULLWHIP" trace tutorial.yaml 2>messages | head -n 1 >/dev/null
[ ! -s messages ] || fail "a closed pipe gave a message: $(cat messages)"
