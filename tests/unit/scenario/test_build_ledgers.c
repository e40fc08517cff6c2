/* SPDX-License-Identifier: Apache-2.0
 *
 * Ledgers as scenarios write them: blocks of kinds, members, fallback, measurements.
 */
#include "scenario/build.h"

#include "scenario_support.h"

#include <stdio.h>

#define LEDGER "ledger.book"
#define TRACE "kind: trace, trace: {file: measured.csv, "
#define EOV "kind: endorse-order-validate, endorse: {"
#define BFT "kind: bft, bft: {validators: 4, reply: 1 s, "

static enum bw_status load(struct fixture *f, const char *keys)
{
    char text[512];

    (void)snprintf(text, sizeof text,
        "ledger: {book: {%s}, paper: {kind: manual, time: 1 h, fallback: {to: slip}}, "
        "slip: {kind: manual, time: 1 h}}\nlanes:\n",
        keys);
    return fixture_load_changed(f, "lanes:\n", text);
}

/* Keys of a ledger, and the error that they must give. */
struct wrong {
    const char *keys, *path, *part;
};

static void expect_wrong(struct fixture *f, const struct wrong *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(load(f, rows[i].keys), BW_ERR_INPUT);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

static void test_build_ledgers_kinds_need_what_describes_them(void **state)
{
    static const struct wrong rows[] = {
        {"kind: bft", LEDGER, "missing key \"bft\""},
        {"kind: manual", LEDGER, "missing key \"time\""},
        {"kind: manual, manual: {}", LEDGER ".manual", "missing key \"time\""},
        {"kind: none, time: 1 h", LEDGER ".time", "a block of that name"},
        {"kind: manual, time: 1 h, manual: {time: 2 h}", LEDGER ".time",
            "expected it in \"manual\""},
        {"kind: manual, time: 1 h, calendar: office", LEDGER ".calendar", "calendars"},
        {"kind: none, manual: {time: 1 h, desks: {attic: {}}}",
            LEDGER ".manual.desks.attic", "expected an id in sites"},
        {"kind: manual, manual: {time: 1 h, staff: 0}", LEDGER ".manual.staff",
            "nobody works"},
        {BFT "replies: 5}", LEDGER ".bft.replies", "at most the 4 validators"},
        {BFT "leader_fault: 0.1}", LEDGER ".bft", "missing key \"timeout\""},
        {"kind: public, public: {interval: 0}", LEDGER ".public.interval", "above 0"},
        {"kind: none, public: {interval: 1 s, confirmations: 2, reorganisation: "
         "{probability: 0.1, depth: 2}}",
            LEDGER ".public.reorganisation.depth", "less than the 2 confirmations"},
    };

    expect_wrong(*state, rows, sizeof rows / sizeof rows[0]);
}

static void test_build_ledgers_members_and_fallback_must_make_sense(void **state)
{
    static const struct wrong rows[] = {
        {BFT "outages: {failure: {every: 1 d, repair: 1 h}}}", LEDGER ".bft",
            "a leader that is down"},
        {BFT "timeout: 1 s, outages: {failure: {every: 0, repair: 1 h}}}",
            LEDGER ".bft.outages.failure.every", "above 0"},
        {BFT "timeout: 1 s, outages: {certificate: {life: 2 d, lead: 2 d, renewal: 1 "
             "h}}}",
            LEDGER ".bft.outages.certificate.lead", "less than the mean life"},
        {BFT "timeout: 1 s, outages: {partitions: {cut: {for: 1 d}}}}",
            LEDGER ".bft.outages.partitions.cut", "one of at and every, found none"},
        {BFT "timeout: 1 s, outages: {partitions: {cut: {members: 5, at: 1 d, for: 1 "
             "d}}}}",
            LEDGER ".bft.outages.partitions.cut.members", "at most the 4 members"},
        {EOV "of: 2, need: 3, time: 1 s}", LEDGER ".endorse.need",
            "at most the 2 endorsers"},
        {EOV "of: 2, need: 1, time: 1 s}, orderers: {of: 3, need: 4}",
            LEDGER ".orderers.need", "at most the 3 orderers"},
        {EOV "of: 2, need: 1, time: 1 s, retry: {factor: 0.5}}",
            LEDGER ".endorse.retry.factor", "of at least 1"},
        {"kind: none, fallback: {to: papr}", LEDGER ".fallback.to", "paper"},
        {"kind: none, fallback: {to: paper}", LEDGER ".fallback.to",
            "without a fallback of its own"},
    };

    expect_wrong(*state, rows, sizeof rows / sizeof rows[0]);
}

static void test_build_ledgers_measurements_are_checked(void **state)
{
    static const struct wrong rows[] = {
        {TRACE "column: s, parts: {work: s}}", LEDGER ".trace", "found both"},
        {"kind: trace, trace: {file: measured.csv}", LEDGER ".trace", "found none"},
        {TRACE "parts: {}}", LEDGER ".trace.parts", "one part"},
        {TRACE "parts: {work: {}}}", LEDGER ".trace.parts.work", "a mapping"},
        {TRACE "column: x}", LEDGER ".trace.column", "no column is named \"x\""},
        {TRACE "column: s, unit: m}", LEDGER ".trace.unit", "a unit of time"},
        {TRACE "column: s, hour: h, take: in_order}", LEDGER ".trace.hour", "in order"},
        {TRACE "column: bad}", LEDGER ".trace.column", "found \"-1\""},
        {TRACE "column: s, hour: bad}", LEDGER ".trace.hour", "found \"-1\""},
        {"kind: trace, trace: {file: ../measured.csv, column: s}", LEDGER ".trace.file",
            "without \"..\""},
        {"kind: trace, trace: {file: absent.csv, column: s}", LEDGER ".trace.column",
            "absent.csv"},
    };

    fixture_write(*state, "measured.csv", "s,h,bad\n1,0,-1\n2,23,3\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct fixture *f = *state;

        assert_int_not_equal(load(f, rows[i].keys), BW_OK);
        fixture_expect(f, rows[i].path, rows[i].part);
    }
}

/* 2f + 1 of 3f + 1 validators; of other numbers the least safe majority. */
static void test_build_ledgers_quorum_follows_from_validators(void **state)
{
    static const uint32_t quorums[][2] = {
        {1, 1}, {3, 2}, {4, 3}, {5, 4}, {6, 4}, {7, 5}, {31, 21}};
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof quorums / sizeof quorums[0]; i++) {
        char keys[80];

        (void)snprintf(keys, sizeof keys,
            "kind: bft, bft: {validators: %u, reply: 1 s}", quorums[i][0]);
        assert_int_equal(load(f, keys), BW_OK);
        assert_int_equal(
            f->scenario->network->ledgers[index_of(f, LEDGER)].bft->replies,
            quorums[i][1]);
    }
}

