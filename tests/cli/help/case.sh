# SPDX-License-Identifier: Apache-2.0
# Every command explains itself, refuses what it does not know, and has its page and case.
. "$CASES/expect.sh"
expect 0 "$BULLWHIP" --help >usage
commands=$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' usage)
[ -n "$commands" ] || fail "--help lists no commands"
for command in $commands; do
    expect 0 "$BULLWHIP" "$command" --help >help
    grep -q "^Usage: bullwhip $command" help || fail "$command --help shows no usage"
    grep -q "^Examples:" help || fail "$command --help shows no examples"
    expect 0 "$BULLWHIP" "$command" -h >/dev/null
    expect 64 "$BULLWHIP" "$command" --no-such-option 2>/dev/null
    [ -f "$DOCS/commands/$command.md" ] || fail "docs/commands/$command.md is missing"
    [ -f "$CASES/$command/case.sh" ] || fail "tests/cli/$command is missing"
    echo "$command"
done
