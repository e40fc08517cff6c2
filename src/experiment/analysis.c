/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/analysis.h"

#include "base/memory.h"
#include "experiment/paired.h"
#include "experiment/ranking.h"

#include <string.h>

static const char *const compared[] = {"lead_time", "lead_time_p95", "flow_time",
    "flow_time_without_store", "make_release_time", "cost", "waste_share",
    "stock_value"};
#define COMPARED_COUNT (sizeof compared / sizeof compared[0])
_Static_assert(COMPARED_COUNT < BW_ANALYSIS_METRICS, "room for the endpoint");

static void add_metric(struct bw_analysis *analysis, const char *name)
{
    size_t position = bw_layout_chain_metric(analysis->set.layout, name);
    if (position != SIZE_MAX && bw_analysis_metric(analysis, name) == UINT32_MAX) {
        uint32_t next = analysis->set.paired_metric_count++;
        analysis->metrics[next] = name;
        analysis->positions[next] = position;
    }
}

static void compare_point(struct bw_analysis *analysis, uint32_t point)
{
    const struct bw_result_set *set = &analysis->set;
    size_t size = set->layout->size;
    const double *base = set->values;
    const double *values = base + (size_t)point * set->replication_count * size;
    for (uint32_t m = 0; m < set->paired_metric_count; m++) {
        size_t slot = (size_t)point * set->paired_metric_count + m;
        size_t position = analysis->positions[m];
        if (point == 0) {
            analysis->paired[slot] = bw_paired_base();
        } else {
            bw_paired_compare(base + position, values + position,
                set->replication_count, size, &analysis->paired[slot],
                &analysis->left_out[slot]);
        }
    }
}

static enum bw_status find_drifts(struct bw_analysis *analysis)
{
    enum bw_status status =
        bw_drift_find(&analysis->set, analysis->drifts, &analysis->drift_count);
    for (uint32_t d = 0; d < analysis->drift_count; d++) {
        bw_text_add(&analysis->settling, d > 0 ? "; " : "");
        bw_drift_write(&analysis->drifts[d], &analysis->settling);
    }
    return analysis->settling.failed ? BW_ERR_NOMEM : status;
}

enum bw_status bw_analysis_make(struct bw_analysis *analysis,
    const struct bw_result_set *set, struct bw_error_list *errors)
{
    *analysis = (struct bw_analysis){.set = *set};
    bw_text_init(&analysis->settling);
    const struct bw_layout *layout = set->layout;
    enum bw_endpoint endpoint = set->network->endpoint;
    analysis->set.paired_metric_count = 0;
    add_metric(analysis, bw_layout_endpoint_metric(endpoint));
    for (size_t m = 0; m < COMPARED_COUNT; m++) {
        add_metric(analysis, compared[m]);
    }
    size_t point_count = set->point_count;
    size_t cells = point_count * analysis->set.paired_metric_count + 1;
    analysis->bottlenecks = bw_memory_allocate(
        point_count * BW_BOTTLENECK_RANKS, sizeof *analysis->bottlenecks);
    analysis->paired = bw_memory_allocate(cells, sizeof *analysis->paired);
    analysis->left_out = bw_memory_allocate(cells, sizeof *analysis->left_out);
    enum bw_status status = BW_OK;
    if (analysis->bottlenecks == NULL || analysis->paired == NULL
        || analysis->left_out == NULL) {
        status = BW_ERR_NOMEM;
    }
    for (uint32_t p = 0; status == BW_OK && p < set->point_count; p++) {
        compare_point(analysis, p);
        status = bw_ranking_make(layout, endpoint,
            set->values + (size_t)p * set->replication_count * layout->size,
            set->replication_count, analysis->bottlenecks + p * BW_BOTTLENECK_RANKS);
    }
    if (status == BW_OK) {
        status = find_drifts(analysis);
    }
    if (status != BW_OK) {
        return bw_error_fail(errors, status, "%s", bw_status_text(status));
    }
    analysis->set.settling = bw_text_get(&analysis->settling);
    analysis->set.bottlenecks = analysis->bottlenecks;
    analysis->set.paired = analysis->paired;
    analysis->set.paired_metrics = analysis->metrics;
    return BW_OK;
}

void bw_analysis_release(struct bw_analysis *analysis)
{
    bw_memory_free(analysis->bottlenecks);
    bw_memory_free(analysis->paired);
    bw_memory_free(analysis->left_out);
    bw_text_release(&analysis->settling);
    *analysis = (struct bw_analysis){.bottlenecks = NULL};
}

uint32_t bw_analysis_metric(const struct bw_analysis *analysis, const char *name)
{
    for (uint32_t m = 0; m < analysis->set.paired_metric_count; m++) {
        if (strcmp(analysis->metrics[m], name) == 0) {
            return m;
        }
    }
    return UINT32_MAX;
}

const struct bw_paired *bw_analysis_paired(
    const struct bw_analysis *analysis, uint32_t point, uint32_t metric)
{
    BW_ASSERT(point < analysis->set.point_count);
    BW_ASSERT(metric < analysis->set.paired_metric_count);
    return &analysis
                ->paired[(size_t)point * analysis->set.paired_metric_count + metric];
}

uint32_t bw_analysis_best(const struct bw_analysis *analysis)
{
    uint32_t count = analysis->set.paired_metric_count;
    uint32_t cost = bw_analysis_metric(analysis, "cost");
    if (count == 0) {
        return 0;
    }
    return bw_paired_best(analysis->paired,
        cost == UINT32_MAX ? NULL : analysis->paired + cost, count,
        analysis->set.point_count);
}
