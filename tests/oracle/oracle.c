/* SPDX-License-Identifier: Apache-2.0
 *
 * Systems with exact answers, run through their YAML scenarios. Each figure must lie
 * inside the 99 % confidence interval over the replications (fixed seeds: a pass is a
 * pass for ever; for a fresh seed each figure fails with probability 0.01).
 *
 * "oracle --long" repeats every case for 200 seeds with fewer replications and asks
 * that the true value is covered in 97-100 % of them. For a correct program the number
 * covered is binomial(200, 0.99): below 194 has probability 0.0043 per figure.
 *
 * usage: oracle FOLDER [--long] [CASE]
 */
#include "base/memory.h"
#include "chain/layout.h"
#include "chain/simulation.h"
#include "engine/statistics.h"
#include "scenario/scenario.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct figure {
    const char *element, *metric;
    double expected;
    double scale; /* the metric times this is compared; 1 when 0 */
};

struct oracle {
    const char *name, *file;
    struct bw_assignment set[2];
    int set_count;
    uint32_t long_replications; /* of each of the 200 seeds */
    struct figure figures[6];
};

#define HOUR (1.0 / 24.0)
#define SECOND_D (1.0 / 86400.0)
#define POLICY "sites.store.stock.part.policy.periodic_min_max."
#define PART "sites.store.stock.part"
#define PER_MONTH (1.0 / 120.0)
#define LAW(s, S, order, hold, short)                                                  \
    {                                                                                  \
        "law s=" #s " S=" #S, "law-inventory.yaml",                                    \
            {{POLICY "reorder_point", #s}, {POLICY "order_up_to", #S}}, 2, 100,        \
        {                                                                              \
            {PART, "ordering_cost", order, PER_MONTH},                                 \
                {PART, "holding_cost", hold, PER_MONTH},                               \
                {PART, "shortage_cost", short, PER_MONTH},                             \
        }                                                                              \
    }

static const struct oracle oracles[] = {
    {"mm1", "mm1.yaml", {{0}}, 0, 20,
        {
            {"chain", "lead_time", 1.0 * HOUR, 0},
            {"sites.shop.resources.machine", "wait", 0.9 * HOUR, 0},
            {"sites.shop.resources.machine", "utilization", 0.9, 0},
            {"sites.shop.resources.machine", "queue_length", 8.1, 0},
            {"sites.shop.resources.machine", "throughput", 216.0, 0},
        }},
    {"mm3", "mm3.yaml", {{0}}, 0, 20,
        {
            {"chain", "lead_time", 1.44444444444 * HOUR, 0},
            {"sites.shop.resources.machine", "wait", 0.444444444444 * HOUR, 0},
            {"sites.shop.resources.machine", "utilization", 2.0 / 3.0, 0},
            {"sites.shop.resources.machine", "queue_length", 0.888888888889, 0},
        }},
    {"priority (Cobham)", "priority.yaml", {{0}}, 0, 20,
        {
            {"demand.first", "lead_time", 2.02666666667 * HOUR, 0},
            {"demand.second", "lead_time", 5.47777777778 * HOUR, 0},
            {"sites.shop.resources.machine", "utilization", 0.76, 0},
        }},
    {"mmck", "loss.yaml", {{0}}, 0, 20,
        {
            {"chain", "lost_share", 0.30783105366, 0},
            {"chain", "lead_time", 1.56286644951 * HOUR, 0},
            {"sites.shop.resources.machine", "wait", 0.562866449511 * HOUR, 0},
            {"sites.shop.resources.machine", "queue_length", 1.55839470915, 0},
            {"sites.shop.resources.machine", "throughput", 2.76867578536 * 24, 0},
        }},
    {"erlang b", "erlang-loss.yaml", {{0}}, 0, 20,
        {
            {"chain", "lost_share", 0.121875783666, 0},
            {"sites.shop.resources.machine", "busy", 5.268745298 / 8, 0},
            {"sites.shop.resources.machine", "wait", 0.0, 0},
        }},
    {"line of two", "line2.yaml", {{0}}, 0, 20,
        {
            {"sites.shop.resources.second", "throughput", 2.0 / 3.0 * 24.0, 0},
            {"sites.shop.resources.first", "blocked", 1.0 / 3.0, 0},
            {"sites.shop.resources.first", "busy", 2.0 / 3.0, 0},
            {"sites.shop.resources.second", "starved", 1.0 / 3.0, 0},
            {"demand.orders", "orders", 2.0 / 3.0 * 8000.0, 0},
        }},
    {"line of three", "line3.yaml", {{0}}, 0, 20,
        {
            {"sites.shop.resources.third", "throughput", 0.768895021307 * 24.0, 0},
            {"sites.shop.resources.third", "busy", 0.768895021307 / 0.9, 0},
            {"sites.shop.resources.second", "busy", 0.768895021307 / 1.2, 0},
            /* Content less the one at work or blocking. */
            {"sites.shop.resources.third", "queue_length",
                2.46031597188 - 0.768895021307 / 0.9, 0},
        }},
    {"lines by split", "two-lines.yaml", {{0}}, 0, 20,
        {
            {"chain", "lead_time", 5.0 * HOUR, 0},
            {"sites.shop.resources.left", "utilization", 0.8, 0},
            {"sites.shop.resources.right", "queue_length", 3.2, 0},
        }},
    {"lines by shortest queue", "two-lines.yaml",
        {{"sites.shop.make.job.steps.work.choose", "shortest_queue"}}, 1, 20,
        {
            {"chain", "lead_time", 2.955737 * HOUR, 0},
        }},
    {"failures by the calendar", "breakdown.yaml", {{0}}, 0, 20,
        {
            {"chain", "lead_time", 3.77005347594 * HOUR, 0},
            {"sites.shop.resources.machine", "down", 1.0 / 11.0, 0},
        }},
    {"failures by work", "breakdown.yaml",
        {{"sites.shop.resources.machine.failure.clock", "busy"}}, 1, 20,
        {
            {"chain", "lead_time", 3.58823529412 * HOUR, 0},
            {"sites.shop.resources.machine", "down", 0.06, 0},
            {"sites.shop.resources.machine", "busy", 0.6, 0},
        }},
    {"extra server", "flexible.yaml", {{0}}, 0, 20,
        {
            {"chain", "lead_time", 2.05478145587 * HOUR, 0},
            {"sites.shop.resources.machine", "queue_length", 1.26573774704, 0},
            {"sites.shop.resources.machine", "extra_servers", 0.398796261411, 0},
            {"sites.shop.resources.machine", "calls", 0.113248331775, 1.0 / 4000.0},
        }},
    {"extra server after a ramp", "flexible.yaml",
        {{"sites.shop.resources.machine.flexible.ramp", "{exponential: {mean: 2 h}}"}},
        1, 20,
        {
            {"chain", "lead_time", 2.63952497872 * HOUR, 0},
            {"sites.shop.resources.machine", "queue_length", 1.96742997447, 0},
            {"sites.shop.resources.machine", "extra_share", 0.360376148911, 0},
            {"sites.shop.resources.machine", "calls", 0.0888722818444, 1.0 / 4000.0},
        }},
    {"bulk arrivals", "bulk.yaml", {{0}}, 0, 20,
        {
            {"chain", "lead_time", 0.5 * HOUR, 0},
            {"sites.shop.resources.machine", "utilization", 0.6, 0},
        }},
    {"patience (Erlang A)", "patience.yaml", {{0}}, 0, 20,
        {
            {"chain", "abandoned_share", 0.405893976057, 0},
            {"sites.shop.stock.part", "backorders", 1.62357590423, 0},
        }},
    {"patience (Erlang A, two servers)", "patience.yaml",
        {{"sites.shop.resources.machine.servers", "2"},
            {"sites.shop.make.part.steps.work.time", "{exponential: {mean: 12 min}}"}},
        2, 20,
        {
            {"chain", "abandoned_share", 0.405893976057, 0},
            {"sites.shop.stock.part", "backorders", 1.62357590423, 0},
        }},
    {"base stock (Palm)", "base-stock.yaml", {{0}}, 0, 15,
        {
            {"sites.clinic.stock.kit", "fill_rate", 0.696776146303, 0},
            {"sites.clinic.stock.kit", "backorders", 0.530916253707, 0},
            /* on hand = E(S - X)+ */
            {"sites.clinic.stock.kit", "on_hand", 2.53091625371, 0},
            {"chain", "lead_time", 0.265458126854, 0},
        }},
    {"returns to a base stock", "returns.yaml", {{0}}, 0, 15,
        {
            {"sites.wholesaler.stock.kit", "inventory_position", 60.0 + 1.0 / 3.0, 0},
            {"sites.wholesaler.stock.kit", "on_hand", 45.0 + 1.0 / 3.0, 0},
            {"sites.wholesaler.stock.kit", "orders", 3.0, 1.0 / 4000.0},
            {"demand.pharmacies.returns", "returned", 1.0, 1.0 / 4000.0},
            {"demand.pharmacies.returns", "restock_time", 0.5, 0},
            {"demand.pharmacies.returns", "at_desk", 0.5, 0},
        }},
    {"alerts at dispensing", "returns.yaml",
        {{"demand.pharmacies.returns.share", "0"},
            {"demand.pharmacies.scan",
                "{alerts: 0.2, resolver: {time: {exponential: {mean: 0.5 d}}}}"}},
        2, 15,
        {
            {"demand.pharmacies.scan", "scans", 5.0, 1.0 / 4000.0},
            {"demand.pharmacies.scan", "alerts", 1.0, 1.0 / 4000.0},
            {"demand.pharmacies.scan", "held_time", 0.5, 0},
            {"demand.pharmacies.scan", "at_desk", 0.5, 0},
        }},
    {"lost sales (Erlang B)", "lost-sales.yaml", {{0}}, 0, 15,
        {
            {"chain", "lost_share", 0.117162471396, 0},
            {"sites.clinic.stock.kit", "on_hand", 2.46864988558, 0},
            {"chain", "fill_rate", 0.882837528604, 0},
        }},
    {"perishable (Schmidt and Nahmias)", "perishable.yaml", {{0}}, 0, 15,
        {
            {"chain", "lost_share", 0.0149581599468, 0},
            {"sites.clinic.stock.dose", "expired", 0.227804599462, 1.0 / 10000.0},
            {"sites.clinic.stock.dose", "on_hand", 3.80211172043, 0},
        }},
    {"block cutter", "block-cutter.yaml", {{0}}, 0, 15,
        {
            {"ledger.chain", "verification_time", 1.5 * SECOND_D, 0},
            {"chain", "lead_time.verify", 1.5 * SECOND_D, 0},
        }},
    {"block cutter with size (L-BLK-A)", "block-cutter.yaml",
        {{"ledger.chain.block.size", "10"},
            {"demand.customers.arrivals.poisson", "5 /s"}},
        2, 15, {{"ledger.chain", "verification_time", 0.841383943666 * SECOND_D, 0}}},
    {"serial system (Shang and Song)", "serial.yaml", {{0}}, 0, 15,
        {
            {"sites.stage-1.stock.kit", "backorders", 0.206529574634, 0},
            {"sites.stage-1.stock.kit", "fill_rate", 0.853015859823, 0},
            {"sites.stage-1.stock.kit", "on_hand", 3.31221016343, 0},
            {"sites.stage-2.stock.kit", "on_hand", 1.0605144079, 0},
            {"sites.stage-3.stock.kit", "on_hand", 1.05233774404, 0},
            {"sites.stage-4.stock.kit", "on_hand", 0.781467259253, 0},
        }},
    {"reorder point and quantity", "reorder-quantity.yaml", {{0}}, 0, 15,
        {
            {"sites.clinic.stock.kit", "fill_rate", 0.866632830422, 0},
            {"sites.clinic.stock.kit", "on_hand", 3.10543282725, 0},
            {"sites.clinic.stock.kit", "backorders", 0.105432827254, 0},
            {"sites.clinic.stock.kit", "orders", 0.3, 1.0 / 10000.0},
            {"chain", "lead_time", 0.0702885515025, 0},
        }},
    {"periodic review with a service level", "periodic.yaml", {{0}}, 0, 15,
        {
            {"sites.clinic.stock.kit", "cycle_service_level", 0.828609144426, 0},
            {"sites.clinic.stock.kit", "fill_rate", 0.989634371556, 0},
        }},
    {"compound Poisson", "compound.yaml", {{0}}, 0, 15,
        {
            {"sites.clinic.stock.kit", "fill_rate", 0.796143907317, 0},
            {"sites.clinic.stock.kit", "on_hand", 4.99738757443, 0},
            {"sites.clinic.stock.kit", "backorders", 0.397387574429, 0},
        }},
    {"two echelons", "two-echelon.yaml", {{0}}, 0, 15,
        {
            {"sites.warehouse.stock.kit", "backorders", 0.672125422966, 0},
            {"sites.first.stock.kit", "backorders", 0.049953331451, 0},
            {"sites.second.stock.kit", "backorders", 0.0413986502508, 0},
            {"sites.third.stock.kit", "backorders", 0.0572747950034, 0},
            {"sites.first.stock.kit", "fill_rate", 0.737932427623, 0},
            {"sites.third.stock.kit", "on_hand", 1.42121208352, 0},
        }},
    LAW(20, 40, 97.6851851395, 9.12316276344, 18.3154562832),
    LAW(20, 60, 88.5060200196, 17.527198628, 12.9097532722),
    LAW(20, 80, 84.9145073148, 26.8843362977, 9.54675645529),
    LAW(20, 100, 82.952595368, 36.4884232488, 7.49495653168),
    LAW(40, 60, 98.3601415132, 25.5342529616, 1.87505295477),
    LAW(40, 80, 89.1116644917, 34.9875558551, 1.36739678343),
    LAW(40, 100, 85.4918304814, 45.0231980582, 1.02949194066),
    LAW(60, 80, 98.9243196332, 44.9141599393, 0.0748274367111),
    LAW(60, 100, 89.6504173732, 54.4903783069, 0.0539882796454),
};

static void fail(struct bw_error_list *errors)
{
    for (size_t i = 0; i < errors->count; i++) {
        struct bw_text line;

        bw_text_init(&line);
        bw_error_write(&errors->errors[i], &line);
        fprintf(stderr, "%s\n", bw_text_get(&line));
        bw_text_release(&line);
    }
    exit(1);
}

struct study {
    struct bw_scenario *scenario;
    struct bw_layout *layout;
    struct bw_simulation *simulation;
    double *values;
    struct bw_error_list errors;
};

static void open_study(struct study *study, const char *folder, const struct oracle *o)
{
    char path[512];

    bw_error_list_init(&study->errors);
    snprintf(path, sizeof path, "%s/%s", folder, o->file);
    if (bw_scenario_load(
            path, o->set, (size_t)o->set_count, &study->errors, &study->scenario)
            != BW_OK
        || bw_layout_create(study->scenario->network, &study->layout) != BW_OK
        || bw_simulation_create(
               study->scenario->network, study->layout, &study->simulation)
            != BW_OK) {
        fail(&study->errors);
    }
    study->values = bw_memory_allocate(study->layout->size, sizeof *study->values);
}

static void close_study(struct study *study)
{
    bw_memory_free(study->values);
    bw_simulation_free(study->simulation);
    bw_layout_free(study->layout);
    bw_scenario_free(study->scenario);
    bw_error_list_release(&study->errors);
}

/* Runs the replications of one seed and tallies every figure. */
static void run_seed(struct study *study, const struct oracle *o, uint64_t seed,
    uint32_t replications, struct bw_tally *tallies)
{
    for (uint32_t r = 0; r < replications; r++) {
        if (bw_simulation_run(study->simulation, seed, r, study->values, &study->errors)
            != BW_OK) {
            fail(&study->errors);
        }
        for (int i = 0; i < 6 && o->figures[i].element != NULL; i++) {
            const struct figure *figure = &o->figures[i];
            bw_index element =
                bw_network_find(study->scenario->network, figure->element);
            size_t at = element == BW_NONE
                ? SIZE_MAX
                : bw_layout_metric(study->layout, element, figure->metric);

            if (at == SIZE_MAX) {
                fprintf(
                    stderr, "no metric %s of %s\n", figure->metric, figure->element);
                exit(1);
            }
            bw_tally_add(&tallies[i],
                study->values[at] * (figure->scale != 0 ? figure->scale : 1.0));
        }
    }
}

/* One line per figure in the form of the Test Anything Protocol. */
static void print_verdict(bool good, int *number)
{
    printf("%s %d - ", good ? "ok" : "not ok", ++*number);
}

static bool is_covered(const struct bw_tally *tally, double expected)
{
    double half = bw_half_width(tally->count, bw_tally_variance(tally), 0.99);

    return fabs(bw_tally_mean(tally) - expected) <= half;
}

static int run_short(struct study *study, const struct oracle *o, int *number)
{
    struct bw_tally tallies[6] = {{0}};
    int failed = 0;

    run_seed(study, o, study->scenario->seed, study->scenario->replications, tallies);
    for (int i = 0; i < 6 && o->figures[i].element != NULL; i++) {
        const struct figure *figure = &o->figures[i];
        bool covered = is_covered(&tallies[i], figure->expected);

        print_verdict(covered, number);
        printf("%s: %s %s expected %.6g found %.6g +- %.2g\n", o->name, figure->element,
            figure->metric, figure->expected, bw_tally_mean(&tallies[i]),
            bw_half_width(tallies[i].count, bw_tally_variance(&tallies[i]), 0.99));
        failed += !covered;
    }
    return failed;
}

static int run_long(struct study *study, const struct oracle *o, int *number)
{
    int covered[6] = {0}, failed = 0;

    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct bw_tally tallies[6] = {{0}};

        run_seed(study, o, 1000 + seed, o->long_replications, tallies);
        for (int i = 0; i < 6 && o->figures[i].element != NULL; i++) {
            covered[i] += is_covered(&tallies[i], o->figures[i].expected);
        }
    }
    for (int i = 0; i < 6 && o->figures[i].element != NULL; i++) {
        bool good = covered[i] >= 194;

        print_verdict(good, number);
        printf("%s: %s %s covered by %d of 200 intervals\n", o->name,
            o->figures[i].element, o->figures[i].metric, covered[i]);
        failed += !good;
    }
    return failed;
}

int main(int argc, char **argv)
{
    bool is_long = argc > 2 && strcmp(argv[2], "--long") == 0;
    const char *only = argc > 2 + is_long ? argv[2 + is_long] : NULL;
    int failed = 0, number = 0;

    if (argc < 2) {
        fprintf(stderr, "usage: oracle FOLDER [--long] [CASE]\n");
        return 64;
    }
    gsl_set_error_handler_off();
    for (size_t i = 0; i < sizeof oracles / sizeof oracles[0]; i++) {
        struct study study = {0};

        if (only != NULL && strncmp(only, oracles[i].name, strlen(only)) != 0) {
            continue;
        }
        open_study(&study, argv[1], &oracles[i]);
        failed += is_long ? run_long(&study, &oracles[i], &number)
                          : run_short(&study, &oracles[i], &number);
        fflush(stdout);
        close_study(&study);
    }
    return failed == 0 ? 0 : 1;
}
