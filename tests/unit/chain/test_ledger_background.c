/* SPDX-License-Identifier: Apache-2.0
 *
 * Background records of a ledger: their counts against the Poisson law, and latencies
 * of the chain's own records, to the tick, against the simulation of all background
 * records, once by the program and once by the plain loop of this test.
 */
#include "unit.h"

#include "chain/ledger_eov_traffic.h"
#include "chain/trace.h"
#include "study.h"

#include <stdlib.h>
#include <string.h>

#define FILE_NAME TEST_FOLDER "/ledger.yaml"
#define RECORD_LIMIT 8000
#define SEED 7

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
        assert_true(row->number < RECORD_LIMIT);
        run->records[row->number] = (struct record){row->since, row->time};
        run->count = row->number >= run->count ? (uint32_t)row->number + 1 : run->count;
    }
    return BW_OK;
}

/* A case: keys of the ledger that differ from the file. */
struct setting {
    const char *background, *block, *order, *validate, *arrivals, *orderers;
};

static void open_case(struct bw_study *study, const struct setting *s,
    const char *method, const char *changes)
{
    struct bw_assignment set[8];
    size_t count = 0;

    set[count++] = (struct bw_assignment){"ledger.chain.background", s->background};
    set[count++] = (struct bw_assignment){"ledger.chain.background.method", method};
    if (s->block != NULL) {
        set[count++] = (struct bw_assignment){"ledger.chain.block", s->block};
    }
    if (s->order != NULL) {
        set[count++] = (struct bw_assignment){"ledger.chain.order", s->order};
    }
    if (s->validate != NULL) {
        set[count++] = (struct bw_assignment){"ledger.chain.validate", s->validate};
    }
    if (s->arrivals != NULL) {
        set[count++] =
            (struct bw_assignment){"demand.customers.arrivals.poisson", s->arrivals};
    }
    if (s->orderers != NULL) {
        set[count++] = (struct bw_assignment){"ledger.chain.orderers", s->orderers};
    }
    if (changes != NULL) {
        set[count++] = (struct bw_assignment){"changes", changes};
    }
    bw_study_open(study, FILE_NAME, set, count);
}

static struct run *run_changed(
    const struct setting *s, const char *method, const char *changes)
{
    struct run *run = calloc(1, sizeof *run);
    struct bw_study study;
    struct bw_tracer *tracer;

    assert_non_null(run);
    open_case(&study, s, method, changes);
    assert_int_equal(
        bw_tracer_create(study.scenario->network, note, run, &tracer), BW_OK);
    bw_simulation_trace(study.simulation, tracer);
    bw_study_run(&study, SEED, 0);
    bw_tracer_free(tracer);
    bw_study_close(&study);
    return run;
}

static struct run *run_case(const struct setting *s, const char *method)
{
    return run_changed(s, method, NULL);
}

/* The plain loop: every record of everybody, one after another. */
struct loop {
    const struct bw_eov_terms *terms;
    const struct bw_parameter *parameters;
    struct bw_generator draws;
    struct run *run;
    uint32_t first; /* own record of the open block, first..next */
    uint32_t next, others;
    int64_t bytes;
    bw_time opened, ordered, validated;
};

static uint32_t in_block(const struct loop *l)
{
    return l->others + l->next - l->first;
}

static void cut_block(struct loop *l, bw_time at)
{
    bw_time time = bw_law_duration(
        &l->terms->order.law, &l->draws, l->terms->order.stream, (uint64_t)at);

    time = time < l->terms->traffic.order_max ? time : l->terms->traffic.order_max;
    l->ordered = at + time > l->ordered ? at + time : l->ordered;
    l->validated = l->ordered > l->validated ? l->ordered : l->validated;
    l->validated += (bw_time)in_block(l) * l->terms->traffic.validate;
    for (; l->first < l->next; l->first++) {
        l->run->records[l->first].final = l->validated;
    }
    l->others = 0;
    l->bytes = 0;
}

static void cut_in_time(struct loop *l, bw_time until)
{
    bw_time anchor = l->terms->traffic.anchor_s * BW_SECOND;
    bw_time timer =
                l->opened + (bw_time)l->parameters[l->terms->cutter.timeout].initial,
            at = -61 * BW_SECOND;

    if (in_block(l) == 0) {
        return;
    }
    at = at / anchor * anchor; /* an anchor before the run */
    at += ((l->opened - at) / anchor + 1) * anchor;
    at = at < timer ? at : timer;
    if (at <= until) {
        cut_block(l, at);
    }
}

