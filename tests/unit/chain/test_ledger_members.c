/* SPDX-License-Identifier: Apache-2.0
 *
 * Outages of the members of a ledger, and what falls back to another one, on the
 * counter of ledger-kinds.yaml: an order at the beginning of each of 98 days, verified
 * by four validators in three phases of 1 s.
 */
#include "unit.h"

#include "study.h"

#include <stdio.h>

#define CHAIN TEST_FOLDER "/ledger-kinds.yaml"
#define BOOK "ledger.book"
#define PAPER "ledger.paper"
#define HOUR_S 3600.0
#define EXACT 1e-9

/* Runs with a bft ledger. */
static void run_with(struct bw_study *study, const char *bft,
    const struct bw_assignment *set, size_t count)
{
    struct bw_assignment all[8] = {
        {"ledger.book.kind", "bft"}, {"ledger.book.bft", bft}};

    for (size_t i = 0; i < count; i++) {
        all[i + 2] = set[i];
    }
    bw_study_open(study, CHAIN, all, count + 2);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, bft, ...)                                                      \
    run_with(study, bft, (const struct bw_assignment[]){__VA_ARGS__},                  \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

static void expect(const struct bw_study *study, const char *element,
    const char *metric, double expected)
{
    bw_assert_close(bw_study_value(study, element, metric), expected, EXACT);
}

/* The mean of the 98 records, in seconds. */
static void expect_mean_s(
    const struct bw_study *study, const char *metric, double sum_s)
{
    bw_assert_close(bw_study_value(study, BOOK, metric) * 86400.0, sum_s / 98.0, 1e-6);
}

/* Two of four are cut off for 6 h from the order of day 7 on: it waits for them, and
 * the ledger is not available for 6 h of 99 d. */
static void test_member_record_waits_for_quorum(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        "{validators: 4, reply: 1 s, timeout: 10 s, outages: {partitions: {cut: "
        "{members: 2, at: 7 d, for: 6 h}}}}",
        {"ledger.book.cost", "1"});
    expect_mean_s(&study, "outage", 6 * HOUR_S);
    expect_mean_s(&study, "order", 98 * 3.0);
    expect_mean_s(&study, "verification_time", 98 * 3.0 + 6 * HOUR_S);
    expect(&study, BOOK, "availability", 1.0 - 0.25 / 99.0);
    bw_assert_close(bw_study_wait(&study, BOOK, BW_STAGE_VERIFY),
        bw_study_value(&study, "chain", "lead_time"), EXACT);
    bw_study_close(&study);
}

/* One of four may be away; where leaders take turns it costs its turn: 10 s. */
static void test_member_down_as_leader_is_replaced(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        "{validators: 4, reply: 1 s, timeout: 10 s, leader: rotates, outages: "
        "{partitions: {cut: {at: 5 d, for: 60 min}}}}",
        {"ledger.book.cost", "1"});
    /* Batches 0, 1, ... of days 1, 2, ...: that of day 5 has leader 0. */
    expect_mean_s(&study, "order", 98 * 3.0);
    bw_study_close(&study);
    RUN_WITH(&study,
        "{validators: 4, reply: 1 s, timeout: 10 s, leader: rotates, outages: "
        "{partitions: {cut: {at: 4 d, for: 60 min}}}}",
        {"ledger.book.cost", "1"});
    expect_mean_s(&study, "order", 98 * 3.0 + 10.0);
    expect(&study, BOOK, "view_changes", 1.0);
    expect(&study, BOOK, "availability", 1.0);
    bw_study_close(&study);
}

/* Certificates of 10 d that are renewed 2 d before their end in 3 d: down for 1 d of
 * every 11 d, nine times in 99 d wherever the first one stands. */
static void test_member_certificate_renewed_late(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        "{validators: 1, reply: 1 s, timeout: 10 s, outages: {certificate: {life: 10 "
        "d, lead: 2 d, renewal: 3 d}}}",
        {"ledger.book.cost", "1"});
    expect(&study, BOOK, "availability", 10.0 / 11.0);
    bw_study_close(&study);
    RUN_WITH(&study,
        "{validators: 1, reply: 1 s, timeout: 10 s, outages: {certificate: {life: 10 "
        "d, lead: 3 d, renewal: 3 d}}}",
        {"ledger.book.cost", "1"});
    expect(&study, BOOK, "availability", 1.0);
    bw_study_close(&study);
}

/* All certificates end on day 20 and are replaced in 36 h: two orders wait, 36 h and
 * 12 h, and follow one after the other. */
static void test_member_expiry_hits_all(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        "{validators: 4, reply: 1 s, timeout: 10 s, outages: {expiry: {at: "
        "2026-01-25, renewal: 36 h}}}",
        {"ledger.book.cost", "1"});
    expect(&study, BOOK, "availability", 1.0 - 1.5 / 99.0);
    expect_mean_s(&study, "verification_time", 99 * 3.0 + 48 * HOUR_S);
    bw_study_close(&study);
}

