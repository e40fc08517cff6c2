/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/table_run.h"

#include "base/vector.h"
#include "cli/table_highlights.h"
#include "cli/terminal.h"
#include "cli/warnings.h"
#include "experiment/ranking.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOTTLENECKS_SHOWN 5
#define DEMANDS_ALL 12 /* up to so many are shown one by one */
#define DEMANDS_WORST 8
#define OPEN_ORDERS_MOST 0.01
#define UTILIZATION_MOST 0.99

struct bw_summary bw_table_summary(
    const struct bw_analysis *analysis, uint32_t point, size_t position)
{
    const struct bw_result_set *set = &analysis->set;
    struct bw_summary summary = {.mean = NAN, .half_width = NAN, .n = 0};
    if (position != SIZE_MAX) {
        bw_summary_make(set->values
                + (size_t)point * set->replication_count * set->layout->size + position,
            set->replication_count, set->layout->size, &summary);
    }
    return summary;
}

/* Summary of metric name of an element at the base. */
static struct bw_summary element_summary(
    const struct bw_analysis *analysis, bw_index element, const char *name)
{
    return bw_table_summary(
        analysis, 0, bw_layout_metric(analysis->set.layout, element, name));
}

static struct bw_summary chain_summary(
    const struct bw_analysis *analysis, const char *name)
{
    return element_summary(analysis, 0, name);
}

static const char *interval(const struct bw_summary *summary, char *buffer)
{
    return bw_figure_write_interval(summary->mean, summary->half_width, buffer);
}

/* Weeks where they are whole, as scenarios are written. */
static const char *write_span(bw_time span, char *buffer, size_t size_bytes)
{
    if (span % BW_WEEK != 0) {
        return bw_time_write(span, buffer, size_bytes);
    }
    (void)snprintf(buffer, size_bytes, "%" PRId64 " w", span / BW_WEEK);
    return buffer;
}

const char *bw_table_title(const struct bw_result_set *set)
{
    const char *title = set->network->title;
    return title != NULL && title[0] != '\0' ? title : set->scenario_name;
}

const char *bw_table_observation(const struct bw_result_set *set)
{
    return set->network->antithetic ? "antithetic pair" : "replication";
}

static void print_title(const struct bw_analysis *analysis)
{
    const struct bw_result_set *set = &analysis->set;
    const struct bw_network *network = set->network;
    int year;
    int month;
    int day;
    char horizon[32];
    char warmup[32];
    bw_date_from_days(network->start_day, &year, &month, &day);
    bw_terminal_heading("%s", bw_table_title(set));
    (void)printf("%s from %04d-%02d-%02d after %s of warm-up; %" PRIu32
                 " %s%s, seed %" PRIu64 "; ± is the 95 %% half-width\n\n",
        write_span(network->horizon, horizon, sizeof horizon), year, month, day,
        write_span(network->warmup, warmup, sizeof warmup), set->replication_count,
        bw_table_observation(set), bw_terminal_plural(set->replication_count),
        set->seed);
}

/* One row: a time's mean and its quantiles, which are metrics with suffixes. */
static void add_time(struct bw_grid *grid, const struct bw_analysis *analysis,
    const char *name, const char *label)
{
    static const char *const suffixes[] = {"", "_p50", "_p95"};
    bw_grid_add(grid, "%s", label);
    for (size_t s = 0; s < sizeof suffixes / sizeof suffixes[0]; s++) {
        char metric[64];
        char text[BW_FIGURE_TEXT];
        (void)snprintf(metric, sizeof metric, "%s%s", name, suffixes[s]);
        struct bw_summary summary = chain_summary(analysis, metric);
        bw_grid_add(grid, "%s", interval(&summary, text));
    }
}