static void add_record(struct loop *l, bw_time at, bool own)
{
    int64_t size = own ? 4000 : l->terms->traffic.size;

    cut_in_time(l, at);
    if (in_block(l) > 0 && l->bytes + size > l->terms->cutter.bytes) {
        cut_block(l, at);
    }
    if (in_block(l) == 0) {
        l->opened = at;
    }
    l->bytes += size;
    l->next += own;
    l->others += !own;
    if (in_block(l) == (uint32_t)l->parameters[l->terms->cutter.size].initial
        || l->bytes >= l->terms->cutter.bytes) {
        cut_block(l, at);
    }
}

/* Works out anew when the records of a run are final, from when they were submitted. */
static void loop_all(const struct setting *s, struct run *run)
{
    struct bw_study study;
    struct loop l = {.run = run};
    struct bw_key key = {SEED, 0};
    struct bw_traffic_cursor cursor;
    int64_t second = -60;

    open_case(&study, s, "lazy", NULL);
    l.terms = &study.scenario->network->ledgers[0].eov;
    l.parameters = study.scenario->network->parameters;
    bw_generator_init(&l.draws, &key, BW_SAMPLING_QUICK);
    l.ordered = l.validated = second * BW_SECOND;
    struct bw_traffic_view view = {&l.terms->traffic, &l.draws, 0};
    bw_traffic_seek(&view, &cursor, second);
    for (; l.next < run->count; second++) {
        uint32_t n = (uint32_t)bw_traffic_count(&view, &cursor, 0, second);

        for (uint32_t i = 0; i <= n; i++) {
            bw_time at =
                i < n ? bw_traffic_time(&view, second, n, i) : (second + 1) * BW_SECOND;

            while (l.next < run->count && run->records[l.next].submitted < at) {
                add_record(&l, run->records[l.next].submitted, true);
            }
            if (i < n) {
                add_record(&l, at, false);
            }
        }
    }
    while (l.first < l.next) {
        cut_in_time(
            &l, l.opened + (bw_time)l.parameters[l.terms->cutter.timeout].initial);
    }
    bw_study_close(&study);
}

static void expect_equal(const struct run *a, const struct run *b, uint32_t skip)
{
    assert_true(a->count > 20);
    assert_int_equal(a->count, b->count);
    /* The last records may come after the end of the run. */
    for (uint32_t i = 0; i + skip < a->count; i++) {
        assert_int_equal(a->records[i].submitted, b->records[i].submitted);
        assert_int_equal(a->records[i].final, b->records[i].final);
    }
}

static void check_case(const struct setting *s)
{
    struct run *lazy = run_case(s, "lazy"), *full = run_case(s, "full");

    expect_equal(lazy, full, 0);
    loop_all(s, full);
    /* Background records behind the last one may still fill its block. */
    expect_equal(lazy, full, 20);
    free(lazy);
    free(full);
}

/* Loads of the validator from 1 % to 95 %, with anchors so near that the simulation is
 * taken up anew before most records. */