/* Up for 20 h and down for 4 h by turns: the third of four is there with probability
 * (5/6)^4 + 4 (5/6)^3 / 6. 8000 d: four standard deviations of the share, of which
 * spells of about 5 h are independent. */
static void test_member_failures_leave_a_quorum(void **state)
{
    struct bw_study study;
    double p = 5.0 / 6.0, share = p * p * p * p + 4.0 * p * p * p / 6.0;

    (void)state;
    RUN_WITH(&study,
        "{validators: 4, reply: 1 s, timeout: 10 s, outages: {failure: {every: "
        "{exponential: {mean: 20 h}}, repair: {exponential: {mean: 4 h}}}}}",
        {"time.horizon", "8000 d"});
    bw_assert_close(bw_study_value(&study, BOOK, "availability"), share, 0.009);
    bw_assert_close(
        bw_study_value(&study, BOOK, "outage") > 0.0 ? 1.0 : 0.0, 1.0, EXACT);
    bw_study_close(&study);
}

#define EOV(rest)                                                                      \
    "{endorse: {of: 2, need: 2, time: 1 s" rest                                        \
    "}, block: {timeout: 2 s}, order: 3 s, "                                           \
    "validate: 4 s"

/* Runs with an endorse-order-validate ledger. */
static void run_eov(struct bw_study *study, const char *keys)
{
    const struct bw_assignment set[] = {{"ledger.book.kind", "endorse-order-validate"},
        {"ledger.book.endorse-order-validate", keys}};

    bw_study_open(study, CHAIN, set, 2);
    bw_study_run(study, 1, 0);
}

/* Both organisations must endorse, and one is away for 6 h from the order of day 7 on.
 */
static void test_member_endorsement_waits_for_an_organisation(void **state)
{
    struct bw_study study;

    (void)state;
    run_eov(&study, EOV(", outages: {partitions: {cut: {at: 7 d, for: 6 h}}}") "}");
    expect_mean_s(&study, "outage", 6 * HOUR_S);
    expect_mean_s(&study, "verification_time", 98 * 10.0 + 6 * HOUR_S);
    expect(&study, BOOK, "availability", 1.0 - 0.25 / 99.0);
    bw_study_close(&study);
}

/* Tried again after 1, 2 and 4 h, and then every 4 h: at 1, 3, 7 h. */
static void test_member_endorsement_is_tried_again(void **state)
{
    struct bw_study study;

    (void)state;
    run_eov(&study,
        EOV(", retry: {wait: 1 h, longest: 4 h}, outages: {partitions: {cut: {at: 7 d, "
            "for: 6 h}}}") "}");
    expect_mean_s(&study, "outage", 7 * HOUR_S);
    bw_study_close(&study);
    run_eov(&study,
        EOV(", retry: {wait: 1 h, longest: 4 h}, outages: {partitions: {cut: {at: 7 d, "
            "for: 8 h}}}") "}");
    expect_mean_s(&study, "outage", 11 * HOUR_S);
    bw_study_close(&study);
}

/* After the attempts at 0, 1 and 3 h it is given up: it goes to the desk, which takes
 * 2 h, not after a day; without a desk it is a mismatch, which is resolved in 1 h. */
static void test_member_endorsement_is_given_up(void **state)
{
    struct bw_study study;
    const char *book = EOV(", retry: {wait: 1 h, longest: 4 h, at_most: 2}, outages: "
                           "{partitions: {cut: {at: 7 d, "
                           "for: 6 h}}}") "}";
    struct bw_assignment set[] = {{"ledger.book.kind", "endorse-order-validate"},
        {"ledger.book.endorse-order-validate", book},
        {"ledger.book.fallback", "{after: 24 h, to: paper}"}};

    (void)state;
    bw_study_open(&study, CHAIN, set, 3);
    bw_study_run(&study, 1, 0);
    expect(&study, BOOK, "fallbacks", 1.0);
    expect_mean_s(&study, "outage", 3 * HOUR_S);
    expect_mean_s(&study, "fallback", 2 * HOUR_S);
    expect_mean_s(&study, "verification_time", 97 * 10.0 + 5 * HOUR_S);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time") * 86400.0 * 98,
        97 * 10.0 + 5 * HOUR_S, 1e-6);
    bw_study_close(&study);

    set[2] = (struct bw_assignment){"lanes.counter.resolver", "{time: 1 h}"};
    bw_study_open(&study, CHAIN, set, 3);
    bw_study_run(&study, 1, 0);
    expect(&study, BOOK, "exceptions", 1.0 / 98);
    expect_mean_s(&study, "verification_time", 97 * 10.0 + 3 * HOUR_S);
    bw_assert_close(bw_study_value(&study, "chain", "lead_time") * 86400.0 * 98,
        97 * 10.0 + 4 * HOUR_S, 1e-6);
    bw_study_close(&study);
}

/* Two of three orderers are away: a block of day 7 is cut after 3 s and ordered when
 * they are back after 6 h. */
