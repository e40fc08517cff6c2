# SPDX-License-Identifier: Apache-2.0
# Antithetic replications: results are over pairs, the same for any number of threads and
# after an interruption; what cannot be mirrored is refused.
. "$CASES/expect.sh"
cp "$SCENARIOS/tutorial.yaml" .
mirror="--set run.antithetic=true"
expect 0 "$BULLWHIP" run tutorial.yaml -n 6 -j 1 $mirror --quiet -o pairs.h5 | sed -n 2p
expect 0 "$BULLWHIP" run tutorial.yaml -n 6 -j 3 $mirror --quiet -o again.h5 >/dev/null
cmp pairs.h5 again.h5 || fail "threads change the pairs"
expect 0 "$BULLWHIP" export pairs.h5 --csv |
    awk -F, '$2 == "chain" && $3 == "lead_time" { print "pairs: " $NF }'
expect 0 "$BULLWHIP" report pairs.h5 >/dev/null 2>&1 || fail "no report"
grep -o "3 antithetic pairs each" pairs-report/index.html
# A sweep runs pairs too.
expect 0 "$BULLWHIP" sweep tutorial.yaml -n 2 $mirror --quiet >/dev/null
expect 65 "$BULLWHIP" run tutorial.yaml -n 5 $mirror
cat >odd.yaml <<'YAML'
extends: tutorial.yaml
run: {replications: 7, antithetic: true}
lanes:
  truck:
    transit:
      shifted:
        by: 1 d
        law:
          mixture: {laws: [{exponential: {mean: 1 d}}, 2 d], weights: [1, 1]}
YAML
expect 65 "$BULLWHIP" check odd.yaml
