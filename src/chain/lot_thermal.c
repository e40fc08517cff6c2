/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/lot_thermal.h"

#include "chain/lot.h"
#include "chain/measure.h"
#include "chain/state_internal.h"

#include <math.h>
#include <string.h>

/* Classes of what is left of a budget: n % up to below n + 1 %; all of it apart. */
#define LEFT_CLASSES 101

struct bw_budget_state {
    double delivered[LEFT_CLASSES]; /* quanta in the window */
};

enum bw_status bw_thermal_record_init(struct bw_state *state)
{
    state->budgets = bw_arena_allocate(
        &state->arena, state->network->budget_count, sizeof *state->budgets);
    return state->budgets == NULL ? BW_ERR_NOMEM : BW_OK;
}

void bw_thermal_record_reset(struct bw_state *state)
{
    memset(state->budgets, 0, state->network->budget_count * sizeof *state->budgets);
}

static struct bw_thermal_record *record_at(const struct bw_state *state, uint32_t index)
{
    return bw_pool_at(&state->thermal_records, index);
}

/* The record of a lot, made when it has none. */
static struct bw_thermal_record *record_of(struct bw_state *state, struct bw_lot *lot)
{
    if (lot->thermal == 0) {
        lot->thermal = bw_state_take(state, &state->thermal_records);
    }
    return record_at(state, lot->thermal);
}

static const struct bw_stability *stability_of(
    const struct bw_state *state, const struct bw_lot *lot)
{
    return state->network->items[lot->item].stability;
}

/* Class whose range holds for a lot now. */
static bw_index class_of(const struct bw_state *state, const struct bw_lot *lot)
{
    uint8_t done = lot->thermal != 0 ? record_at(state, lot->thermal)->transition : 0;

    return done != 0 ? stability_of(state, lot)->transitions[done - 1].storage_class
                     : state->network->items[lot->item].storage_class;
}

bool bw_lot_watch(
    const struct bw_state *state, uint32_t lot, struct bw_thermal_watch *watch)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    const struct bw_stability *stability = stability_of(state, l);
    bw_index class = class_of(state, l);

    if (class == BW_NONE) {
        return false;
    }
    *watch = (struct bw_thermal_watch){
        .low_c = state->network->classes[class].low_c,
        .high_c = state->network->classes[class].high_c,
        .activation_k = BW_THERMAL_ACTIVATION_K,
    };
    if (stability != NULL) {
        watch->bands = stability->bands;
        watch->band_count = stability->budget_count;
        watch->activation_k = stability->activation_k;
    }
    return true;
}

/* Seconds, rounded up, so that no time out of range is lost. */
static uint32_t in_seconds(bw_time time)
{
    bw_time seconds = (time + BW_SECOND - 1) / BW_SECOND;

    return seconds < UINT32_MAX ? (uint32_t)seconds : UINT32_MAX;
}

static void add(uint32_t *sum, uint32_t seconds)
{
    *sum = *sum > UINT32_MAX - seconds ? UINT32_MAX : *sum + seconds;
}

/* How far budgets reach on from a bound of the range, upwards or downwards. */
static double reach(const struct bw_stability *stability, double from, bool up)
{
    bool grows = true;

    while (grows) {
        grows = false;
        for (uint32_t i = 0; i < stability->budget_count; i++) {
            const struct bw_thermal_band *band = &stability->bands[i];

            if (up && band->low_c <= from && band->high_c > from) {
                from = band->high_c;
                grows = true;
            } else if (!up && band->high_c >= from && band->low_c < from) {
                from = band->low_c;
                grows = true;
            }
        }
    }
    return from;
}

/* True for a band whose time is out of the range. */
static bool is_outside(
    const struct bw_thermal_band *band, const struct bw_thermal_watch *watch)
{
    return band->low_c >= watch->high_c || band->high_c <= watch->low_c;
}

/* The label may change by date. */
static bw_time limit_of(const struct bw_state *state, const struct bw_budget *budget)
{
    return budget->limit_slot == BW_NONE
        ? budget->limit
        : bw_time_round(bw_state_parameter(state, budget->limit_slot));
}

