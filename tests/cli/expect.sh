# SPDX-License-Identifier: Apache-2.0
# Sourced by cases.

# expect STATUS COMMAND...: runs the command and fails the case when it ends otherwise.
expect() {
    expected=$1
    shift
    found=0
    "$@" || found=$?
    if [ "$found" -ne "$expected" ]; then
        echo "expected status $expected, found $found: $*" >&2
        exit 1
    fi
}

# fail TEXT: fails the case.
fail() {
    echo "$*" >&2
    exit 1
}
