/* SPDX-License-Identifier: Apache-2.0
 *
 * Kinds of ledger on the counter of ledger-kinds.yaml: an order at the beginning of
 * each day, whose lead time is its verification.
 */
#include "unit.h"

#include "study.h"

#include <stdio.h>

#define CHAIN TEST_FOLDER "/ledger-kinds.yaml"
#define BOOK "ledger.book"
#define SECOND_D (1.0 / 86400.0)
#define HOUR_D (1.0 / 24.0)
#define EXACT 1e-9

static void run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    bw_study_open(study, CHAIN, set, count);
    bw_study_run(study, 1, 0);
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

/* Checks a metric of the ledger [in the unit whose length in days is given]. */
static void expect(
    const struct bw_study *study, const char *metric, double expected, double unit)
{
    bw_assert_close(bw_study_value(study, BOOK, metric), expected * unit, EXACT);
}

/* The parts of a record add up to its time, which the order waits for and which is
 * charged to the ledger. */
static void expect_time(const struct bw_study *study, double expected)
{
    static const char *const parts[] = {"gateway", "endorse", "block", "order",
        "validate", "confirm", "papers", "paper_queue", "work", "outage", "fallback"};
    double sum = 0.0;

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        sum += bw_study_value(study, BOOK, parts[i]);
    }
    bw_assert_close(sum, expected, EXACT);
    bw_assert_close(bw_study_value(study, BOOK, "verification_time"), expected, EXACT);
    bw_assert_close(bw_study_value(study, "chain", "lead_time"), expected, EXACT);
    bw_assert_close(bw_study_wait(study, BOOK, BW_STAGE_VERIFY), expected, EXACT);
}

/* One path switches the kind; each has its own cost. */
static void test_ledger_kind_is_one_word(void **state)
{
    static const struct {
        const char *kind;
        double cost;
    } kinds[] = {{"none", 1}, {"endorse-order-validate", 2}, {"bft", 3}, {"public", 4},
        {"manual", 5}, {"trace", 6}};

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct bw_study study;

        RUN_WITH(&study, {"ledger.book.kind", kinds[i].kind});
        expect(&study, "cost_per_record", kinds[i].cost, 1.0);
        bw_study_close(&study);
    }
}

/* At one counter 2 h of 8 are verification by one ledger, at the other, with as many
 * orders, 1 h of 7 by another one. */
static void test_ledger_share_of_the_lead_time(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "manual"},
        {"ledger.book.manual", "{time: 0, delay: 1 h}"},
        {"lanes.counter.verify.ship", "paper"}, {"lanes.counter.transit", "6 h"},
        {"lanes.window.transit", "6 h"}, {"demand.visitors.arrivals", "{every: 1 d}"});
    bw_assert_close(
        bw_study_value(&study, "ledger.paper", "lead_time_share"), 2.0 / 15, EXACT);
    expect(&study, "lead_time_share", 1.0 / 15, 1.0);
    bw_assert_close(bw_study_value(&study, "chain", "ledger_share"), 3.0 / 15, EXACT);
    bw_study_close(&study);
}

static void test_ledger_eov_parts_add_up(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "endorse-order-validate"});
    expect_time(&study, 10 * SECOND_D);
    expect(&study, "endorse", 1, SECOND_D);
    expect(&study, "block", 2, SECOND_D);
    expect(&study, "order", 3, SECOND_D);
    expect(&study, "validate", 4, SECOND_D);
    bw_study_close(&study);
}

/* Alone in its batch, a record waits for the timeout; three phases of 1 s follow. */
static void test_ledger_bft_single_record_waits_for_the_batch(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "bft"});
    expect_time(&study, 15 * SECOND_D);
    expect(&study, "block", 10, SECOND_D);
    expect(&study, "order", 3, SECOND_D);
    expect(&study, "validate", 2, SECOND_D);
    bw_study_close(&study);
}

/* Two records in one instant fill the batch and are validated together. */
static void test_ledger_bft_full_batch_goes_at_once(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "bft"},
        {"demand.visitors.arrivals", "{every: 1 d}"});
    expect_time(&study, 7 * SECOND_D);
    expect(&study, "block", 0, SECOND_D);
    expect(&study, "validate", 4, SECOND_D);
    bw_study_close(&study);
}

