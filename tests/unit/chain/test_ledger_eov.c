/* SPDX-License-Identifier: Apache-2.0
 *
 * Endorse-order-validate by examples computed by hand: policies, the gateway, records
 * per case, conflicts, channels, and members that are down.
 */
#include "unit.h"

#include "chain/trace.h"
#include "study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_NAME TEST_FOLDER "/ledger.yaml"
#define LEDGER "ledger.chain"
#define SECOND_D (1.0 / 86400.0)
#define EXACT 1e-12
#define RECORD_LIMIT 8000
/* Each record is a block of its own, and only endorsement takes time. */
#define ALONE                                                                          \
    {LEDGER ".block", "{size: 1}"}, {LEDGER ".order", "0"},                            \
    {                                                                                  \
        LEDGER ".validate", "0"                                                        \
    }

struct record {
    bw_time submitted, final;
};

struct run {
    struct record records[RECORD_LIMIT];
    uint32_t count;
};

static enum bw_status note(void *context, const struct bw_trace_row *row)
{
    struct run *run = context;

    if (row->kind == BW_TRACE_LEDGER_FINAL) {
        assert_true(run->count < RECORD_LIMIT);
        run->records[run->count++] = (struct record){row->since, row->time};
    }
    return BW_OK;
}

/* Runs the file with assignments; records stand in the order in which they became
 * final. */
static struct run *run_with(
    struct bw_study *study, const struct bw_assignment *set, size_t count)
{
    struct run *run = calloc(1, sizeof *run);
    struct bw_tracer *tracer;

    assert_non_null(run);
    bw_study_open(study, FILE_NAME, set, count);
    assert_int_equal(
        bw_tracer_create(study->scenario->network, note, run, &tracer), BW_OK);
    bw_simulation_trace(study->simulation, tracer);
    bw_study_run(study, 1, 0);
    bw_simulation_trace(study->simulation, NULL);
    bw_tracer_free(tracer);
    assert_true(run->count > 1000);
    return run;
}
#define RUN_WITH(study, ...)                                                           \
    run_with(study, (const struct bw_assignment[]){__VA_ARGS__},                       \
        sizeof((const struct bw_assignment[]){__VA_ARGS__})                            \
            / sizeof(struct bw_assignment))

#define ORGANISATIONS                                                                  \
    "organisations: {a: {time: 1 s}, b: {time: 2 s}, c: {time: 4 s}, d: {time: 8 s}}"

static void test_eov_policy_is_evaluated(void **state)
{
    static const struct {
        const char *endorse;
        double seconds;
    } cases[] = {
        {"{" ORGANISATIONS "}", 8},
        {"{" ORGANISATIONS ", policy: all}", 8},
        {"{" ORGANISATIONS ", policy: any}", 1},
        {"{" ORGANISATIONS ", policy: 3 of}", 4},
        {"{" ORGANISATIONS ", policy: a and (b or c)}", 2},
        {"{" ORGANISATIONS ", policy: (a AND d) OR (b AND c)}", 4},
        {"{" ORGANISATIONS ", policy: a and d or b and c}", 4},
        {"{" ORGANISATIONS ", policy: '2 of (a, c, d)'}", 4},
        {"{" ORGANISATIONS ", policy: 'd or 2 of (b, c) and a'}", 4},
        {"{" ORGANISATIONS ", policy: '2 of (a and b, c or d, b)'}", 2},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        struct bw_study study;

        free(RUN_WITH(&study, ALONE, {LEDGER ".endorse", cases[i].endorse}));
        bw_assert_close(bw_study_value(&study, LEDGER, "verification_time"),
            cases[i].seconds * SECOND_D, EXACT);
        bw_assert_close(bw_study_value(&study, LEDGER, "endorse"),
            cases[i].seconds * SECOND_D, EXACT);
        bw_study_close(&study);
    }
}

static void test_eov_policy_that_cannot_be_read_is_refused(void **state)
{
    static const char *const policies[] = {"a and", "e", "'3 of (a, b)'", "(a or b",
        "a b", "'2 of (a, b'", "5 of", "or", "'((((((((a))))))))'"};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(policies); i++) {
        char endorse[256];
        struct bw_assignment set = {LEDGER ".endorse", endorse};
        struct bw_error_list errors;
        struct bw_scenario *scenario = NULL;

        snprintf(
            endorse, sizeof endorse, "{" ORGANISATIONS ", policy: %s}", policies[i]);
        bw_error_list_init(&errors);
        assert_int_not_equal(
            bw_scenario_load(FILE_NAME, &set, 1, &errors, &scenario), BW_OK);
        assert_int_equal(errors.count, 1);
        bw_error_list_release(&errors);
    }
}

