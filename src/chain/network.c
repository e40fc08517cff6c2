/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/network.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

const char *bw_endpoint_name(enum bw_endpoint endpoint)
{
    static const char *const names[BW_ENDPOINT_COUNT] = {
        [BW_ENDPOINT_LEAD_TIME] = "lead_time",
        [BW_ENDPOINT_LEAD_TIME_UNITS] = "lead_time_units",
        [BW_ENDPOINT_FLOW_TIME] = "flow_time",
        [BW_ENDPOINT_FLOW_TIME_WITHOUT_STORE] = "flow_time_without_store",
        [BW_ENDPOINT_MAKE_RELEASE_TIME] = "make_release_time",
    };
    BW_ASSERT((unsigned)endpoint < BW_ENDPOINT_COUNT);
    return names[endpoint];
}

const char *bw_element_kind_name(enum bw_element_kind kind)
{
    static const char *const names[BW_ELEMENT_KIND_COUNT] = {
        [BW_ELEMENT_CHAIN] = "chain",
        [BW_ELEMENT_CONTRACT] = "contract",
        [BW_ELEMENT_BUDGET] = "budget",
        [BW_ELEMENT_DEMAND] = "demand",
        [BW_ELEMENT_DOCK] = "dock",
        [BW_ELEMENT_HUB] = "hub",
        [BW_ELEMENT_EQUIPMENT] = "equipment",
        [BW_ELEMENT_GRID] = "grid",
        [BW_ELEMENT_FLEET] = "fleet",
        [BW_ELEMENT_FORECAST] = "forecast",
        [BW_ELEMENT_LANE] = "lane",
        [BW_ELEMENT_LANE_LEG] = "lane_leg",
        [BW_ELEMENT_LEDGER] = "ledger",
        [BW_ELEMENT_PACKAGING] = "packaging",
        [BW_ELEMENT_POOL] = "pool",
        [BW_ELEMENT_PAYER] = "payer",
        [BW_ELEMENT_RECIPE] = "recipe",
        [BW_ELEMENT_RESOURCE] = "resource",
        [BW_ELEMENT_RETURNS] = "returns",
        [BW_ELEMENT_SCAN] = "scan",
        [BW_ELEMENT_SPACE] = "space",
        [BW_ELEMENT_STEP] = "step",
        [BW_ELEMENT_STOCK] = "stock",
        [BW_ELEMENT_SUPPLY] = "supply",
        [BW_ELEMENT_TRIAL] = "trial",
        [BW_ELEMENT_TRIAL_SITE] = "trial_site",
    };
    BW_ASSERT((unsigned)kind < BW_ELEMENT_KIND_COUNT);
    return names[kind];
}

enum bw_status bw_network_create(struct bw_network **out)
{
    *out = bw_memory_allocate(1, sizeof **out);
    if (*out == NULL) {
        return BW_ERR_NOMEM;
    }
    bw_arena_init(&(*out)->arena);
    return BW_OK;
}

void bw_network_free(struct bw_network *network)
{
    if (network != NULL) {
        bw_arena_release(&network->arena);
        bw_memory_free(network);
    }
}

/* Element 0, "chain", stands before the sorted ones. */
bw_index bw_network_find(const struct bw_network *network, const char *path)
{
    uint32_t low = 1;
    uint32_t high = network->element_count;
    if (high > 0 && strcmp(network->elements[0].path, path) == 0) {
        return 0;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(network->elements[middle].path, path);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return BW_NONE;
}

bool bw_stock_has_source(const struct bw_network *network, const struct bw_stock *stock,
    enum bw_source_kind kind)
{
    for (bw_index i = 0; i < stock->source_count; i++) {
        if (network->sources[stock->first_source + i].kind == kind) {
            return true;
        }
    }
    return false;
}

bool bw_item_quanta(const struct bw_item *item, double units, int64_t *quanta)
{
    double count = round(units / item->quantum);
    /* 2^62 leaves room to add two quantities; a NaN fails the comparison. */
    if (!(fabs(count) <= 4611686018427387904.0)) {
        return false;
    }
    *quanta = (int64_t)count;
    return true;
}