/* Records of one instant; batches of one are made up for 4 s, then agreed on for 3 s.
 * With two in flight the second batch is made up while the first one is agreed on. */
static void test_ledger_bft_batches_take_time_to_form(void **state)
{
    static const struct {
        const char *bft;
        double time, block;
    } cases[] = {
        {"{validators: 4, reply: 1 s, form: 4 s, in_flight: 1}", (7 + 14) / 2.0,
            (4 + 11) / 2.0},
        {"{validators: 4, reply: 1 s, form: 4 s, in_flight: 2}", (7 + 11) / 2.0,
            (4 + 8) / 2.0},
        /* The second record comes in time for the first batch. */
        {"{validators: 4, reply: 1 s, form: 4 s, batch: 2}", 7, 4},
        {"{validators: 4, reply: 1 s, form: 4 s, batch: {size: 3, timeout: 5 s}}", 12,
            9},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bw_study study;

        RUN_WITH(&study, {"ledger.book.kind", "bft"}, {"ledger.book.bft", cases[i].bft},
            {"demand.visitors.arrivals", "{every: 1 d}"});
        expect_time(&study, cases[i].time * SECOND_D);
        expect(&study, "block", cases[i].block, SECOND_D);
        bw_study_close(&study);
    }
}

/* Two records at 0 s fill a batch, which is made up for 4 s and agreed on for 3 s. The
 * one at 2 s is left behind, and due 6 s after it came: 6 + 4 + 3. */
static void test_ledger_bft_rest_of_a_batch_has_a_timeout_of_its_own(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "bft"},
        {"ledger.book.bft",
            "{validators: 4, reply: 1 s, form: 4 s, batch: {size: 2, timeout: 6 s}}"},
        {"demand.customers.together", "2"},
        {"demand.visitors.arrivals", "{periodic: {every: 1 d, at: 2 s}}"},
        {"demand.customers.arrivals", "{periodic: {every: 1 d, at: 0 s}}"},
        {"time.horizon", "98.5 d"});
    expect(&study, "verification_time", (7 + 7 + 13) / 3.0, SECOND_D);
    bw_study_close(&study);
}

/* Records come at 0 s and 2 s; the change is at 3 s of day 50, each day's figures by
 * hand: days 0 to 49 as before, day 50 in the midst of it, later ones as after it. */
