# SPDX-License-Identifier: Apache-2.0
# What -o names is looked at before anything is simulated, and no file but an earlier
# result is ever replaced.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
run="$BULLWHIP run tutorial.yaml -n 1 --quiet"
# A million replications would outlast the limit of the case.
refuse() {
    expect 73 timeout 60 "$BULLWHIP" run tutorial.yaml -n 1000000 --quiet -o "$1"
}
mkdir results
refuse results
refuse results/new/
refuse no-such-folder/run.h5
refuse /dev/null
echo 'a,b' >table.csv
refuse table.csv
[ "$(cat table.csv)" = 'a,b' ] || fail "a file that is no result was changed"
refuse ./tutorial.yaml
cmp "$SCENARIOS/tutorial.yaml" tutorial.yaml || fail "the scenario was changed"
mkdir log.h5.run.jsonl
refuse log.h5
cp table.csv tutorial.h5
expect 73 timeout 60 "$BULLWHIP" sweep tutorial.yaml -n 1000 --quiet
cmp table.csv tutorial.h5 || fail "sweep replaced a file that is no result"
cp table.csv other.h5.journal
expect 65 timeout 60 "$BULLWHIP" run tutorial.yaml -n 1000 --quiet -o other.h5 2>/dev/null
cmp table.csv other.h5.journal || fail "a file that is no journal was changed"
rm other.h5.journal
[ -z "$(ls ./*.journal ./*.tmp.* 2>/dev/null)" ] || fail "a refused run left a file"
# An earlier result is replaced, but not one that was damaged or changed.
expect 0 $run -o run.h5 >/dev/null
expect 0 $run --seed 2 -o run.h5 >/dev/null
printf 'x' >>run.h5
refuse run.h5
# Program and version stand in the file; a scenario without a title shows its name.
grep -q 'bullwhip 0\.' run.h5 || fail "the file does not name the program"
grep -v '^title:' tutorial.yaml >plain.yaml
expect 0 "$BULLWHIP" run plain.yaml -n 1 >table 2>/dev/null
head -n 2 table
# More servers are proposed where the first bottleneck is a queue, and only there.
tail -n 1 table
expect 0 "$BULLWHIP" run plain.yaml -n 1 --set sites.plant.resources.qc-lab.servers=1 \
    >table 2>/dev/null
tail -n 1 table