static void test_member_block_waits_for_orderers(void **state)
{
    struct bw_study study;

    (void)state;
    run_eov(&study,
        EOV("") ", orderers: {of: 3, outages: {partitions: {cut: {members: 2, at: 7 d, "
                "for: 6 h}}}}}");
    expect_mean_s(&study, "outage", 6 * HOUR_S - 3.0);
    expect_mean_s(&study, "order", 98 * 3.0);
    expect_mean_s(&study, "verification_time", 98 * 10.0 + 6 * HOUR_S - 3.0);
    expect(&study, BOOK, "availability", 1.0 - 0.25 / 99.0);
    bw_study_close(&study);
}

/* Beside background records, of which a backlog waits with the chain's own, the lazy
 * way gives the same as the full one. */
static void test_member_outage_beside_background_is_exact(void **state)
{
    static const char *const methods[] = {"lazy", "full"};
    double times[2], outages[2];

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct bw_study study;
        char keys[512];

        snprintf(keys, sizeof keys,
            "{endorse: {of: 2, need: 1, time: 1 s}, order: {exponential: {mean: 300 "
            "ms}}, validate: 50 ms, background: {rate: 10 /s, method: %s}, orderers: "
            "{of: 3, outages: {failure: {every: {exponential: {mean: 3 d}}, repair: "
            "{exponential: {mean: 1 d}}}}}}",
            methods[i]);
        const struct bw_assignment set[] = {
            {"ledger.book.kind", "endorse-order-validate"},
            {"ledger.book.endorse-order-validate", keys}, {"time.horizon", "20 d"}};
        bw_study_open(&study, CHAIN, set, 3);
        bw_study_run(&study, 1, 0);
        times[i] = bw_study_value(&study, BOOK, "verification_time");
        outages[i] = bw_study_value(&study, BOOK, "outage");
        bw_study_close(&study);
    }
    bw_assert_close(times[0], times[1], 0.0);
    bw_assert_close(outages[0], outages[1], 0.0);
    assert_true(outages[0] > 0.0);
}

/* The order of day 7 would wait for 3 d and the next two with it. After 24 h each goes
 * to the desk, whose work takes 2 h: first there, it counts. */
static void test_fallback_after_a_day_the_desk_is_first(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        "{validators: 4, reply: 1 s, timeout: 10 s, outages: {partitions: {cut: "
        "{members: 2, at: 7 d, for: 3 d}}}}",
        {"ledger.book.fallback", "{after: 24 h, to: paper}"});
    /* That of day 9 falls back too, but the validators are first: they have agreed on
     * those of days 7 and 8 after 3 and 6 s, on it after 9 s, on that of day 10 after
     * 12 s. */
    expect(&study, BOOK, "fallbacks", 3.0);
    expect(&study, PAPER, "load", 2.0 / 99.0);
    expect(&study, PAPER, "work", 2.0 / 24.0);
    bw_assert_close(
        bw_study_wait(&study, PAPER, BW_STAGE_VERIFY) * 98.0 * 24.0, 2 * 2.0, 1e-6);
    bw_assert_close(bw_study_wait(&study, BOOK, BW_STAGE_VERIFY) * 98.0 * 86400.0,
        94 * 3.0 + 9.0 + 12.0 + 3 * 24 * HOUR_S, 1e-3);
    bw_assert_close(bw_study_value(&study, BOOK, "verification_time"),
        bw_study_value(&study, "chain", "lead_time"), EXACT);
    bw_study_close(&study);
}

/* Back after 25 h: the ledger is first, and what the desk was at no longer counts. */
static void test_fallback_ledger_is_first_after_all(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study,
        "{validators: 4, reply: 1 s, timeout: 10 s, outages: {partitions: {cut: "
        "{members: 2, at: 7 d, for: 25 h}}}}",
        {"ledger.book.fallback", "{after: 24 h, to: paper}"});
    expect(&study, BOOK, "fallbacks", 1.0);
    expect(&study, PAPER, "load", 0.0);
    expect(&study, PAPER, "cost", 7.0);
    expect(&study, BOOK, "fallback", 0.0);
    expect_mean_s(&study, "verification_time", 98 * 3.0 + 26 * HOUR_S + 3.0);
    bw_assert_close(bw_study_wait(&study, PAPER, BW_STAGE_VERIFY), 0.0, EXACT);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_member_record_waits_for_quorum),
        cmocka_unit_test(test_member_down_as_leader_is_replaced),
        cmocka_unit_test(test_member_certificate_renewed_late),
        cmocka_unit_test(test_member_expiry_hits_all),
        cmocka_unit_test(test_member_failures_leave_a_quorum),
        cmocka_unit_test(test_member_endorsement_waits_for_an_organisation),
        cmocka_unit_test(test_member_endorsement_is_tried_again),
        cmocka_unit_test(test_member_endorsement_is_given_up),
        cmocka_unit_test(test_member_block_waits_for_orderers),
        cmocka_unit_test(test_member_outage_beside_background_is_exact),
        cmocka_unit_test(test_fallback_after_a_day_the_desk_is_first),
        cmocka_unit_test(test_fallback_ledger_is_first_after_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
