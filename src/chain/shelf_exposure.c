/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/shelf_exposure.h"

#include "chain/history.h"
#include "chain/inventory_internal.h"
#include "chain/lot.h"
#include "chain/lot_thermal.h"
#include "chain/quality.h"

/* Goods on the shelf that are in a unit, counted in the order of the shelf. */
struct section {
    int64_t first, end;
};

static struct section section_of(
    const struct bw_state *state, bw_index stock, const struct bw_shelf_exposure *cause)
{
    int64_t n = cause->units, unit = cause->unit;
    int64_t total = state->stocks[stock].on_hand, rest = total % n;

    return (struct section){
        total / n * unit + rest * unit / n,
        total / n * (unit + 1) + rest * (unit + 1) / n,
    };
}

/* Takes the goods that were in the unit off the shelf, split from others at its ends.
 * The books of the stock stay as they are. Returns a list. */
static uint32_t take(
    struct bw_state *state, bw_index stock, const struct bw_shelf_exposure *cause)
{
    struct section section = section_of(state, stock, cause);
    uint32_t taken = 0, *end = &taken, before = 0, next;
    int64_t at = 0;

    for (uint32_t i = state->stocks[stock].shelf_first; i != 0; i = next) {
        struct bw_lot *l = bw_state_lot(state, i);
        int64_t from = at > section.first ? at : section.first, to;
        uint32_t part = i;

        next = l->next;
        at += l->quantity;
        to = at < section.end ? at : section.end;
        if (from >= to || bw_history_start(state, l->history) >= cause->until) {
            before = i;
            continue;
        }
        if (to - from < l->quantity) {
            part = bw_lot_split(state, i, to - from);
            before = i;
        } else {
            bw_shelf_unlink(state, stock, i, before);
        }
        *end = part;
        end = &bw_state_lot(state, part)->next;
        *end = 0;
    }
    return taken;
}

/* What has happened to one lot has consequences. It is on the shelf again. */
static void judge(struct bw_state *state, uint32_t lot, enum bw_finding finding,
    const struct bw_shelf_exposure *cause, uint64_t *draw)
{
    if (finding == BW_FINDING_LOST) {
        bw_stock_discard(state, lot, BW_WASTE_FREEZE);
    } else if (finding == BW_FINDING_BEYOND) {
        enum bw_lot_grade before = bw_lot_grade(state, bw_state_lot(state, lot));

        bw_hold_open_storage(state, lot, cause->equipment, (*draw)++);
        bw_stock_regrade(state, lot, before);
    }
}

static enum bw_finding expose(
    struct bw_state *state, uint32_t lot, const struct bw_shelf_exposure *cause)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_thermal_watch watch;
    struct bw_exposure exposure;
    enum bw_finding finding;

    if (!bw_lot_watch(state, lot, &watch)) {
        return BW_FINDING_FINE;
    }
    bw_exposure_reset(&exposure);
    cause->suffer(
        cause->context, bw_history_start(state, l->history), &watch, &exposure);
    finding = bw_lot_measure(state, lot, &exposure);
    (void)bw_lot_expose(state, lot, &exposure);
    return finding;
}

struct bw_shelf_outcome bw_shelf_expose(struct bw_state *state, bw_index stock,
    const struct bw_shelf_exposure *cause, uint64_t *draw)
{
    const struct bw_item *item =
        &state->network->items[state->network->stocks[stock].item];
    struct bw_shelf_outcome outcome = {0.0, 0.0, 0.0};

    for (uint32_t lot = take(state, stock, cause); lot != 0;) {
        struct bw_lot *l = bw_state_lot(state, lot);
        uint32_t next = l->next;
        double units = (double)l->quantity * item->quantum;
        enum bw_finding finding = expose(state, lot, cause);

        /* It may expire sooner than before. */
        bw_shelf_insert(state, stock, lot);
        outcome.exposed += finding != BW_FINDING_FINE ? units : 0.0;
        outcome.beyond += finding >= BW_FINDING_BEYOND ? units : 0.0;
        outcome.lost += finding == BW_FINDING_LOST ? units : 0.0;
        judge(state, lot, finding, cause, draw);
        lot = next;
    }
    bw_shelf_watch(state, stock);
    return outcome;
}
