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

/* What is found of one lot has consequences. It is on the shelf again. */
static void judge(struct bw_state *state, uint32_t lot,
    const struct bw_shelf_exposure *cause, uint64_t *draw)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    bool waits = cause->loggers != NULL && cause->loggers->upload.present;
    enum bw_lot_grade before = bw_lot_grade(state, l);

    if (l->finding == BW_FINDING_LOST && !waits) {
        bw_stock_discard(state, lot, l->unread ? BW_WASTE_LOGGER : BW_WASTE_FREEZE);
    } else if (bw_hold_open_storage(state, lot, cause->equipment, *draw)) {
        (*draw)++;
        bw_stock_regrade(state, lot, before);
    }
}

/* What the logger in the unit shows of what a lot has suffered. */
static enum bw_finding read_logger(struct bw_state *state, uint32_t lot,
    const struct bw_shelf_exposure *cause, const struct bw_thermal_watch *watch,
    const struct bw_exposure *exposure)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_thermal_band bands[BW_THERMAL_BANDS];
    struct bw_exposure shown = *exposure;

    if (cause->loggers == NULL) {
        return bw_lot_measure(state, lot, exposure);
    }
    if (cause->logger.lost) {
        l->unread = true;
        return bw_logger_guess(cause->loggers);
    }
    if (cause->logger.error_k != 0.0) {
        struct bw_thermal_watch seen = bw_logger_watch(&cause->logger, watch, bands);

        bw_exposure_reset(&shown);
        cause->suffer(
            cause->context, bw_history_start(state, l->history), &seen, &shown);
    }
    bw_logger_sample(cause->loggers, &cause->logger, watch, &shown);
    return bw_lot_measure(state, lot, &shown);
}

/* Exposes a lot of so many units, notes what is found of it, and counts it. */
static void expose(struct bw_state *state, uint32_t lot, double units,
    const struct bw_shelf_exposure *cause, struct bw_shelf_outcome *outcome)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_thermal_watch watch;
    struct bw_exposure exposure;
    enum bw_finding finding, truth;

    l->unread = false;
    l->finding = BW_FINDING_FINE;
    if (!bw_lot_watch(state, lot, &watch)) {
        return;
    }
    bw_exposure_reset(&exposure);
    cause->suffer(
        cause->context, bw_history_start(state, l->history), &watch, &exposure);
    finding = read_logger(state, lot, cause, &watch, &exposure);
    truth = bw_lot_expose(state, lot, &exposure);
    l->finding = (unsigned)finding & 3u;
    outcome->exposed += truth != BW_FINDING_FINE ? units : 0.0;
    outcome->beyond += finding >= BW_FINDING_BEYOND ? units : 0.0;
    outcome->lost += finding == BW_FINDING_LOST ? units : 0.0;
    outcome->missed +=
        truth >= BW_FINDING_BEYOND && finding < BW_FINDING_BEYOND ? units : 0.0;
    outcome->mistaken +=
        !l->unread && truth < BW_FINDING_BEYOND && finding >= BW_FINDING_BEYOND ? units
                                                                                : 0.0;
}

struct bw_shelf_outcome bw_shelf_expose(struct bw_state *state, bw_index stock,
    const struct bw_shelf_exposure *cause, uint64_t *draw)
{
    const struct bw_item *item =
        &state->network->items[state->network->stocks[stock].item];
    struct bw_shelf_outcome outcome = {0.0, 0.0, 0.0, 0.0, 0.0};

    for (uint32_t lot = take(state, stock, cause); lot != 0;) {
        struct bw_lot *l = bw_state_lot(state, lot);
        uint32_t next = l->next;
        double units = (double)l->quantity * item->quantum;

        expose(state, lot, units, cause, &outcome);
        /* It may expire sooner than before. */
        bw_shelf_insert(state, stock, lot);
        judge(state, lot, cause, draw);
        lot = next;
    }
    bw_shelf_watch(state, stock);
    return outcome;
}