/* One record at a time, 3 s each: a queue with one server, first come, first served. */
static void test_eov_gateway_lets_records_wait(void **state)
{
    struct bw_study study;
    struct run *run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "3 s"},
        {LEDGER ".gateway", "{limit: 1}"});
    bw_time free_at = -BW_SECOND * 1000;

    (void)state;
    for (uint32_t i = 0; i < run->count; i++) {
        bw_time begin = run->records[i].submitted;

        begin = begin > free_at ? begin : free_at;
        free_at = begin + 3 * BW_SECOND;
        assert_int_equal(run->records[i].final, free_at);
    }
    assert_true(bw_study_value(&study, LEDGER, "gateway") > 1.0 * SECOND_D);
    free(run);
    bw_study_close(&study);
}

/* Without a second attempt a refused record is a mismatch at once. */
static void test_eov_gateway_refuses_at_most_so_often(void **state)
{
    struct bw_study study;
    struct run *run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "2 s"},
        {LEDGER ".gateway", "{limit: 1, beyond: refuse, at_most: 0}"},
        {"lanes.counter.resolver", "{time: 1 s}"});
    uint32_t refused = 0;

    (void)state;
    for (uint32_t i = 0; i < run->count; i++) {
        bw_time taken = run->records[i].final - run->records[i].submitted;

        assert_true(taken == 0 || taken == 2 * BW_SECOND);
        refused += taken == 0;
    }
    assert_true(refused > 100);
    bw_assert_close(bw_study_value(&study, LEDGER, "exceptions"),
        (double)refused / run->count, 0.002);
    free(run);
    bw_study_close(&study);
}

/* One member, one or two records at a time, 3 s each, in the order in which they came;
 * and an organisation with one server beside one that takes any number. */
static void test_eov_members_work_on_few_records_at_a_time(void **state)
{
    static const struct {
        const char *endorse;
        uint32_t servers;
        bw_time other;
    } cases[] = {
        {"{of: 1, need: 1, time: 3 s, servers: 1}", 1, 0},
        {"{of: 3, need: 2, time: 3 s, servers: 2}", 2, 0},
        {"{organisations: {a: {time: 4 s}, b: {time: 3 s, servers: 1}}}", 1,
            4 * BW_SECOND},
    };

    (void)state;
    for (size_t c = 0; c < BW_ARRAY_LENGTH(cases); c++) {
        struct bw_study study;
        struct run *run =
            RUN_WITH(&study, ALONE, {LEDGER ".endorse", cases[c].endorse});
        bw_time free_at[2] = {-BW_SECOND * 1000, -BW_SECOND * 1000};

        for (uint32_t i = 0; i < run->count; i++) {
            bw_time came = run->records[i].submitted;
            uint32_t first = cases[c].servers == 2 && free_at[1] < free_at[0];
            bw_time begin = came > free_at[first] ? came : free_at[first];

            free_at[first] = begin + 3 * BW_SECOND;
            came += cases[c].other;
            assert_int_equal(
                run->records[i].final, free_at[first] > came ? free_at[first] : came);
        }
        assert_true(bw_study_value(&study, LEDGER, "endorse") > 3.1 * SECOND_D);
        free(run);
        bw_study_close(&study);
    }
}

/* A refused record comes again after 1 s, 2 s, 4 s ...: only whole seconds are waited.
 */
static void test_eov_gateway_refuses(void **state)
{
    struct bw_study study;
    struct run *run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "500 ms"},
        {LEDGER ".gateway", "{limit: 1, beyond: refuse, backoff: 1 s}"});
    uint32_t waited = 0;

    (void)state;
    for (uint32_t i = 0; i < run->count; i++) {
        bw_time wait =
            run->records[i].final - run->records[i].submitted - BW_SECOND / 2;
        bw_time tries = wait / BW_SECOND + 1;

        assert_int_equal(wait % BW_SECOND, 0);
        assert_int_equal(tries & (tries - 1), 0);
        waited += wait > 0;
        assert_true(i == 0
            || run->records[i].final >= run->records[i - 1].final + BW_SECOND / 2);
    }
    assert_true(waited > 100);
    free(run);
    bw_study_close(&study);
}

/* With a limit of 12 no record comes again more often: it waits for at most as long as
 * twelve backoffs, which double ten times. Records under way for a day keep others out.
 */