void bw_table_times_print(const struct bw_analysis *analysis, const char *title)
{
    const char *endpoint = bw_layout_endpoint_metric(analysis->set.network->endpoint);
    struct bw_grid grid;
    char label[96];
    bw_grid_init(&grid, "lrrr");
    bw_grid_add(&grid, "%s", title);
    bw_grid_add(&grid, "mean");
    bw_grid_add(&grid, "median");
    bw_grid_add(&grid, "95 %%");
    (void)snprintf(label, sizeof label, "%s (endpoint)", endpoint);
    add_time(&grid, analysis, endpoint, label);
    if (strcmp(endpoint, "lead_time") != 0) {
        add_time(&grid, analysis, "lead_time", "lead_time");
    }
    bw_grid_print(&grid);
    bw_grid_release(&grid);
    (void)putchar('\n');
}

/* A demand and how well it is served. */
struct demand_row {
    bw_index element;
    struct bw_summary fill_rate, on_time, lead_time;
};

static int by_service(const void *a, const void *b)
{
    const struct demand_row *first = a;
    const struct demand_row *second = b;
    double left = isnan(first->fill_rate.mean) ? 2.0 : first->fill_rate.mean;
    double right = isnan(second->fill_rate.mean) ? 2.0 : second->fill_rate.mean;
    if (left < right || left > right) {
        return left < right ? -1 : 1;
    }
    return first->element < second->element ? -1 : first->element > second->element;
}

static void add_demand(struct bw_grid *grid, const struct bw_analysis *analysis,
    const struct demand_row *row)
{
    char text[BW_FIGURE_TEXT];
    bw_grid_add(grid, "%s", analysis->set.network->elements[row->element].path);
    bw_grid_add(grid, "%s", interval(&row->lead_time, text));
    bw_grid_add(grid, "%s", bw_figure_write_share(row->fill_rate.mean, false, text));
    bw_grid_add(grid, "%s", bw_figure_write_share(row->on_time.mean, false, text));
}

/* The line for the demands that are not shown: the range of their service. */
static void add_rest(
    struct bw_grid *grid, const struct demand_row *rows, uint32_t first, uint32_t count)
{
    char text[BW_FIGURE_TEXT];
    double lowest = INFINITY;
    for (uint32_t r = first; r < count; r++) {
        lowest = fmin(lowest, rows[r].on_time.mean);
    }
    bw_grid_add(grid, "%" PRIu32 " more, each at least", count - first);
    bw_grid_add(grid, " ");
    bw_grid_add(
        grid, "%s", bw_figure_write_share(rows[first].fill_rate.mean, false, text));
    bw_grid_add(grid, "%s", bw_figure_write_share(lowest, false, text));
}

static void print_demands(const struct bw_analysis *analysis)
{
    const struct bw_metric_group *group = &analysis->set.layout->groups[1];
    struct bw_vector rows;
    bw_vector_init(&rows, sizeof(struct demand_row));
    for (uint32_t e = 0; e < group->element_count; e++) {
        struct demand_row *row = NULL;
        if (bw_vector_push(&rows, &row) != BW_OK) {
            break;
        }
        row->element = group->elements[e];
        row->fill_rate = element_summary(analysis, row->element, "fill_rate");
        row->on_time = element_summary(analysis, row->element, "on_time_in_full");
        row->lead_time = element_summary(analysis, row->element, "lead_time");
    }
    uint32_t count = (uint32_t)rows.count;
    uint32_t shown = count;
    if (count > DEMANDS_ALL) {
        qsort(rows.items, rows.count, rows.item_size, by_service);
        shown = DEMANDS_WORST;
    }
    struct bw_grid grid;
    bw_grid_init(&grid, "lrrr");
    bw_grid_add(&grid, "%s", shown < count ? "Demands, worst first" : "Demands");
    bw_grid_add(&grid, "lead time [d]");
    bw_grid_add(&grid, "fill rate");
    bw_grid_add(&grid, "on time in full");
    for (uint32_t r = 0; r < shown; r++) {
        add_demand(&grid, analysis, bw_vector_at(&rows, r));
    }
    if (shown < count) {
        add_rest(&grid, rows.items, shown, count);
    }
    bw_grid_print(&grid);
    bw_grid_release(&grid);
    bw_vector_release(&rows);
    (void)putchar('\n');
}

