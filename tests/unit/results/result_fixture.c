/* SPDX-License-Identifier: Apache-2.0 */
#include "result_fixture.h"

#include "base/digest.h"
#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define POINT_LIMIT 64
#define START_DAY 20458 /* 2026-01-05 */

const struct result_fixture_size result_fixture_small = {4, 5, 26, 0};

static const struct {
    const char *path;
    enum bw_element_kind kind;
} elements[] = {
    {"chain", BW_ELEMENT_CHAIN},
    {"demand.clinics", BW_ELEMENT_DEMAND},
    {"demand.university-hospitals", BW_ELEMENT_DEMAND},
    {"lanes.lipid-works-mainz-by-refrigerated-truck", BW_ELEMENT_LANE},
    {"lanes.mainz-depot", BW_ELEMENT_LANE},
    {"ledger.consortium", BW_ELEMENT_LEDGER},
    {"sites.depot.stock.vial", BW_ELEMENT_STOCK},
    {"sites.depot.storage.cold", BW_ELEMENT_SPACE},
    {"sites.lipid-works.supply.lipid", BW_ELEMENT_SUPPLY},
    {"sites.mainz.make.vial", BW_ELEMENT_RECIPE},
    {"sites.mainz.make.vial.steps.fill", BW_ELEMENT_STEP},
    {"sites.mainz.make.vial.steps.release", BW_ELEMENT_STEP},
    {"sites.mainz.make.vial.steps.test", BW_ELEMENT_STEP},
    {"sites.mainz.resources.qc-lab", BW_ELEMENT_RESOURCE},
    {"sites.mainz.resources.suite", BW_ELEMENT_RESOURCE},
    {"sites.mainz.stock.lipid", BW_ELEMENT_STOCK},
    {"sites.mainz.stock.vial", BW_ELEMENT_STOCK},
    {"sites.port.cross_dock", BW_ELEMENT_HUB},
    {"sites.port.docks", BW_ELEMENT_DOCK},
    {"sites.port.fleets.trucks", BW_ELEMENT_FLEET},
    {"sites.port.pool", BW_ELEMENT_POOL},
    {"sites.port.stock.vial.forecast", BW_ELEMENT_FORECAST},
    {"trials.payers.sponsor", BW_ELEMENT_PAYER},
    {"trials.study", BW_ELEMENT_TRIAL},
    {"trials.study.sites.paris", BW_ELEMENT_TRIAL_SITE},
    {"vials.budgets.room", BW_ELEMENT_BUDGET},
    {"work.contracts.opening", BW_ELEMENT_CONTRACT},
    {"work.legs.road", BW_ELEMENT_LANE_LEG},
    {"work.packaging.eps", BW_ELEMENT_PACKAGING},
    {"works.storage.cold.equipment", BW_ELEMENT_EQUIPMENT},
    {"zones.north", BW_ELEMENT_GRID},
    {"zones.returns", BW_ELEMENT_RETURNS},
    {"zones.scan", BW_ELEMENT_SCAN},
};
#define ELEMENT_COUNT (sizeof elements / sizeof elements[0])

static const struct bw_input_row input_rows[] = {
    {"sites.depot.stock.vial.policy.min_max.reorder_point", "15000", "vial", "file",
        "A", "no data; two weeks of demand"},
    {"sites.mainz.make.vial.steps.fill.time", "{triangular: {min: 3 d, mode: 4 d}}", "",
        "file", "S", "[S06]"},
    {"sites.mainz.resources.qc-lab.servers", "3", "", "command line", "K",
        "expert, \"QA & QC\" <lab>"},
    {"time.cooldown", "8 w", "", "default", "", ""},
};

/* Reproducible number in [0, 1) for a position. */
static double uniform(uint64_t a, uint64_t b)
{
    uint64_t key[2] = {a, b};
    return (double)(bw_digest_hash64(key, sizeof key) >> 11) * 0x1p-53;
}

static void make_network(
    struct result_fixture *fixture, const struct result_fixture_size *size)
{
    struct bw_network *network = NULL;
    uint32_t count = (uint32_t)ELEMENT_COUNT + size->spare_stocks;

    BW_ASSERT(bw_network_create(&network) == BW_OK);
    fixture->network = network;
    network->title = "Impfstoff f\xc3\xbcr Mainz & <Depot>: one plant, one depot";
    network->currency = "EUR";
    network->start_day = START_DAY;
    network->horizon = size->weeks * BW_WEEK;
    network->endpoint = BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE;
    network->element_count = count;
    network->elements =
        bw_arena_allocate(&network->arena, count, sizeof *network->elements);
    BW_ASSERT(network->elements != NULL);
    for (uint32_t i = 0; i < count; i++) {
        char spare[64];
        if (i < ELEMENT_COUNT) {
            network->elements[i].path = elements[i].path;
            network->elements[i].kind = elements[i].kind;
            continue;
        }
        (void)snprintf(spare, sizeof spare, "sites.shelf-%04u.stock.vial",
            (unsigned)(i - ELEMENT_COUNT));
        network->elements[i].kind = BW_ELEMENT_STOCK;
        network->elements[i].path =
            bw_arena_copy_text(&network->arena, spare, strlen(spare));
        BW_ASSERT(network->elements[i].path != NULL);
    }
}