static void test_ledger_blocks_and_batches_change(void **state)
{
    static const struct {
        const char *kind, *path, *to;
        double before, amidst, after; /* sums of the two records' times */
    } cases[] = {
        /* Two blocks a day would be 4 s apart; the timeout of 10 s keeps both in one.
         */
        {"endorse-order-validate", "ledger.book.endorse-order-validate.block.timeout",
            "1 s", 10 + 8, 3 + 1, 1 + 1},
        {"endorse-order-validate", "ledger.book.endorse-order-validate.block.size", "2",
            10 + 8, 3 + 1, 2 + 0},
        {"bft", "ledger.book.bft.batch.timeout", "1 s", 10 + 8, 3 + 1, 1 + 1},
        {"bft", "ledger.book.bft.batch.timeout", "4 s", 10 + 8, 4 + 2, 4 + 2},
        {"bft", "ledger.book.bft.batch.timeout", "20 s", 10 + 8, 20 + 18, 20 + 18},
        {"bft", "ledger.book.bft.batch.size", "2", 10 + 8, 3 + 1, 2 + 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bw_study study;
        char changes[160];

        snprintf(changes, sizeof changes, "{other: {at: 4320003 s, path: %s, to: %s}}",
            cases[i].path, cases[i].to);
        RUN_WITH(&study, {"ledger.book.kind", cases[i].kind},
            {"ledger.book.endorse-order-validate",
                "{endorse: {of: 1, need: 1, time: 0}, block: {timeout: 10 s}}"},
            {"ledger.book.bft",
                "{validators: 1, reply: 0, phases: 1, batch: {size: 9, timeout: 10 "
                "s}}"},
            {"time.horizon", "98.5 d"}, {"time.warmup", "0"},
            {"demand.customers.arrivals", "{periodic: {every: 1 d, at: 0 s}}"},
            {"demand.visitors.arrivals", "{periodic: {every: 1 d, at: 2 s}}"},
            {"changes", changes});
        bw_assert_close(bw_study_value(&study, BOOK, "verification_time") * 86400,
            (50 * cases[i].before + cases[i].amidst + 48 * cases[i].after) / (2 * 99),
            1e-6);
        bw_study_close(&study);
    }
}

/* Work of 4 s of the validator takes 2 s from day 50 on. */
static void test_ledger_speed_changes(void **state)
{
    static const char *const kinds[][2] = {
        {"endorse-order-validate",
            "{other: {at: 50 d, path: "
            "ledger.book.endorse-order-validate.speed, to: 2}}"},
        {"bft", "{other: {at: 50 d, path: ledger.book.bft.speed, to: 2}}"},
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct bw_study study;

        RUN_WITH(&study, {"ledger.book.kind", kinds[i][0]},
            {"ledger.book.bft.validate", "4 s"}, {"changes", kinds[i][1]},
            {"demand.customers.arrivals", "{periodic: {every: 1 d, at: 12 h}}"});
        expect(&study, "validate", (50 * 4 + 49 * 2) / 99.0, SECOND_D);
        bw_study_close(&study);
    }
}

/* Batches of one, one at a time: the second record waits for the first. */
static void test_ledger_bft_batches_queue(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "bft"}, {"ledger.book.bft.batch", "1"},
        {"demand.visitors.arrivals", "{every: 1 d}"});
    expect_time(&study, (5.0 + 8.0) / 2.0 * SECOND_D);
    expect(&study, "block", 1.5, SECOND_D);
    bw_study_close(&study);
}

/* Every leader has 2 s, then 4 s, which the three phases meet: one view change. */
static void test_ledger_bft_slow_leader_is_replaced(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "bft"}, {"ledger.book.bft.batch", "1"},
        {"ledger.book.bft.timeout", "2 s"}, {"ledger.book.bft.view_change", "5 s"});
    expect_time(&study, (2.0 + 5.0 + 3.0 + 2.0) * SECOND_D);
    expect(&study, "view_changes", 98, 1.0);
    bw_study_close(&study);
}

/* A leader that fails with probability 1/2 costs 10 s, 20 s, ... : the mean number of
 * view changes is 1, within four standard deviations of 9800 draws. */
static void test_ledger_bft_failing_leader_is_replaced(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "bft"}, {"time.horizon", "9800 d"},
        {"ledger.book.bft.batch", "1"}, {"ledger.book.bft.timeout", "10 s"},
        {"ledger.book.bft.leader_fault", "0.5"});
    bw_assert_close(
        bw_study_value(&study, BOOK, "view_changes") / 9800.0, 1.0, 4 * 1.42 / 98.99);
    bw_study_close(&study);
}

/* Every leader fails: no record is ever final, and the run ends. */
static void test_ledger_bft_without_a_leader_never_agrees(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "bft"}, {"ledger.book.bft.batch", "1"},
        {"ledger.book.bft.timeout", "1 s"}, {"ledger.book.bft.leader_fault", "1"});
    assert_true(bw_study_value(&study, BOOK, "view_changes") > 0.0);
    assert_true(isnan(bw_study_value(&study, BOOK, "verification_time")));
    bw_study_close(&study);
}

/* Blocks at 10, 20, ... min: a record at 00:00 enters the block of 00:10 and is final
 * with the one of 00:30. */
static void test_ledger_public_counts_confirmations(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "public"});
    expect_time(&study, 30.0 * 60.0 * SECOND_D);
    expect(&study, "block", 600, SECOND_D);
    expect(&study, "confirm", 1200, SECOND_D);
    bw_study_close(&study);
}

