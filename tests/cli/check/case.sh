# SPDX-License-Identifier: Apache-2.0
# A good scenario is summed up; a missing one and a bad one have their own status.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" check tutorial.yaml
expect 0 "$BULLWHIP" check --quiet tutorial.yaml
expect 66 "$BULLWHIP" check missing.yaml
for file in "$SCENARIOS"/*.yaml; do
    expect 0 "$BULLWHIP" check --quiet "$file"
done
sed 's/warmup: [0-9]* w/warmup: fast/' tutorial.yaml >bad.yaml
expect 65 "$BULLWHIP" check bad.yaml 2>messages
cat messages >&2
place=$(grep -n 'warmup: fast' bad.yaml | cut -d: -f1)
grep -q "^bad.yaml:$place:[0-9]*: " messages || fail "the message does not name line $place"
# What is said of each element of a group at one place of the file is said once.
cat >groups.yaml <<'YAML'
bullwhip: 1
time: {start: 2026-01-05, horizon: 10 d}
items: {vial: {}}
sites:
  depot-{1..12}: {region: eu, cost: cheap, stock: {vial: {initial: 5}}}
  works: {cost: dear}
YAML
expect 65 "$BULLWHIP" check groups.yaml 2>messages
cat messages >&2
[ "$(grep -c cheap messages)" = 1 ] || fail "the message about the group comes more than once"