/* Adds a trip to the budgets used. Returns false when one is overdrawn. */
static bool spend(const struct bw_state *state, const struct bw_stability *stability,
    struct bw_thermal_use *use, const struct bw_thermal_watch *watch,
    const struct bw_exposure *exposure)
{
    bool good = true;

    for (uint32_t i = 0; i < stability->budget_count; i++) {
        const struct bw_budget *budget =
            &state->network->budgets[stability->first_budget + i];
        bool once_more = (use->events >> i & 1u) != 0;

        if (exposure->band[i] == 0 || !is_outside(&stability->bands[i], watch)) {
            continue;
        }
        add(&use->band_s[i], in_seconds(exposure->band[i]));
        use->events = (uint8_t)(use->events | 1u << i);
        if (use->band_s[i] * BW_SECOND > limit_of(state, budget)
            || (budget->single && once_more)) {
            use->overdrawn = (uint8_t)(use->overdrawn | 1u << i);
            good = false;
        }
    }
    return good;
}

/* Adds a trip to a use, and judges it. */
static enum bw_finding judge(const struct bw_state *state, const struct bw_lot *lot,
    struct bw_thermal_use *use, const struct bw_thermal_watch *watch,
    const struct bw_exposure *exposure)
{
    const struct bw_stability *stability = stability_of(state, lot);
    bw_time out = exposure->below + exposure->above;
    bool good;

    add(&use->out_s, in_seconds(out));
    if (stability != NULL && watch->low_c >= stability->frozen_below_c
        && exposure->min_c < stability->frozen_below_c) {
        return BW_FINDING_LOST;
    }
    if (out == 0) {
        return BW_FINDING_FINE;
    }
    if (stability == NULL || stability->budget_count == 0) {
        good = use->out_s * BW_SECOND
            <= state->network->classes[class_of(state, lot)].out_of_range_budget;
    } else {
        good = spend(state, stability, use, watch, exposure)
            && exposure->max_c <= reach(stability, watch->high_c, true)
            && exposure->min_c >= reach(stability, watch->low_c, false);
    }
    if (stability != NULL && isfinite(stability->mkt_limit_c)) {
        good = good
            && bw_thermal_mkt_c(exposure, stability->activation_k)
                <= stability->mkt_limit_c;
    }
    return good ? BW_FINDING_WITHIN : BW_FINDING_BEYOND;
}

/* A lot that was never out of range needs no record. */
static bool is_harmless(const struct bw_state *state, const struct bw_lot *lot,
    const struct bw_exposure *exposure)
{
    const struct bw_stability *stability = stability_of(state, lot);

    return exposure->below + exposure->above == 0
        && (stability == NULL || !(exposure->min_c < stability->frozen_below_c));
}

/* What goods have borne may change them for good. The first change that a trip brings
 * is the one that happens. */
static void change(struct bw_state *state, uint32_t index,
    struct bw_thermal_record *record, const struct bw_thermal_watch *watch,
    const struct bw_exposure *exposure)
{
    const struct bw_lot *lot = bw_state_lot(state, index);
    const struct bw_stability *stability = stability_of(state, lot);

    if (stability == NULL || record->transition != 0) {
        return;
    }
    for (uint32_t i = 0; i < stability->budget_count; i++) {
        bw_index to = state->network->budgets[stability->first_budget + i].on_use;

        if (to != BW_NONE && exposure->band[i] > 0
            && is_outside(&stability->bands[i], watch)) {
            bw_time life = stability->transitions[to].shelf_life;
            bw_time now = bw_state_now(state);

            record->transition = (uint8_t)(to + 1);
            if (life != BW_FOREVER && now + life < lot->expiry) {
                bw_lot_redate(state, index, now + life, "transition");
            }
            return;
        }
    }
}

enum bw_finding bw_lot_expose(
    struct bw_state *state, uint32_t lot, const struct bw_exposure *exposure)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_thermal_watch watch;
    struct bw_thermal_record *record;
    enum bw_finding finding;

    if (!bw_lot_watch(state, lot, &watch) || is_harmless(state, l, exposure)) {
        return BW_FINDING_FINE;
    }
    record = record_of(state, l);
    finding = judge(state, l, &record->truth, &watch, exposure);
    change(state, lot, record, &watch, exposure);
    return finding;
}

enum bw_finding bw_lot_measure(
    struct bw_state *state, uint32_t lot, const struct bw_exposure *measured)
{
    struct bw_lot *l = bw_state_lot(state, lot);
    struct bw_thermal_watch watch;

    if (!bw_lot_watch(state, lot, &watch) || is_harmless(state, l, measured)) {
        return BW_FINDING_FINE;
    }
    return judge(state, l, &record_of(state, l)->measured, &watch, measured);
}