/* "Of 66.3 d of flow time, 12.1 d (18.3 %) are work and movement ...". */
static void print_work(
    const struct bw_result_set *set, const double *values, bool is_order)
{
    enum bw_endpoint endpoint = set->network->endpoint;
    double work = 0.0;
    double total = 0.0;
    char work_text[BW_FIGURE_TEXT];
    char total_text[BW_FIGURE_TEXT];
    char share[BW_FIGURE_TEXT];
    bw_ranking_work(
        set->layout, endpoint, values, set->replication_count, &work, &total);
    if (total > 0.0) {
        (void)printf("  Of %s d of %s, %s d (%s) are work and movement (process, "
                     "transit), which are not ranked.\n",
            bw_figure_write(total, NAN, total_text),
            is_order ? "order lead time"
                : endpoint == BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE
                ? "flow time without store"
                : "flow time",
            bw_figure_write(work, NAN, work_text),
            bw_figure_write_share(work / total, false, share));
    }
}

void bw_table_bottlenecks_print(const struct bw_analysis *analysis, uint32_t point)
{
    const struct bw_result_set *set = &analysis->set;
    enum bw_endpoint endpoint = set->network->endpoint;
    bool is_order =
        endpoint == BW_ENDPOINT_LEAD_TIME || endpoint == BW_ENDPOINT_LEAD_TIME_UNITS;
    const double *values =
        set->values + (size_t)point * set->replication_count * set->layout->size;
    struct bw_grid grid;
    bw_grid_init(&grid, "rllrr");
    bw_grid_add(&grid, " ");
    bw_grid_add(&grid, "Bottleneck");
    bw_grid_add(&grid, "mostly");
    bw_grid_add(&grid, "%s", is_order ? "wait per order [d]" : "wait per unit [d]");
    bw_grid_add(&grid, "in the top five");
    for (uint32_t rank = 0; rank < BOTTLENECKS_SHOWN; rank++) {
        const struct bw_bottleneck *row =
            &analysis->bottlenecks[(size_t)point * BW_BOTTLENECK_RANKS + rank];
        if (row->element == BW_NONE) {
            break;
        }
        char text[BW_FIGURE_TEXT];
        enum bw_stage stage = bw_ranking_stage(
            set->layout, endpoint, values, set->replication_count, row->element);
        bw_grid_add(&grid, "%" PRIu32, rank + 1);
        bw_grid_add(&grid, "%s", set->network->elements[row->element].path);
        bw_grid_add(&grid, "%s", stage < BW_STAGE_COUNT ? bw_stage_name(stage) : "-");
        bw_grid_add(
            &grid, "%s", bw_figure_write_interval(row->score, row->half_width, text));
        bw_grid_add(&grid, "%.0f %%", 100.0 * row->top_five);
    }
    if (grid.cell_count > grid.column_count) {
        bw_grid_print(&grid);
    } else {
        (void)puts("  Nothing waits.");
    }
    bw_grid_release(&grid);
    print_work(set, values, is_order);
    (void)putchar('\n');
}

static void print_money(const struct bw_analysis *analysis)
{
    static const struct {
        const char *metric, *label;
    } rows[] = {{"cost", "cost"}, {"profit", "profit"}, {"stock_value", "stock"}};
    struct bw_grid grid;
    bw_grid_init(&grid, "lr");
    bw_grid_add(&grid, "Money [%s]", analysis->set.network->currency);
    bw_grid_add(&grid, "mean");
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        char text[BW_FIGURE_TEXT];
        struct bw_summary summary = chain_summary(analysis, rows[r].metric);
        if (summary.n > 0) {
            bw_grid_add(&grid, "%s", rows[r].label);
            bw_grid_add(&grid, "%s", interval(&summary, text));
        }
    }
    struct bw_summary waste = chain_summary(analysis, "waste_share");
    if (waste.n > 0) {
        char text[BW_FIGURE_TEXT];
        bw_grid_add(&grid, "waste");
        bw_grid_add(&grid, "%s", bw_figure_write_share(waste.mean, false, text));
    }
    bw_grid_print(&grid);
    bw_grid_release(&grid);
    (void)putchar('\n');
}

