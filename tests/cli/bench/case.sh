# SPDX-License-Identifier: Apache-2.0
# Every workload gives its rows; times differ, so only columns and counts are looked at.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" bench --size 2000 --pending 1000 --csv >all.csv
head -n 1 all.csv
cut -d, -f1-4 all.csv | tail -n +2
awk -F, 'NF != 13 { exit 1 }' all.csv || fail "a row has not 13 columns"
expect 0 "$BULLWHIP" bench mm1 --size 2000 -j 3 --csv | tail -n 1 | cut -d, -f1-5
expect 0 "$BULLWHIP" bench chain tutorial.yaml --size 1 --csv | tail -n 1 | cut -d, -f1-4
expect 0 "$BULLWHIP" bench hold --size 1000 --pending 1000 >table
awk '{ print $1, NF }' table
# With a scenario the chain comes last; without --pending hold has a row per size.
expect 0 "$BULLWHIP" bench all tutorial.yaml --size 2 >table
awk '{ print $1 }' table
# What is simulated is a function of the seed.
expect 0 "$BULLWHIP" bench mm1 --size 2000 --csv | cut -d, -f12 >first
expect 0 "$BULLWHIP" bench mm1 --size 2000 --csv | cut -d, -f12 >second
cmp first second || fail "two runs differ"
expect 0 "$BULLWHIP" bench mm1 --size 2000 --csv --seed 2 | cut -d, -f12 >second
! cmp -s first second || fail "the seed has no effect"
expect 64 "$BULLWHIP" bench mm2
expect 64 "$BULLWHIP" bench chain
expect 64 "$BULLWHIP" bench mm1 tutorial.yaml
expect 66 "$BULLWHIP" bench all missing.yaml 2>/dev/null
expect 66 "$BULLWHIP" bench chain missing.yaml 2>/dev/null
