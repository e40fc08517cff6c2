# SPDX-License-Identifier: Apache-2.0
# The schema is JSON, and the reference is Markdown.
. "$CASES/expect.sh"
expect 0 "$BULLWHIP" schema >schema.json
python3 -c 'import json; print(json.load(open("schema.json"))["$schema"])'
expect 0 "$BULLWHIP" schema -o file.json
cmp schema.json file.json || fail "the file differs from standard output"
expect 0 "$BULLWHIP" schema --markdown >reference.md
grep -q '^#' reference.md || fail "the reference has no heading"