/* Room for one record in each block: the second one is ten minutes later. */
static void test_ledger_public_full_block_delays(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "public"},
        {"ledger.book.public.capacity", "1"},
        {"demand.visitors.arrivals", "{every: 1 d}"});
    expect_time(&study, 35.0 * 60.0 * SECOND_D);
    expect(&study, "block", 900, SECOND_D);
    bw_study_close(&study);
}

/* Every block replaces the one before it with probability p; with two confirmations a
 * record needs on average 1 + 1 / (1 - p) blocks. 9800 records, p = 1/2: four standard
 * deviations of the geometric law. */
static void test_ledger_public_reorganisation_starts_anew(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "public"}, {"time.horizon", "9800 d"},
        {"ledger.book.public.confirmations", "2"},
        {"ledger.book.public.reorganisation", "{probability: 0.5}"});
    bw_assert_close(
        bw_study_value(&study, BOOK, "verification_time") * 144.0, 3.0, 4 * 1.42 / 99);
    bw_study_close(&study);
}

/* Office hours: on weekdays 1 h of papers, 7 h of wait, 2 h of work; what comes on the
 * weekend is done on Monday one after another, until 10:00, 12:00 and 14:00. */
static void test_ledger_manual_keeps_hours(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "manual"});
    expect_time(&study, (4 * 10.0 + 58.0 + 36.0 + 14.0) / 7.0 * HOUR_D);
    expect(&study, "papers", 1, HOUR_D);
    expect(&study, "work", 2, HOUR_D);
    bw_study_close(&study);
}

/* 10 h of work in mornings of 4 h: 08:00 to 12:00 on two days and to 10:00 on the
 * third. Three people, so that nobody waits for them. */
static void test_ledger_manual_work_goes_on_next_morning(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "manual"},
        {"ledger.book.manual.calendar", "morning"}, {"ledger.book.manual.staff", "3"},
        {"ledger.book.manual.time", "10 h"});
    expect_time(&study, 58.0 * HOUR_D);
    expect(&study, "work", 10, HOUR_D);
    expect(&study, "paper_queue", 47, HOUR_D);
    bw_study_close(&study);
}

/* Without hours: both records come at 01:00; the second waits 2 h unless its site has a
 * desk of its own. */
static void test_ledger_manual_desk_of_a_site(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "manual"},
        {"ledger.book.manual", "{time: 2 h, delay: 1 h}"},
        {"demand.visitors.arrivals", "{every: 1 d}"});
    expect_time(&study, 4.0 * HOUR_D);
    bw_study_close(&study);
    RUN_WITH(&study, {"ledger.book.kind", "manual"},
        {"ledger.book.manual", "{time: 2 h, delay: 1 h, desks: {annex: {staff: 1}}}"},
        {"demand.visitors.arrivals", "{every: 1 d}"});
    expect_time(&study, 3.0 * HOUR_D);
    bw_study_close(&study);
}

/* A thousand papers in one instant on which no work is needed are done in it. */
static void test_ledger_manual_without_work_takes_no_time(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "manual"},
        {"ledger.book.manual", "{staff: 1, time: 0, calendar: morning}"},
        {"demand.customers.together", "1000"});
    expect(&study, "load", 1000, 98.0 / 99);
    expect_time(&study, 8 * HOUR_D);
    bw_study_close(&study);
}

/* The visitors' orders come before those of the customers, and go after them when these
 * have the better class or are due first. */
static void test_ledger_manual_discipline_orders_the_queue(void **state)
{
    static const char *const disciplines[] = {"fifo", "priority", "due_date"};
    struct bw_study study;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        bool second = i > 0; /* the visitors go second */
        char manual[80];

        snprintf(manual, sizeof manual,
            "{time: 2 h, calendar: morning, discipline: %s}", disciplines[i]);
        RUN_WITH(&study, {"ledger.book.kind", "manual"}, {"ledger.book.manual", manual},
            {"demand.visitors.arrivals", "{every: 1 d}"},
            {"demand.visitors.priority", "2"}, {"demand.customers.priority", "1"},
            {"demand.visitors.due", "2 d"}, {"demand.customers.due", "1 d"});
        bw_assert_close(bw_study_value(&study, "demand.customers", "lead_time"),
            (second ? 10.0 : 12.0) * HOUR_D, EXACT);
        bw_assert_close(bw_study_value(&study, "demand.visitors", "lead_time"),
            (second ? 12.0 : 10.0) * HOUR_D, EXACT);
        bw_study_close(&study);
    }
}