static void test_eov_gateway_counts_all_refusals(void **state)
{
    const bw_time most = ((1 << 11) - 1 + 1024) * (bw_time)BW_SECOND / 10;
    struct bw_study study;
    struct run *run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "1 d"},
        {LEDGER ".gateway", "{limit: 1, beyond: refuse, backoff: 100 ms, at_most: 12}"},
        {"lanes.counter.resolver", "{time: 1 s}"});

    (void)state;
    for (uint32_t i = 0; i < run->count; i++) {
        assert_int_equal(run->records[i].final - run->records[i].submitted, most);
    }
    free(run);
    bw_study_close(&study);
}

/* A lot of 250 is three cases. As writes they are one transaction with three times the
 * work; as transactions they fill blocks of two: the first is cut at once and validated
 * within 2 s, when the timer cuts the second. */
static void test_eov_records_per_case(void **state)
{
    struct bw_study study;

    (void)state;
    free(RUN_WITH(&study, ALONE, {LEDGER ".validate", "10 ms"},
        {LEDGER ".records", "{per: case}"}, {"demand.customers.size", "250"},
        {"sites.depot.stock.pack.initial", "100000000"}));
    bw_assert_close(bw_study_value(&study, LEDGER, "validate"), 0.03 * SECOND_D, 2e-8);
    bw_study_close(&study);
    free(RUN_WITH(&study, {LEDGER ".block", "{size: 2}"}, {LEDGER ".order", "0"},
        {LEDGER ".validate", "10 ms"},
        {LEDGER ".records", "{per: case, as: transactions}"},
        {"demand.customers.size", "250"},
        {"demand.customers.arrivals.poisson", "0.2 /s"},
        {"sites.depot.stock.pack.initial", "100000000"}));
    /* The third part waits for the timer or for the first part of the next record. */
    double rate = 0.2, wait = (1 - exp(-rate * 2)) / rate;

    assert_true(bw_study_value(&study, LEDGER, "block") > 0.4 * wait * SECOND_D);
    assert_true(bw_study_value(&study, LEDGER, "block") < 1.1 * wait * SECOND_D);
    bw_study_close(&study);
}

/* All records write to their site: those that became final lie at least one attempt
 * apart, since none may have begun before the one before was final. */
static void test_eov_conflicts_make_records_come_again(void **state)
{
    struct bw_study study;
    struct run *run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "1 s"},
        {LEDGER ".conflicts", "{key: site, delay: {exponential: {mean: 1 s}}}"},
        {"lanes.counter.resolver", "{time: 1 s}"});

    (void)state;
    for (uint32_t i = 1; i < run->count; i++) {
        assert_true(run->records[i].final >= run->records[i - 1].final + BW_SECOND);
    }
    assert_true(bw_study_value(&study, LEDGER, "conflicts") > 0.1);
    assert_true(bw_study_value(&study, LEDGER, "resubmit") > 0.1 * SECOND_D);
    bw_assert_close(bw_study_value(&study, LEDGER, "exceptions"), 0.0, EXACT);
    free(run);
    bw_study_close(&study);
    /* A key of its own never conflicts. */
    run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "1 s"},
        {LEDGER ".conflicts", "{key: unit}"},
        {"lanes.counter.resolver", "{time: 1 s}"});
    bw_assert_close(bw_study_value(&study, LEDGER, "conflicts"), 0.0, EXACT);
    free(run);
    bw_study_close(&study);
}

/* 100 records a second of which 1 % write to the same: exposed for 1 s, a record is
 * invalid with probability 1 - 0.99^100 = 0.634, and without a second attempt that is
 * the share of exceptions, within four standard errors of 2,000 records. */
static void test_eov_background_writes_conflict(void **state)
{
    struct bw_study study;
    struct run *run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "1 s"},
        {LEDGER ".background", "{rate: 100 /s}"},
        {LEDGER ".conflicts", "{background: 0.01, at_most: 0}"},
        {"lanes.counter.resolver", "{time: 1 s}"});

    (void)state;
    bw_assert_close(bw_study_value(&study, LEDGER, "exceptions"),
        1.0 - pow(0.99, 100.0), 4.0 * sqrt(0.634 * 0.366 / 2000.0));
    free(run);
    bw_study_close(&study);
}

/* From 30 min to 40 min all certificates have expired: blocks wait for orderers, or
 * records for endorsers. */