/* A majority for Raft, 2f + 1 of 3f + 1 for Byzantine ordering, or what is said. */
static void test_build_ledgers_quorum_follows_from_consensus(void **state)
{
    static const struct {
        const char *orderers;
        uint32_t quorum;
    } rows[] = {{"of: 3", 2}, {"of: 4", 3}, {"of: 7, consensus: raft", 4},
        {"of: 7, consensus: bft", 5}, {"of: 4, consensus: bft", 3},
        {"of: 10, consensus: bft", 7}, {"of: 7, consensus: bft, need: 6", 6}};
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char keys[160];

        (void)snprintf(keys, sizeof keys,
            EOV "of: 2, need: 1, time: 1 s}, orderers: {%s}", rows[i].orderers);
        assert_int_equal(load(f, keys), BW_OK);
        assert_int_equal(f->scenario->network->ledgers[index_of(f, LEDGER)]
                             .members[BW_MEMBERS_ORDER]
                             .quorum,
            rows[i].quorum);
    }
}

/* The block of the kind has its own numbers, under paths of its own. */
static void test_build_ledgers_blocks_have_their_own_numbers(void **state)
{
    struct fixture *f = *state;
    const struct bw_ledger *ledger;

    assert_int_equal(
        load(f,
            "kind: manual, cost: 1, mismatch: 0.1, manual: {time: 1 h, staff: 3, cost: "
            "2, mismatch: 0.2}, bft: {validators: 4, reply: 1 s, cost: 5}"),
        BW_OK);
    ledger = &f->scenario->network->ledgers[index_of(f, LEDGER)];
    assert_true(ledger->cost == 2.0);
    assert_true(parameter_of(f, LEDGER ".manual.staff") == 3.0);
    assert_true(f->scenario->network->parameters[ledger->mismatch].initial == 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_build_ledgers_kinds_need_what_describes_them, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_ledgers_members_and_fallback_must_make_sense, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(test_build_ledgers_measurements_are_checked,
            fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_ledgers_quorum_follows_from_validators, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_ledgers_quorum_follows_from_consensus, fixture_setup,
            fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_build_ledgers_blocks_have_their_own_numbers, fixture_setup,
            fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
