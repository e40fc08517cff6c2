# SPDX-License-Identifier: Apache-2.0
# The table of a run, the same figures for any number of threads, and the run log.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" run tutorial.yaml -n 4 -j 1 -o one.h5 >table 2>messages
cat table
for threads in 2 4; do
    expect 0 "$BULLWHIP" run tutorial.yaml -n 4 -j $threads -o more.h5 >again 2>/dev/null
    cmp one.h5 more.h5 || fail "the file of $threads threads differs"
    sed 's/more\.h5/one.h5/' again | cmp - table || fail "the table of $threads threads differs"
done
[ "$(wc -l <more.h5.run.jsonl)" -eq 2 ] || fail "the run log has not one line per run"
grep -q '"command":.*-j 4' more.h5.run.jsonl || fail "the run log lacks the command"
[ ! -e one.h5.journal ] || fail "the journal was left behind"
[ -z "$(ls ./*.tmp.* 2>/dev/null)" ] || fail "a temporary file was left behind"
# Without -o nothing is written.
mkdir empty
(cd empty && expect 0 "$BULLWHIP" run ../tutorial.yaml -n 1 --quiet >/dev/null)
[ -z "$(ls empty)" ] || fail "a run without -o wrote a file"
# Another seed and another value give other figures.
expect 0 "$BULLWHIP" run tutorial.yaml -n 4 --seed 2 -o seed.h5 >/dev/null 2>&1
cmp -s one.h5 seed.h5 && fail "the seed changes nothing"
expect 0 "$BULLWHIP" run tutorial.yaml -n 4 --set sites.plant.resources.qc-lab.servers=3 \
    -o set.h5 >/dev/null 2>&1
cmp -s one.h5 set.h5 && fail "--set changes nothing"
expect 65 "$BULLWHIP" run tutorial.yaml --set sites.plant.resources.qc-lab.severs=3 2>/dev/null
expect 73 "$BULLWHIP" run tutorial.yaml -n 1 -o no-such-folder/x.h5 2>/dev/null