/* A plausible value of a metric: by unit, 6 % lower per point, with noise. */
static double plausible(
    const struct bw_metric *metric, uint32_t point, uint32_t replication, uint64_t salt)
{
    double noise = uniform(salt, replication) - 0.5;
    double size = 40;
    if (strcmp(metric->unit, "1") == 0) {
        return fmin(1, 0.9 + 0.02 * point + 0.1 * noise);
    }
    if (strcmp(metric->unit, "EUR") == 0) {
        return (strstr(metric->name, "stock") != NULL ? 8.4e5 : 6.2e6)
            * (1 + 0.05 * point + 0.02 * noise);
    }
    if (strcmp(metric->unit, "d") != 0) {
        size = 5200;
    }
    return size * (1 - 0.06 * point + 0.08 * noise);
}

static void fill_groups(struct result_fixture *fixture, double *vector, uint32_t point,
    uint32_t replication)
{
    for (uint32_t g = 0; g < BW_GROUP_COUNT; g++) {
        const struct bw_metric_group *group = &fixture->layout->groups[g];
        for (uint32_t m = 0; m < group->metric_count; m++) {
            for (uint32_t e = 0; e < group->element_count; e++) {
                size_t at = group->offset + (size_t)m * group->element_count + e;
                vector[at] =
                    plausible(&group->metrics[m], point, replication, at + 1000 * g);
                /* Undefined in some replications, or in all of one element. */
                bool has_gaps =
                    g == 2 && strcmp(group->metrics[m].name, "fill_rate") == 0;
                if (has_gaps && (replication == 1 || e == 2)) {
                    vector[at] = NAN;
                }
            }
        }
    }
}

static void fill_cells(struct result_fixture *fixture, double *vector, uint32_t point,
    uint32_t replication)
{
    const struct bw_layout *layout = fixture->layout;
    for (uint32_t c = 0; c < layout->cell_count; c++) {
        double size = 9 * pow(uniform(c, 77), 4);
        double noise = 1 + 0.2 * (uniform(c, replication) - 0.5) - 0.05 * point;
        vector[layout->order_wait_offset + c] = 0.3 * size * noise;
        vector[layout->flow_time_offset + c] = c % 7 == 6 ? 0 : size * noise;
    }
}

/* Lead times that are zero for half of the orders and then exponential. */
static void fill_quantiles(struct result_fixture *fixture, double *vector,
    uint32_t point, uint32_t replication)
{
    const struct bw_layout *layout = fixture->layout;
    for (uint32_t d = 0; d <= layout->groups[1].element_count; d++) {
        bool is_flow = d == layout->groups[1].element_count;
        size_t at = is_flow ? layout->flow_time_quantile_offset
                            : layout->lead_time_quantile_offset + d * BW_QUANTILE_COUNT;
        for (uint32_t q = 0; q < BW_QUANTILE_COUNT; q++) {
            double wait = -log1p(-bw_layout_probabilities[q]) - 0.4 * (1 + d);
            vector[at + q] = is_flow ? 30 + 10 * wait
                                     : fmax(0, wait) * (6 - 0.4 * point + 2.0 * d)
                    * (1 + 0.1 * uniform(at, replication));
        }
    }
}

static void fill_series(struct result_fixture *fixture, double *vector, uint32_t point,
    uint32_t replication)
{
    const struct bw_layout *layout = fixture->layout;
    for (uint32_t g = 0; g < BW_SERIES_GROUP_COUNT; g++) {
        const struct bw_series_group *group = &layout->series[g];
        size_t width = (size_t)group->element_count * layout->week_count;
        for (uint32_t m = 0; m < group->metric_count; m++) {
            for (size_t i = 0; i < width; i++) {
                double week = (double)(i % layout->week_count);
                size_t at = group->offset + m * width + i;
                vector[at] =
                    plausible(&group->metrics[m], week > 6 ? point : 0, replication, at)
                    * (1 + 0.15 * sin(week / 5));
            }
        }
    }
}

static void fill_values(
    struct result_fixture *fixture, const struct result_fixture_size *size)
{
    size_t width = fixture->layout->size;
    fixture->values = bw_memory_allocate(
        (size_t)size->points * size->replications * width, sizeof(double));
    BW_ASSERT(fixture->values != NULL);
    for (uint32_t p = 0; p < size->points; p++) {
        for (uint32_t r = 0; r < size->replications; r++) {
            double *vector =
                fixture->values + ((size_t)p * size->replications + r) * width;
            fill_groups(fixture, vector, p, r);
            fill_cells(fixture, vector, p, r);
            fill_quantiles(fixture, vector, p, r);
            fill_series(fixture, vector, p, r);
        }
    }
}

static void *allocate(struct result_fixture *fixture, size_t count, size_t size)
{
    void *block = bw_arena_allocate(&fixture->network->arena, count, size);
    BW_ASSERT(block != NULL);
    return block;
}

