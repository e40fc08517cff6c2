/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/push_rule.h"

#include <math.h>

static void divide_shares(struct bw_push_line *lines, uint32_t count, double quantity)
{
    double weights = 0.0;

    for (uint32_t i = 0; i < count; i++) {
        weights += lines[i].amount;
    }
    for (uint32_t i = 0; i < count; i++) {
        lines[i].exact = weights > 0.0 ? quantity * (lines[i].amount / weights) : 0.0;
    }
}

static void divide_levels(struct bw_push_line *lines, uint32_t count, double quantity)
{
    double wanted = 0.0;

    for (uint32_t i = 0; i < count; i++) {
        lines[i].exact = fmax(round(lines[i].amount) - (double)lines[i].position, 0.0);
        wanted += lines[i].exact;
    }
    for (uint32_t i = 0; i < count && wanted > quantity; i++) {
        lines[i].exact *= quantity / wanted;
    }
}

/* Finds the cover T with sum of max(weight * T - position, 0) = quantity: receivers who
 * have more than it already are left out until none has. */
static void divide_fairly(struct bw_push_line *lines, uint32_t count, double quantity)
{
    bool changed = true;

    for (uint32_t i = 0; i < count; i++) {
        lines[i].exact = lines[i].amount > 0.0 ? 1.0 : 0.0; /* takes part */
    }
    while (changed) {
        double weights = 0.0, goods = quantity, cover;

        changed = false;
        for (uint32_t i = 0; i < count; i++) {
            weights += lines[i].exact * lines[i].amount;
            goods += lines[i].exact * (double)lines[i].position;
        }
        cover = weights > 0.0 ? goods / weights : 0.0;
        for (uint32_t i = 0; i < count; i++) {
            bool has_more = lines[i].amount * cover < (double)lines[i].position - 1e-9;

            changed = changed || (lines[i].exact > 0.0 && has_more);
            if (has_more) {
                lines[i].exact = 0.0;
            }
        }
        for (uint32_t i = 0; i < count && !changed; i++) {
            lines[i].exact = lines[i].exact > 0.0
                ? fmax(lines[i].amount * cover - (double)lines[i].position, 0.0)
                : 0.0;
        }
    }
}

void bw_push_divide(enum bw_push_rule rule, struct bw_push_line *lines, uint32_t count,
    int64_t quantity, double offset)
{
    static void (*const rules[BW_PUSH_RULE_COUNT])(
        struct bw_push_line *, uint32_t, double) = {
        [BW_PUSH_FAIR_SHARE] = divide_fairly,
        [BW_PUSH_SHARES] = divide_shares,
        [BW_PUSH_LEVELS] = divide_levels,
    };
    double sum = offset;
    int64_t given = 0;

    rules[rule](lines, count, (double)quantity);
    for (uint32_t i = 0; i < count; i++) {
        int64_t all;

        sum += lines[i].exact;
        /* A hair of rounding must not take a quantum away, nor give one too many. */
        all = (int64_t)floor(sum + 1e-9);
        all = all < quantity ? all : quantity;
        lines[i].part = all > given ? all - given : 0;
        given += lines[i].part;
    }
}
