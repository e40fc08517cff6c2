/* SPDX-License-Identifier: Apache-2.0 */
#include "experiment/ranking.h"

#include "base/memory.h"
#include "engine/statistics.h"

#include <math.h>
#include <stdlib.h>

#define LEVEL 0.95

/* One element that has waiting cells; its cells are [first, last) of the layout. */
struct entry {
    bw_index element;
    uint32_t first, last;
    double score; /* of the replication at hand */
    uint32_t top; /* replications in which it was among the highest */
    struct bw_tally scores;
};

static bool counts(enum bw_endpoint endpoint, const struct bw_cell *cell)
{
    return cell->element != 0
        && bw_bottleneck_counts(
            cell->stage, endpoint == BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE);
}

static size_t cells_offset(const struct bw_layout *layout, enum bw_endpoint endpoint)
{
    bool is_order =
        endpoint == BW_ENDPOINT_LEAD_TIME || endpoint == BW_ENDPOINT_LEAD_TIME_UNITS;
    return is_order ? layout->order_wait_offset : layout->flow_time_offset;
}

/* Groups the cells, which are sorted by element. Returns the number of entries. */
static uint32_t group_cells(const struct bw_layout *layout, struct entry *entries)
{
    uint32_t count = 0;
    for (uint32_t c = 0; c < layout->cell_count; c++) {
        bw_index element = layout->cells[c].element;
        if (count == 0 || entries[count - 1].element != element) {
            entries[count++] = (struct entry){.element = element, .first = c};
        }
        entries[count - 1].last = c + 1;
    }
    return count;
}

static int by_score(const void *a, const void *b)
{
    const struct entry *first = *(const struct entry *const *)a;
    const struct entry *second = *(const struct entry *const *)b;
    if (first->score > second->score || first->score < second->score) {
        return first->score > second->score ? -1 : 1;
    }
    return first->element < second->element ? -1 : first->element > second->element;
}

/* Scores all entries in one replication. Returns false when a figure is not defined. */
static bool score(const struct bw_layout *layout, enum bw_endpoint endpoint,
    const double *replication, struct entry *entries, uint32_t count)
{
    const double *cells = replication + cells_offset(layout, endpoint);
    for (uint32_t e = 0; e < count; e++) {
        entries[e].score = 0.0;
        for (uint32_t c = entries[e].first; c < entries[e].last; c++) {
            if (counts(endpoint, &layout->cells[c])) {
                entries[e].score += cells[c];
            }
        }
        if (!isfinite(entries[e].score)) {
            return false;
        }
    }
    return true;
}

/* Adds the replication to the entries' tallies; order is sorted on the way. */
static void count_replication(struct entry **order, uint32_t count)
{
    qsort(order, count, sizeof *order, by_score);
    for (uint32_t i = 0; i < count; i++) {
        bw_tally_add(&order[i]->scores, order[i]->score);
        if (i < BW_RANKING_TOP && order[i]->score > 0.0) {
            order[i]->top++;
        }
    }
}

static void fill_ranks(
    struct entry **order, uint32_t count, struct bw_bottleneck *ranks)
{
    for (uint32_t i = 0; i < count; i++) {
        bool is_scored = order[i]->scores.count > 0;
        order[i]->score = is_scored ? bw_tally_mean(&order[i]->scores) : 0.0;
    }
    qsort(order, count, sizeof *order, by_score);
    for (uint32_t rank = 0; rank < BW_BOTTLENECK_RANKS; rank++) {
        ranks[rank] = (struct bw_bottleneck){
            .element = BW_NONE, .score = NAN, .half_width = NAN, .top_five = NAN};
        if (rank < count && order[rank]->scores.count > 0 && order[rank]->score > 0.0) {
            const struct bw_tally *scores = &order[rank]->scores;
            ranks[rank] = (struct bw_bottleneck){.element = order[rank]->element,
                .score = bw_tally_mean(scores),
                .half_width =
                    bw_half_width(scores->count, bw_tally_variance(scores), LEVEL),
                .top_five = (double)order[rank]->top / (double)scores->count};
        }
    }
}

enum bw_status bw_ranking_make(const struct bw_layout *layout,
    enum bw_endpoint endpoint, const double *values, uint32_t replication_count,
    struct bw_bottleneck *ranks)
{
    enum bw_status status = BW_OK;
    struct entry *entries =
        bw_memory_allocate(layout->cell_count + 1u, sizeof *entries);
    struct entry **order = bw_memory_allocate(layout->cell_count + 1u, sizeof *order);
    if (entries == NULL || order == NULL) {
        status = BW_ERR_NOMEM;
        goto done;
    }
    uint32_t count = group_cells(layout, entries);
    for (uint32_t e = 0; e < count; e++) {
        order[e] = &entries[e];
    }
    for (uint32_t r = 0; r < replication_count; r++) {
        if (score(layout, endpoint, values + r * layout->size, entries, count)) {
            count_replication(order, count);
        }
    }
    fill_ranks(order, count, ranks);
done:
    bw_memory_free(order);
    bw_memory_free(entries);
    return status;
}

/* Mean of a cell over the replications in which it is defined; 0 when there is none. */
static double cell_mean(const double *cell, size_t stride, uint32_t replication_count)
{
    struct bw_tally tally = {0};
    for (uint32_t r = 0; r < replication_count; r++) {
        if (!isnan(cell[r * stride])) {
            bw_tally_add(&tally, cell[r * stride]);
        }
    }
    return tally.count > 0 ? bw_tally_mean(&tally) : 0.0;
}

enum bw_stage bw_ranking_stage(const struct bw_layout *layout,
    enum bw_endpoint endpoint, const double *values, uint32_t replication_count,
    bw_index element)
{
    size_t offset = cells_offset(layout, endpoint);
    double times[BW_STAGE_COUNT] = {0.0};
    for (uint32_t c = 0; c < layout->cell_count; c++) {
        const struct bw_cell *cell = &layout->cells[c];
        if (cell->element == element) {
            times[cell->stage] +=
                cell_mean(values + offset + c, layout->size, replication_count);
        }
    }
    return bw_bottleneck_main_stage(
        times, endpoint == BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE);
}

void bw_ranking_work(const struct bw_layout *layout, enum bw_endpoint endpoint,
    const double *values, uint32_t replication_count, double *work, double *total)
{
    bool without_store = endpoint == BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE;
    size_t offset = cells_offset(layout, endpoint);
    *work = 0.0;
    *total = 0.0;
    for (uint32_t c = 0; c < layout->cell_count; c++) {
        enum bw_stage stage = layout->cells[c].stage;
        double mean = cell_mean(values + offset + c, layout->size, replication_count);
        *work += bw_stage_is_waiting(stage) ? 0.0 : mean;
        *total += without_store && stage == BW_STAGE_STORE ? 0.0 : mean;
    }
}