static void make_points(
    struct result_fixture *fixture, const struct result_fixture_size *size)
{
    const char **labels = allocate(fixture, size->points, sizeof *labels);
    double *levels[2];
    const char **texts[2];

    for (uint32_t f = 0; f < 2; f++) {
        levels[f] = allocate(fixture, size->points, sizeof(double));
        texts[f] = allocate(fixture, size->points, sizeof *texts[f]);
    }
    for (uint32_t p = 0; p < size->points; p++) {
        char text[64];
        levels[0][p] = 15000 + 5000.0 * p;
        levels[1][p] = NAN;
        (void)snprintf(text, sizeof text, "%g", levels[0][p]);
        texts[0][p] = bw_arena_copy_text(&fixture->network->arena, text, strlen(text));
        texts[1][p] = p % 2 == 0 ? "fifo" : "due_date";
        (void)snprintf(
            text, sizeof text, "safety=%g, rule=%s", levels[0][p], texts[1][p]);
        labels[p] = p == 0
            ? "base"
            : bw_arena_copy_text(&fixture->network->arena, text, strlen(text));
    }
    fixture->factors[0] = (struct bw_result_factor){"safety",
        "sites.depot.stock.vial.policy.min_max.reorder_point", levels[0], texts[0]};
    fixture->factors[1] = (struct bw_result_factor){
        "rule", "sites.mainz.resources.qc-lab.discipline", levels[1], texts[1]};
    fixture->set.point_labels = labels;
}

static void make_rankings(
    struct result_fixture *fixture, const struct result_fixture_size *size)
{
    static const bw_index ranked[] = {13, 14, 8, 6, 16, 4, 5};
    static const char *const metrics[] = {
        "flow_time_without_store", "lead_time", "cost"};
    struct bw_bottleneck *rows =
        allocate(fixture, (size_t)size->points * BW_BOTTLENECK_RANKS, sizeof *rows);
    struct bw_paired *paired =
        allocate(fixture, (size_t)size->points * 3, sizeof *paired);

    for (uint32_t i = 0; i < size->points * BW_BOTTLENECK_RANKS; i++) {
        uint32_t rank = i % BW_BOTTLENECK_RANKS;
        rows[i] = (struct bw_bottleneck){BW_NONE, 0, 0, 0};
        if (rank < 7) {
            rows[i] = (struct bw_bottleneck){ranked[rank], 8.4 * pow(0.72, rank),
                0.6 + 0.1 * rank, fmin(1, 1.3 - 0.11 * rank)};
        }
    }
    for (uint32_t i = 0; i < size->points * 3; i++) {
        double reduction = i % 3 == 2 ? -0.05 * (i / 3) : 0.06 * (i / 3);
        paired[i] = (struct bw_paired){-40 * reduction, 0.8, reduction,
            reduction - 0.02, reduction + 0.02, 0.93, BW_VERDICT_NOT_MET};
        if (i < 3) {
            paired[i] = (struct bw_paired){0, 0, 0, 0, 0, NAN, BW_VERDICT_BASE};
        } else if (i % 3 == 0 && reduction - 0.02 >= 0.15) {
            paired[i].verdict = BW_VERDICT_IN_BAND;
        }
    }
    fixture->set.bottlenecks = rows;
    fixture->set.paired = paired;
    fixture->set.paired_metrics = metrics;
    fixture->set.paired_metric_count = 3;
}

void result_fixture_make(
    struct result_fixture *fixture, const struct result_fixture_size *size)
{
    struct bw_result_set *set = &fixture->set;
    memset(fixture, 0, sizeof *fixture);
    BW_ASSERT(size->points <= POINT_LIMIT);
    make_network(fixture, size);
    BW_ASSERT(bw_layout_create(fixture->network, &fixture->layout) == BW_OK);
    fill_values(fixture, size);
    make_points(fixture, size);
    make_rankings(fixture, size);
    fixture->inputs.rows = input_rows;
    fixture->inputs.count = sizeof input_rows / sizeof input_rows[0];
    set->network = fixture->network;
    set->layout = fixture->layout;
    set->inputs = &fixture->inputs;
    set->point_count = size->points;
    set->replication_count = size->replications;
    set->values = fixture->values;
    set->factors = fixture->factors;
    set->factor_count = size->points > 1 ? 2 : 0;
    set->design = size->points > 1 ? "grid" : "run";
    set->scenario_name = "mainz.yaml";
    set->scenario_sha256 =
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    set->program_version = "bullwhip 0.1.0";
    set->seed = UINT64_MAX;
}

void result_fixture_release(struct result_fixture *fixture)
{
    bw_memory_free(fixture->values);
    bw_layout_free(fixture->layout);
    bw_network_free(fixture->network);
}

double *result_fixture_chain(struct result_fixture *fixture, uint32_t point,
    uint32_t replication, const char *metric)
{
    size_t at = bw_layout_chain_metric(fixture->layout, metric);
    BW_ASSERT(at < fixture->layout->size);
    return fixture->values
        + ((size_t)point * fixture->set.replication_count + replication)
        * fixture->layout->size
        + at;
}