static void test_eov_members_that_are_down_hold_records_up(void **state)
{
    static const struct bw_assignment outages[] = {
        {LEDGER ".orderers",
            "{of: 4, outages: {expiry: {at: 30 min, renewal: 10 min}}}"},
        {LEDGER ".endorse.outages", "{expiry: {at: 30 min, renewal: 10 min}}"},
    };
    bw_time from = 30 * 60 * BW_SECOND, to = 40 * 60 * BW_SECOND;

    (void)state;
    for (size_t o = 0; o < BW_ARRAY_LENGTH(outages); o++) {
        struct bw_study study;
        struct run *run = RUN_WITH(&study, ALONE, {LEDGER ".endorse.time", "1 s"},
            {outages[o].path, outages[o].value});
        uint32_t held = 0;

        for (uint32_t i = 0; i < run->count; i++) {
            /* Endorsers are asked at once, orderers 1 s later. */
            bw_time asked = run->records[i].submitted + (o == 0 ? BW_SECOND : 0);
            bw_time begin = asked >= from && asked < to ? to : asked;

            held += begin > asked;
            assert_int_equal(run->records[i].final, begin + (o == 0 ? 0 : BW_SECOND));
        }
        assert_true(held > 100);
        assert_true(bw_study_value(&study, LEDGER, "outage") > 10.0 * SECOND_D);
        bw_assert_close(
            bw_study_value(&study, LEDGER, "availability"), 1.0 - 10.0 / 120.0, EXACT);
        free(run);
        bw_study_close(&study);
    }
}

/* Channels are cut apart: records of two items never share a block. Here there is one
 * item, so that a channel per item is the same as one for all. */
/* A record a second: three fill a block, two come before the timeout, or the third does
 * not fit. The lead time is the verification, so the ledger causes all of it. */
static void test_eov_blocks_say_why_they_are_cut(void **state)
{
    static const struct {
        const char *block;
        const char *reason;
        double records;
    } cases[] = {
        {"{size: 3, timeout: 2500 ms}", "cut_by_count", 3},
        {"{size: 3, timeout: 1500 ms}", "cut_by_time", 2},
        {"{size: 3, kilobytes: 10, timeout: 5 s}", "cut_by_bytes", 2},
        {"{size: 3, kilobytes: 12, timeout: 5 s}", "cut_by_count", 3},
        {"{size: 3, kilobytes: 8, timeout: 5 s}", "cut_by_bytes", 2},
    };
    static const char *const reasons[] = {
        "cut_by_time", "cut_by_count", "cut_by_bytes"};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(cases); i++) {
        struct bw_study study;

        free(RUN_WITH(&study, {LEDGER ".block", cases[i].block},
            {LEDGER ".records.kilobytes", "4"},
            {"demand.customers.arrivals", "{every: 1 s}"}));
        for (size_t k = 0; k < BW_ARRAY_LENGTH(reasons); k++) {
            bw_assert_close(bw_study_value(&study, LEDGER, reasons[k]),
                strcmp(reasons[k], cases[i].reason) == 0, EXACT);
        }
        bw_assert_close(
            bw_study_value(&study, LEDGER, "block_size"), cases[i].records, EXACT);
        bw_assert_close(bw_study_value(&study, LEDGER, "blocks"),
            86400 / cases[i].records, 12.0 * 1.001);
        bw_assert_close(bw_study_value(&study, LEDGER, "lead_time_share"), 1, EXACT);
        bw_assert_close(bw_study_value(&study, "chain", "ledger_share"), 1, EXACT);
        bw_study_close(&study);
    }
}

static void test_eov_channel_of_the_only_item_is_the_only_channel(void **state)
{
    struct bw_study one, item;
    struct run *a = RUN_WITH(&one, {LEDGER ".channels", "one"});
    struct run *b = RUN_WITH(&item, {LEDGER ".channels", "item"});

    (void)state;
    assert_int_equal(a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++) {
        assert_int_equal(a->records[i].final, b->records[i].final);
    }
    free(a);
    free(b);
    bw_study_close(&one);
    bw_study_close(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_eov_policy_is_evaluated),
        cmocka_unit_test(test_eov_policy_that_cannot_be_read_is_refused),
        cmocka_unit_test(test_eov_gateway_lets_records_wait),
        cmocka_unit_test(test_eov_gateway_refuses),
        cmocka_unit_test(test_eov_gateway_refuses_at_most_so_often),
        cmocka_unit_test(test_eov_gateway_counts_all_refusals),
        cmocka_unit_test(test_eov_members_work_on_few_records_at_a_time),
        cmocka_unit_test(test_eov_records_per_case),
        cmocka_unit_test(test_eov_conflicts_make_records_come_again),
        cmocka_unit_test(test_eov_background_writes_conflict),
        cmocka_unit_test(test_eov_members_that_are_down_hold_records_up),
        cmocka_unit_test(test_eov_blocks_say_why_they_are_cut),
        cmocka_unit_test(test_eov_channel_of_the_only_item_is_the_only_channel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
