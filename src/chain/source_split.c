/* SPDX-License-Identifier: Apache-2.0
 *
 * Orders that are split among sources in their shares.
 */
#include "chain/source_internal.h"
#include "chain/sourcing.h"

#include <math.h>

/* Weight of a source in a split. */
static double share_of(
    const struct bw_state *state, const struct bw_stock_source *source)
{
    return source->share == BW_NONE ? 1.0 : bw_state_parameter(state, source->share);
}

uint32_t bw_source_open(struct bw_state *state, const struct bw_stock *stock)
{
    uint32_t open = 0;

    for (bw_index i = 0; i < stock->source_count; i++) {
        const struct bw_stock_source *source =
            &state->network->sources[stock->first_source + i];
        bool takes = bw_source_is_open(state, source) && share_of(state, source) > 0.0;

        if (!takes && source->kind == BW_SOURCE_SUPPLY) {
            bw_supply_need(state, stock->element, source->index);
        }
        open |= takes ? 1u << i : 0u;
    }
    return open != 0 ? open : (1u << stock->source_count) - 1u;
}

void bw_source_add_due(struct bw_state *state, const struct bw_stock *stock,
    uint32_t some, double quantity)
{
    double *due = &state->choice->due[stock->first_source];
    const struct bw_stock_source *sources =
        &state->network->sources[stock->first_source];
    double shares = 0.0;

    for (bw_index i = 0; i < stock->source_count; i++) {
        shares += (some >> i & 1u) != 0 ? share_of(state, &sources[i]) : 0.0;
    }
    for (bw_index i = 0; i < stock->source_count; i++) {
        due[i] += (some >> i & 1u) != 0
            ? quantity * share_of(state, &sources[i]) / shares
            : 0.0;
    }
}

/* What sources weigh in a division: what is due to them, or alike where all have had
 * too much. Returns the sum. */
static double weigh(const struct bw_state *state, const struct bw_stock *stock,
    uint32_t some, double *weights)
{
    double sum = 0.0;

    for (bw_index i = 0; i < stock->source_count; i++) {
        double due = state->choice->due[stock->first_source + i];

        weights[i] = (some >> i & 1u) != 0 ? fmax(due, 0.0) : 0.0;
        sum += weights[i];
    }
    for (bw_index i = 0; i < stock->source_count && !(sum > 0.0); i++) {
        weights[i] = (some >> i & 1u) != 0 ? 1.0 : 0.0;
    }
    return sum > 0.0 ? sum : (double)__builtin_popcount(some);
}

void bw_source_divide(const struct bw_state *state, const struct bw_stock *stock,
    uint32_t some, int64_t quantity, int64_t *parts)
{
    double rests[BW_SOURCE_LIMIT] = {0}, weights[BW_SOURCE_LIMIT] = {0};
    double sum = weigh(state, stock, some, weights);
    int64_t left = quantity;

    for (bw_index i = 0; i < stock->source_count; i++) {
        double part = (double)quantity * weights[i] / sum;

        parts[i] = (int64_t)floor(part + 1e-9);
        rests[i] = part - (double)parts[i];
        left -= parts[i];
    }
    for (; left > 0; left--) {
        bw_index most = 0;

        for (bw_index i = 1; i < stock->source_count; i++) {
            most = rests[i] > rests[most] + 1e-9 ? i : most;
        }
        parts[most]++;
        rests[most] -= 1.0;
    }
}