static void test_background_lazy_is_exact_at_any_load(void **state)
{
    static const struct setting settings[] = {
        {"{rate: 0.05 /s, anchor: 1 s}", NULL, NULL, "1 s", NULL, NULL},
        {"{rate: 1 /s, anchor: 1 s}", NULL, NULL, "800 ms", NULL, NULL},
        {"{rate: 20 /s, anchor: 1 s}", NULL, NULL, "2 ms", NULL, NULL},
        {"{rate: 20 /s, anchor: 2 s}", "{size: 7}", NULL, "40 ms", NULL, NULL},
        {"{rate: 100 /s, anchor: 1 s}", NULL, NULL, "8 ms", NULL, NULL},
        {"{rate: 300 /s, anchor: 1 s}", NULL, NULL, "150 us", NULL, NULL},
        {"{rate: 300 /s, anchor: 5 s}", "{size: 100}", NULL, "3 ms", NULL, NULL},
        {"{rate: 300 /s, anchor: 10 s}", NULL, NULL, "3166 us", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(settings); i++) {
        check_case(&settings[i]);
    }
}

/* Few records of the chain, an anchor a minute: the case that is met in practice. */
static void test_background_lazy_is_exact_between_rare_records(void **state)
{
    static const struct setting settings[] = {
        {"{rate: 300 /s}", NULL, NULL, NULL, "0.01 /s", NULL},
        {"{rate: 300 /s}", NULL, "{lognormal: {mean: 350 ms, cv: 2}}", "3 ms",
            "0.01 /s", NULL},
        {"{rate: 5 /s, profile: [0, 0, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "
         "1, 1, 1, 1, 1, 1]}",
            NULL, NULL, "50 ms", "0.01 /s", NULL},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(settings); i++) {
        check_case(&settings[i]);
    }
}

/* More than the validator can do: no moment is empty, and all of it is simulated. */
static void test_background_overload_is_simulated_in_full(void **state)
{
    static const struct setting s = {
        "{rate: 100 /s, anchor: 1 s}", NULL, NULL, "11 ms", "0.02 /s", NULL};
    struct run *lazy = run_case(&s, "lazy");

    (void)state;
    check_case(&s);
    /* Backlog grows by 0.1 s per second. */
    for (uint32_t i = 20; i < lazy->count; i++) {
        double time = (double)(lazy->records[i].final - lazy->records[i].submitted);
        double since = (double)(lazy->records[i].submitted + 60 * BW_SECOND);

        bw_assert_close(time / 1e6, 0.1 * since / 1e6, 0.02 * since / 1e6 + 10.0);
    }
    free(lazy);
}

/* Blocks pile up while orderers have no quorum, and the validator works them off. */
static void test_background_lazy_is_exact_beside_outages(void **state)
{
    static const struct setting settings[] = {
        {"{rate: 100 /s, anchor: 1 s}", NULL, NULL, "5 ms", NULL,
            "{of: 3, outages: {failure: {every: {exponential: {mean: 8 min}}, "
            "repair: "
            "{exponential: {mean: 3 min}}}}}"},
        {"{rate: 300 /s, anchor: 10 s}", NULL, NULL, "2 ms", "0.02 /s",
            "{of: 5, outages: {expiry: {at: 30 min, renewal: 4 min}}}"},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(settings); i++) {
        struct run *lazy = run_case(&settings[i], "lazy");
        struct run *full = run_case(&settings[i], "full");
        bw_time most = 0;

        expect_equal(lazy, full, 0);
        for (uint32_t r = 0; r < lazy->count; r++) {
            bw_time time = lazy->records[r].final - lazy->records[r].submitted;

            most = time > most ? time : most;
        }
        assert_true(most > 60 * BW_SECOND);
        free(lazy);
        free(full);
    }
}

/* Outages between rare records are not simulated; more of them than are kept, one that
 * never ends, and one that begins the run are. */
static void test_background_lazy_is_exact_between_outages(void **state)
{
    static const struct setting settings[] = {
        {"{rate: 300 /s}", NULL, NULL, "2 ms", "0.01 /s",
            "{of: 3, outages: {failure: {every: {exponential: {mean: 10 min}}, "
            "repair: {exponential: {mean: 40 s}}}}}"},
        {"{rate: 300 /s, anchor: 1 s}", "{size: 100}", NULL, "3 ms", "0.02 /s",
            "{of: 5, outages: {failure: {every: {exponential: {mean: 5 min}}, "
            "repair: {exponential: {mean: 1 min}}}}}"},
        {"{rate: 100 /s, anchor: 1 s}", NULL, NULL, "2 ms", "0.02 /s",
            "{of: 3, outages: {failure: {every: {exponential: {mean: 300 ms}}, "
            "repair: {exponential: {mean: 100 ms}}}}}"},
        {"{rate: 100 /s, anchor: 1 s}", NULL, NULL, "2 ms", "0.05 /s",
            "{of: 3, outages: {expiry: {at: 90 min, renewal: 3 h}}}"},
        {"{rate: 100 /s, anchor: 1 s}", NULL, NULL, "6 ms", "0.05 /s",
            "{of: 3, outages: {partitions: {cut: {members: 2, at: 0 s, for: 5 min}}}}"},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(settings); i++) {
        struct run *lazy = run_case(&settings[i], "lazy");
        struct run *full = run_case(&settings[i], "full");

        expect_equal(lazy, full, 0);
        free(lazy);
        free(full);
    }
}

/* Blocks and the validator change while records and blocks are under way. */
static void test_background_lazy_is_exact_across_changes(void **state)
{
    static const char *const changes =
        "{a: {at: 20 min, path: ledger.chain.block.size, to: 20}, "
        "b: {at: 40 min, path: ledger.chain.block.timeout, to: 700 ms}, "
        "c: {at: 50 min, path: ledger.chain.speed, to: 0.55}, "
        "d: {at: 70 min, path: [ledger.chain.speed, ledger.chain.block.size], to: 3}, "
        "e: {at: 90 min, path: ledger.chain.block.timeout, to: 5 s}}";
    static const char *const arrivals[] = {"0.9 /s", "0.02 /s"};

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(arrivals); i++) {
        struct setting s = {
            "{rate: 100 /s, anchor: 10 s}", NULL, NULL, "5 ms", arrivals[i], NULL};
        struct run *lazy = run_changed(&s, "lazy", changes);
        struct run *full = run_changed(&s, "full", changes);

        expect_equal(lazy, full, 0);
        free(lazy);
        free(full);
    }
}

