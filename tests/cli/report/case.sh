# SPDX-License-Identifier: Apache-2.0
# The report names the files that it wrote, by default in a folder beside the result.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" run tutorial.yaml -n 2 --quiet -o run.h5 >/dev/null
expect 0 "$BULLWHIP" report run.h5 >names
head -n 1 names
while read -r name; do
    [ -s "$name" ] || fail "$name is missing or empty"
done <names
expect 0 "$BULLWHIP" report run.h5 -o elsewhere >/dev/null
[ -s elsewhere/index.html ] || fail "-o is not heeded"
expect 66 "$BULLWHIP" report missing.h5 2>/dev/null