static void add_warnings(
    const struct bw_analysis *analysis, struct bw_error_list *errors)
{
    const struct bw_layout *layout = analysis->set.layout;
    const struct bw_element *elements = analysis->set.network->elements;
    const struct bw_position nowhere = {.file = NULL};
    for (uint32_t g = 1; g < BW_GROUP_COUNT; g++) {
        const struct bw_metric_group *group = &layout->groups[g];
        for (uint32_t e = 0; e < group->element_count; e++) {
            bw_index element = group->elements[e];
            const char *path = elements[element].path;
            char text[BW_FIGURE_TEXT];
            struct bw_summary open = element_summary(analysis, element, "open_orders");
            struct bw_summary busy = element_summary(analysis, element, "utilization");
            if (open.mean > OPEN_ORDERS_MOST) {
                bw_error_add(errors, BW_SEVERITY_WARNING, BW_ERR_MODEL, nowhere, path,
                    "%s of the orders were still open at the end; times are estimates "
                    "(lengthen time.cooldown, or the chain cannot keep up)",
                    bw_figure_write_share(open.mean, false, text));
            }
            if (busy.mean > UTILIZATION_MOST) {
                bw_error_add(errors, BW_SEVERITY_WARNING, BW_ERR_MODEL, nowhere, path,
                    "is busy %s of the time it works; its queue may grow for ever",
                    bw_figure_write_share(busy.mean, false, text));
            }
        }
    }
}

void bw_table_run_print(
    const struct bw_analysis *analysis, struct bw_error_list *errors)
{
    print_title(analysis);
    bw_table_times_print(analysis, "Times [d]");
    print_demands(analysis);
    bw_table_bottlenecks_print(analysis, 0);
    bw_table_highlights_print(analysis);
    print_money(analysis);
    bw_warnings_add_drift(analysis, errors);
    add_warnings(analysis, errors);
}

/* Path of the number of servers of a resource, NULL when nothing says it. */
static const char *find_servers(const struct bw_network *network, bw_index resource)
{
    static const char ending[] = ".servers";
    for (uint32_t p = 0; p < network->parameter_count; p++) {
        const struct bw_parameter *parameter = &network->parameters[p];
        size_t length = strlen(parameter->path);
        if (parameter->element == resource && length >= sizeof ending - 1
            && strcmp(parameter->path + length - (sizeof ending - 1), ending) == 0) {
            return parameter->path;
        }
    }
    return NULL;
}

/* Servers that more of would ease the highest bottleneck; NULL where it is not a queue:
 * more servers shorten no test, hold or lead time. */
static const char *find_lever(const struct bw_analysis *analysis)
{
    const struct bw_result_set *set = &analysis->set;
    bw_index top = analysis->bottlenecks[0].element;
    if (top == BW_NONE || set->network->elements[top].kind != BW_ELEMENT_RESOURCE
        || bw_ranking_stage(set->layout, set->network->endpoint, set->values,
               set->replication_count, top)
            != BW_STAGE_QUEUE) {
        return NULL;
    }
    return find_servers(set->network, top);
}

void bw_table_run_print_next(
    const struct bw_analysis *analysis, const char *scenario, const char *output)
{
    const char *lever = find_lever(analysis);
    if (output != NULL) {
        (void)printf("Next: bullwhip report %s\n", output);
    } else if (lever != NULL) {
        (void)printf("Next: bullwhip run %s --set '%s=+1'\n", scenario, lever);
    } else {
        (void)printf(
            "Next: bullwhip run %s -o run.h5 && bullwhip report run.h5\n", scenario);
    }
}