static void test_background_blocks_are_cut_by_kilobytes(void **state)
{
    static const struct setting settings[] = {
        {"{rate: 20 /s, anchor: 1 s, kilobytes: 3.3}", "{size: 500, kilobytes: 64}",
            NULL, "2 ms", NULL, NULL},
        {"{rate: 20 /s, anchor: 1 s, kilobytes: 90}", "{size: 500, kilobytes: 64}",
            NULL, "2 ms", NULL, NULL},
        {"{rate: 20 /s, anchor: 1 s, kilobytes: 0}", "{size: 500, kilobytes: 64}", NULL,
            "2 ms", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < BW_ARRAY_LENGTH(settings); i++) {
        check_case(&settings[i]);
    }
}

static void view_of(const struct bw_traffic *traffic, struct bw_generator *draws,
    struct bw_traffic_view *view)
{
    struct bw_key key = {SEED, 3};

    bw_generator_init(draws, &key, BW_SAMPLING_QUICK);
    *view = (struct bw_traffic_view){traffic, draws, 1};
}

/* Counts of seconds have the mean and the variance of a Poisson number, and those of
 * next seconds are not correlated: each within 4.4 standard errors, which a correct
 * program misses for one seed in 10^5. */
static void test_background_counts_are_independent_poisson_numbers(void **state)
{
    static const double rates[] = {0.05, 3, 100, 700};
    enum { SECONDS = 20000 };

    (void)state;
    for (size_t r = 0; r < BW_ARRAY_LENGTH(rates); r++) {
        struct bw_traffic traffic = {.rate = rates[r], .counts = 11, .places = 12};
        struct bw_generator draws;
        struct bw_traffic_view view;
        struct bw_traffic_cursor cursor;
        double sum = 0, squares = 0, products = 0, before = 0, rate = rates[r];

        view_of(&traffic, &draws, &view);
        bw_traffic_seek(&view, &cursor, -5000);
        for (int64_t s = -5000; s < SECONDS - 5000; s++) {
            double from = (double)bw_traffic_count(&view, &cursor, 0, s) - rate;

            sum += from;
            squares += from * from;
            products += from * before;
            before = from;
        }
        bw_assert_close(sum / SECONDS, 0, 4.4 * sqrt(rate / SECONDS));
        bw_assert_close(
            squares / SECONDS, rate, 4.4 * sqrt((2 * rate * rate + rate) / SECONDS));
        bw_assert_close(products / SECONDS, 0, 4.4 * rate / sqrt(SECONDS));
    }
}

/* The same count, however one comes to it. */
static void test_background_counts_do_not_depend_on_the_way(void **state)
{
    struct bw_traffic traffic = {.rate = 300, .counts = 11, .places = 12};
    struct bw_generator draws;
    struct bw_traffic_view view;
    struct bw_traffic_cursor cursor, other;
    uint64_t sum = 0;

    (void)state;
    view_of(&traffic, &draws, &view);
    bw_traffic_seek(&view, &cursor, 4096);
    for (int64_t s = 4096; s < 8192; s++) {
        uint64_t count = bw_traffic_count(&view, &cursor, 0, s);

        bw_traffic_seek(&view, &other, 4096 + (s * 37) % 4096);
        assert_int_equal(count, bw_traffic_count(&view, &other, 0, s));
        sum += count;
    }
    assert_int_equal(sum, bw_traffic_count(&view, &other, 12, 1));
}

/* Nothing goes on from 1200 s to 1500 s. */
static bw_time shut_for_a_while(const void *context, bw_time at)
{
    (void)context;
    return at >= 1200 * BW_SECOND && at < 1500 * BW_SECOND ? 1500 * BW_SECOND : at;
}

/* The bound holds for the backlog of a plain recursion, behind a gate too. */
static void test_background_bound_is_above_the_backlog(void **state)
{
    static const struct bw_traffic_gate gates[] = {{shut_for_a_while, NULL}};
    struct bw_traffic traffic = {.rate = 100, .counts = 11, .places = 12};
    struct bw_generator draws;
    struct bw_traffic_view view;
    struct bw_traffic_cursor cursor;

    (void)state;
    view_of(&traffic, &draws, &view);
    for (int i = 0; i < 8; i++) {
        const struct bw_traffic_gate *gate = i % 2 == 1 ? gates : NULL;
        bw_time done = 0, work = 2000 + 2500 * (i / 2);
        uint64_t all = 0, total;

        traffic.validate = work;
        bw_traffic_seek(&view, &cursor, 1000);
        for (int64_t s = 1000; s < 3000; s++) {
            uint32_t n = (uint32_t)bw_traffic_count(&view, &cursor, 0, s);

            for (uint32_t k = 0; k < n; k++) {
                bw_time at = bw_traffic_time(&view, s, n, k);

                at = gate != NULL ? shut_for_a_while(NULL, at) : at;
                done = (at > done ? at : done) + work;
            }
            all += n;
        }
        bw_time bound = bw_traffic_bound(&view, work, gate, 1000, 3000, &total);

        assert_int_equal(total, all);
        assert_true(bound >= done && bound >= 3000 * BW_SECOND);
        /* Not much above it either, in seconds and the first slack. */
        assert_true(bound <= (done > 3000 * BW_SECOND ? done : 3000 * BW_SECOND)
                + 2 * BW_SECOND + 200 * work);
    }
}

/* The one record comes in the middle of the window of 2 h, and brings the channel there
 * from the begin of the warm-up: half of the window was simulated. */
static void test_background_simulated_counts_the_window(void **state)
{
    const struct bw_assignment set[] = {
        {"ledger.chain.background", "{rate: 10 /s, method: full}"},
        {"time.warmup", "10 h"},
        {"demand.customers.arrivals", "{periodic: {every: 1 d, at: 1 h}}"},
    };
    struct bw_study study;

    (void)state;
    bw_study_open(&study, FILE_NAME, set, BW_ARRAY_LENGTH(set));
    bw_study_run(&study, SEED, 0);
    bw_assert_close(
        bw_study_value(&study, "ledger.chain", "background_simulated"), 0.5, 1e-3);
    bw_study_close(&study);
}

/* Hours without weight have no records; the mean of the day is the rate. */
static void test_background_profile_shapes_the_day(void **state)
{
    struct bw_traffic traffic = {
        .rate = 10, .counts = 11, .places = 12, .has_profile = true};
    struct bw_generator draws;
    struct bw_traffic_view view;
    struct bw_traffic_cursor cursor;
    uint64_t sums[BW_HOURS_OF_DAY] = {0};

    (void)state;
    traffic.profile[7] = 18;
    traffic.profile[23] = 6;
    view_of(&traffic, &draws, &view);
    bw_traffic_seek(&view, &cursor, -86400);
    for (int64_t s = -86400; s < 86400; s++) {
        sums[(s + 86400) / 3600 % 24] += bw_traffic_count(&view, &cursor, 0, s);
    }
    for (int hour = 0; hour < BW_HOURS_OF_DAY; hour++) {
        double mean = 2 * 3600 * 10 * traffic.profile[hour];

        bw_assert_close((double)sums[hour], mean, 4.4 * sqrt(mean));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_background_lazy_is_exact_at_any_load),
        cmocka_unit_test(test_background_lazy_is_exact_between_rare_records),
        cmocka_unit_test(test_background_overload_is_simulated_in_full),
        cmocka_unit_test(test_background_lazy_is_exact_beside_outages),
        cmocka_unit_test(test_background_lazy_is_exact_between_outages),
        cmocka_unit_test(test_background_lazy_is_exact_across_changes),
        cmocka_unit_test(test_background_blocks_are_cut_by_kilobytes),
        cmocka_unit_test(test_background_counts_are_independent_poisson_numbers),
        cmocka_unit_test(test_background_counts_do_not_depend_on_the_way),
        cmocka_unit_test(test_background_bound_is_above_the_backlog),
        cmocka_unit_test(test_background_simulated_counts_the_window),
        cmocka_unit_test(test_background_profile_shapes_the_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