/* Work that is wrong with probability 1/2 is done twice on average: four standard
 * deviations of 9800 records. */
static void test_ledger_manual_errors_are_worked_on_again(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "manual"}, {"time.horizon", "9800 d"},
        {"ledger.book.manual", "{time: 1 h, error: 0.5, staff: 9}"});
    bw_assert_close(bw_study_value(&study, BOOK, "work") * 24.0, 2.0, 4 * 1.42 / 98.99);
    bw_study_close(&study);
}

/* Rows of 10, 20, 60 and 30 s, in order: over 98 records 24 times all and the first
 * two. */
static void test_ledger_trace_in_order_repeats_the_rows(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "trace"},
        {"ledger.book.trace",
            "{file: ledger-trace.csv, take: in_order, "
            "parts: {endorse: endorse, order: order}}"});
    expect_time(&study, (24 * 120.0 + 30.0) / 98.0 * SECOND_D);
    expect(&study, "endorse", (24 * 39.0 + 16.0) / 98.0, SECOND_D);
    bw_study_close(&study);
}

/* At midnight those of 15:00 are the last hour before. */
static void test_ledger_trace_takes_rows_of_the_hour(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "trace"}, {"ledger.book.trace.hour", "hour"});
    expect_time(&study, 60 * SECOND_D);
    bw_study_close(&study);
}

/* Mean 30 s, standard deviation 18.7 s: four standard deviations of 9800 draws. */
static void test_ledger_trace_draws_rows(void **state)
{
    struct bw_study study;

    (void)state;
    RUN_WITH(&study, {"ledger.book.kind", "trace"}, {"time.horizon", "9800 d"});
    bw_assert_close(bw_study_value(&study, BOOK, "verification_time") / SECOND_D, 30.0,
        4 * 18.71 / 98.99);
    bw_assert_close(
        bw_study_value(&study, BOOK, "verification_time_sd") / SECOND_D, 18.71, 0.5);
    bw_study_close(&study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ledger_kind_is_one_word),
        cmocka_unit_test(test_ledger_share_of_the_lead_time),
        cmocka_unit_test(test_ledger_eov_parts_add_up),
        cmocka_unit_test(test_ledger_bft_single_record_waits_for_the_batch),
        cmocka_unit_test(test_ledger_bft_full_batch_goes_at_once),
        cmocka_unit_test(test_ledger_bft_batches_queue),
        cmocka_unit_test(test_ledger_bft_batches_take_time_to_form),
        cmocka_unit_test(test_ledger_bft_rest_of_a_batch_has_a_timeout_of_its_own),
        cmocka_unit_test(test_ledger_blocks_and_batches_change),
        cmocka_unit_test(test_ledger_speed_changes),
        cmocka_unit_test(test_ledger_bft_slow_leader_is_replaced),
        cmocka_unit_test(test_ledger_bft_failing_leader_is_replaced),
        cmocka_unit_test(test_ledger_bft_without_a_leader_never_agrees),
        cmocka_unit_test(test_ledger_public_counts_confirmations),
        cmocka_unit_test(test_ledger_public_full_block_delays),
        cmocka_unit_test(test_ledger_public_reorganisation_starts_anew),
        cmocka_unit_test(test_ledger_manual_keeps_hours),
        cmocka_unit_test(test_ledger_manual_work_goes_on_next_morning),
        cmocka_unit_test(test_ledger_manual_desk_of_a_site),
        cmocka_unit_test(test_ledger_manual_without_work_takes_no_time),
        cmocka_unit_test(test_ledger_manual_discipline_orders_the_queue),
        cmocka_unit_test(test_ledger_manual_errors_are_worked_on_again),
        cmocka_unit_test(test_ledger_trace_in_order_repeats_the_rows),
        cmocka_unit_test(test_ledger_trace_takes_rows_of_the_hour),
        cmocka_unit_test(test_ledger_trace_draws_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
