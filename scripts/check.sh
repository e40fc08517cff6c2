#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# usage: scripts/check.sh [STAGE...]
#
# What has to pass before a change is handed in. Without arguments all stages run, in
# this order: format layers headers gcc clang asan tsan tidy cppcheck. The stage reformat
# runs only when asked for. Needs, beyond what scripts/test installs: clang libomp-dev
# clang-tidy cppcheck.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 70
. scripts/setup

# Formatters differ from version to version; only this one is right.
CLANG_FORMAT_MAJOR=14

sources()
{
    find src tests -name '*.[ch]' | sort
}

# Prints the formatter to use; fails when the right version is not here.
format_tool()
{
    local tool
    for tool in "clang-format-$CLANG_FORMAT_MAJOR" clang-format; do
        if "$tool" --version 2>/dev/null | grep -q "version $CLANG_FORMAT_MAJOR\."; then
            bw_say "$tool"
            return 0
        fi
    done
    return 1
}

stage_format()
{
    local tool wrong
    if ! tool=$(format_tool); then
        bw_say "  skipped: clang-format $CLANG_FORMAT_MAJOR is not here (Debian 12 has it)"
        return 0
    fi
    wrong=$(sources | xargs -r "$tool" --dry-run -Werror --style=file 2>&1 |
        sed -n 's/^\([^: ]*\):[0-9]*:[0-9]*: error: .*/\1/p' | sort | uniq -c)
    [ -z "$wrong" ] && return 0
    bw_say "not formatted (places, file); scripts/check.sh reformat puts it right:"
    bw_say "$wrong"
    return 1
}

stage_reformat()
{
    sources | xargs -r "$(format_tool)" -i --style=file
}

stage_layers()
{
    python3 scripts/check_layers.py --self-test && python3 scripts/check_layers.py
}

stage_headers()
{
    scripts/check_headers.sh
}

# compile_and_test FOLDER COMPILER TIMES [meson options...]
compile_and_test()
{
    local folder=$1 compiler=$2 times=$3
    shift 3
    CC=$compiler bw_build "$folder" --werror "$@" &&
        meson test -C "$folder" --no-rebuild --no-suite long --print-errorlogs -q \
            --timeout-multiplier "$times"
}

stage_gcc()
{
    compile_and_test build-check-gcc gcc 1 --buildtype=debugoptimized
}

stage_clang()
{
    compile_and_test build-check-clang clang 1 --buildtype=debugoptimized
}

stage_asan()
{
    ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:strict_string_checks=1 \
        UBSAN_OPTIONS=halt_on_error=1:abort_on_error=1:print_stacktrace=1 \
        compile_and_test build-check-asan gcc 5 --buildtype=debugoptimized \
        -Db_sanitize=address,undefined
}

# gcc's OpenMP run-time is not known to ThreadSanitizer and gives false races; clang's
# is, through its archer library.
stage_tsan()
{
    OMP_NUM_THREADS=4 TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1 \
        compile_and_test build-check-tsan clang 10 --buildtype=debugoptimized \
        -Db_sanitize=thread
}

stage_tidy()
{
    CC=clang bw_build build-check-clang --werror --buildtype=debugoptimized &&
        find src -name '*.c' | sort |
        xargs -r -P "$(nproc)" -n 4 clang-tidy --quiet -p build-check-clang 2>/dev/null
}

stage_cppcheck()
{
    cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability \
        --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
        -j "$(nproc)" -D_GNU_SOURCE -Isrc src
}

all="format layers headers gcc clang asan tsan tidy cppcheck"
failed=""
# shellcheck disable=SC2048  # stages have no blanks
for stage in ${*:-$all}; do
    case " $all reformat " in
        *" $stage "*) ;;
        *) bw_say "check.sh: no stage $stage (there are: $all)" >&2; exit 64 ;;
    esac
    bw_say "== $stage"
    if ! "stage_$stage"; then
        failed="$failed $stage"
    fi
done
if [ -n "$failed" ]; then
    bw_say "failed:$failed"
    exit 1
fi
bw_say "all stages passed"
