# SPDX-License-Identifier: Apache-2.0
# A good scenario is summed up; a missing one and a bad one have their own status.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
expect 0 "$BULLWHIP" check tutorial.yaml
expect 0 "$BULLWHIP" check --quiet tutorial.yaml
expect 66 "$BULLWHIP" check missing.yaml
sed 's/warmup: [0-9]* w/warmup: fast/' tutorial.yaml >bad.yaml
expect 65 "$BULLWHIP" check bad.yaml 2>messages
cat messages >&2
place=$(grep -n 'warmup: fast' bad.yaml | cut -d: -f1)
grep -q "^bad.yaml:$place:[0-9]*: " messages || fail "the message does not name line $place"