double bw_lot_budget_left(
    const struct bw_state *state, const struct bw_lot *lot, uint32_t budget)
{
    const struct bw_budget *b =
        &state->network->budgets[stability_of(state, lot)->first_budget + budget];
    double used;

    if (lot->thermal == 0
        || record_at(state, lot->thermal)->truth.band_s[budget] == 0) {
        return 1.0;
    }
    used = (double)record_at(state, lot->thermal)->truth.band_s[budget] * BW_SECOND;
    return b->single ? 0.0 : fmax(1.0 - used / (double)limit_of(state, b), 0.0);
}

static bool is_overdrawn(
    const struct bw_state *state, const struct bw_lot *lot, uint32_t budget)
{
    return lot->thermal != 0
        && (record_at(state, lot->thermal)->truth.overdrawn >> budget & 1u) != 0;
}

static double used_of(
    const struct bw_state *state, const struct bw_lot *lot, uint32_t budget)
{
    return lot->thermal != 0
        ? (double)record_at(state, lot->thermal)->truth.band_s[budget] * BW_SECOND
        : 0.0;
}

void bw_lot_count_budgets(struct bw_state *state, const struct bw_lot *lot)
{
    const struct bw_stability *stability = stability_of(state, lot);

    if (stability == NULL || !bw_measure_is_open(state)) {
        return;
    }
    for (uint32_t i = 0; i < stability->budget_count; i++) {
        const struct bw_budget *budget =
            &state->network->budgets[stability->first_budget + i];
        double left = bw_lot_budget_left(state, lot, i);
        double quantity = (double)lot->quantity, used = used_of(state, lot, i);

        bw_observe(state, budget->element, BW_SUM_BUDGET_UNITS, quantity);
        bw_observe(state, budget->element, BW_SUM_BUDGET_USED, quantity * used);
        bw_observe(state, budget->element, BW_SUM_BUDGET_LEFT, quantity * left);
        bw_observe(state, budget->element, BW_SUM_BUDGET_OVERDRAWN,
            is_overdrawn(state, lot, i) ? quantity : 0.0);
        state->budgets[stability->first_budget + i]
            .delivered[(int)(left * (LEFT_CLASSES - 1))] += quantity;
    }
}

double bw_budget_quantile(
    const struct bw_state *state, bw_index budget, double probability)
{
    const double *delivered = state->budgets[budget].delivered;
    double all = 0.0, below = delivered[0];
    int at = 0;

    for (int i = 0; i < LEFT_CLASSES; i++) {
        all += delivered[i];
    }
    if (all == 0.0) {
        return NAN;
    }
    while (below < probability * all) {
        below += delivered[++at];
    }
    return (double)at / (LEFT_CLASSES - 1);
}

bw_time bw_lot_out_of_range(const struct bw_state *state, const struct bw_lot *lot)
{
    return lot->thermal != 0 ? record_at(state, lot->thermal)->truth.out_s * BW_SECOND
                             : 0;
}

const struct bw_carried_pack *bw_lot_pack(
    const struct bw_state *state, const struct bw_lot *lot)
{
    uint32_t pack = lot->thermal != 0 ? record_at(state, lot->thermal)->pack : 0;

    return pack != 0 ? bw_pool_at(&state->carried_packs, pack) : NULL;
}

void bw_lot_keep_pack(
    struct bw_state *state, struct bw_lot *lot, const struct bw_carried_pack *pack)
{
    struct bw_thermal_record *record;

    if (pack == NULL && bw_lot_pack(state, lot) == NULL) {
        return;
    }
    record = record_of(state, lot);
    if (pack == NULL) {
        bw_pool_give(&state->carried_packs, record->pack);
        record->pack = 0;
        return;
    }
    if (record->pack == 0) {
        record->pack = bw_state_take(state, &state->carried_packs);
    }
    *(struct bw_carried_pack *)bw_pool_at(&state->carried_packs, record->pack) = *pack;
}

void bw_lot_copy_record(struct bw_state *state, struct bw_lot *part)
{
    uint32_t from = part->thermal;
    const struct bw_carried_pack *pack = bw_lot_pack(state, part);

    if (from == 0) {
        return;
    }
    part->thermal = bw_state_take(state, &state->thermal_records);
    *record_at(state, part->thermal) = *record_at(state, from);
    if (pack != NULL) {
        const struct bw_carried_pack copy = *pack;

        record_at(state, part->thermal)->pack = 0;
        bw_lot_keep_pack(state, part, &copy);
    }
}

void bw_lot_drop_record(struct bw_state *state, struct bw_lot *lot)
{
    if (lot->thermal != 0) {
        bw_lot_keep_pack(state, lot, NULL);
        bw_pool_give(&state->thermal_records, lot->thermal);
        lot->thermal = 0;
    }
}
