/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/inspection.h"

#include "chain/carriage.h"
#include "chain/carried.h"
#include "chain/coldchain.h"
#include "chain/cost.h"
#include "chain/lot_thermal.h"
#include "chain/measure.h"
#include "chain/state_internal.h"
#include "chain/transport.h"

void bw_charge_pipeline(struct bw_state *state, const struct bw_lane *lane,
    const struct bw_lot *lot, bw_time time)
{
    const struct bw_item *item = &state->network->items[lot->item];

    bw_cost_charge(state, lane->element, BW_COST_PIPELINE,
        (double)lot->quantity * item->quantum * item->value * lane->capital
            * (double)time);
}

static double units_of(const struct bw_state *state, const struct bw_lot *lot)
{
    return (double)lot->quantity * state->network->items[lot->item].quantum;
}

/* What goods that are watched have suffered on the way. Returns false where nothing
 * is known of it. trip: notes what happens on each leg; NULL = nothing. */
static bool travel(const struct bw_state *state, const struct bw_shipment *shipment,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure,
    struct bw_packed *packed, struct bw_trip *trip)
{
    const struct bw_lane *lane = &state->network->lanes[shipment->lane];
    double ambient;

    if (lane->packaging == BW_NONE || lane->checks == NULL
        || state->network->packagings[lane->packaging].statistical != NULL) {
        return false;
    }
    bw_exposure_reset(exposure);
    if (lane->checks->legs != NULL) {
        bw_carriage_expose(state, shipment, watch, packed, exposure, trip);
        return true;
    }
    if (!lane->checks->ambient.present) {
        return false;
    }
    ambient = bw_state_value(state, &lane->checks->ambient, shipment->number, 0.0);
    if (packed->packaging != NULL) {
        bw_packaging_pass(packed,
            &(const struct bw_ambient){
                .duration = bw_state_now(state) - shipment->departed,
                .mean_c = ambient},
            watch, exposure);
        return true;
    }
    bw_coldchain_expose(&state->network->packagings[lane->packaging], ambient,
        bw_state_now(state) - shipment->departed, watch, &packed->left, exposure);
    return true;
}

static void note_out(struct bw_inspection *look, bw_time out)
{
    look->out_of_range = out > look->out_of_range ? out : look->out_of_range;
}

/* What rates say of goods; nothing is known of their temperature. */
static enum bw_finding rate(struct bw_inspection *look)
{
    static const enum bw_finding findings[] = {
        [BW_PACKAGING_KEPT] = BW_FINDING_FINE,
        [BW_PACKAGING_MINOR] = BW_FINDING_WITHIN,
        [BW_PACKAGING_REVIEW] = BW_FINDING_BEYOND,
        [BW_PACKAGING_LOSS] = BW_FINDING_LOST,
    };

    note_out(look, look->rated);
    return findings[look->fate];
}

/* What is known of a lot whose logger was lost. */
static enum bw_finding guess(struct bw_lot *lot, const struct bw_loggers *loggers)
{
    lot->unread = true;
    return bw_logger_guess(loggers);
}

/* The pack of a lot when its way began. Each lot that was packed for the lane sees the
 * same: what is drawn belongs to the shipment. */
static void unpack(const struct bw_state *state, const struct bw_inspection *look,
    uint32_t lot, struct bw_packed *packed)
{
    bw_packaging_pack(
        state, look->lane, look->shipment->number, look->shipment->fresh, packed);
    bw_carried_open(state, look->lane, lot, packed);
}

/* Adds what the logger shows to the record of a lot, and says what it means. exposure
 * is the true one. */
static enum bw_finding read_logger(struct bw_state *state,
    const struct bw_inspection *look, uint32_t lot,
    const struct bw_thermal_watch *watch, const struct bw_exposure *exposure)
{
    const struct bw_shipment *shipment = look->shipment;
    struct bw_thermal_band bands[BW_THERMAL_BANDS];
    struct bw_exposure shown = *exposure;

    if (look->loggers == NULL) {
        return bw_lot_measure(state, lot, exposure);
    }
    if (look->logger.error_k != 0.0) {
        struct bw_thermal_watch seen = bw_logger_watch(&look->logger, watch, bands);
        struct bw_packed packed;

        unpack(state, look, lot, &packed);
        (void)travel(state, shipment, &seen, &shown, &packed, NULL);
    }
    bw_logger_sample(look->loggers, &look->logger, watch, &shown);
    return bw_lot_measure(state, lot, &shown);
}

/* Adds the way to the record of a lot, and says what is found. */
static enum bw_finding warm(
    struct bw_state *state, struct bw_inspection *look, uint32_t lot)
{
    const struct bw_shipment *shipment = look->shipment;
    bool lost = look->loggers != NULL && look->logger.lost;
    struct bw_thermal_watch watch;
    struct bw_exposure exposure;
    struct bw_packed packed;
    enum bw_finding finding, truth;

    if (!bw_lot_watch(state, lot, &watch)) {
        /* Nobody asks how warm the pack was, only whether it is paid for. */
        if (bw_carried_matters(state, look->lane, lot)) {
            unpack(state, look, lot, &packed);
            bw_carried_close(state, look->lane, lot, &packed);
        }
        return BW_FINDING_FINE;
    }
    unpack(state, look, lot, &packed);
    if (!travel(state, shipment, &watch, &exposure, &packed, &look->trip)) {
        finding = rate(look);
        bw_carried_close(state, look->lane, lot, &packed);
        return lost ? guess(bw_state_lot(state, lot), look->loggers) : finding;
    }
    bw_trip_add(
        &look->trip, &exposure, &watch, packed.packaging != NULL ? &packed : NULL);
    bw_trip_add_renewals(
        &look->trip, &packed, units_of(state, bw_state_lot(state, lot)));
    note_out(look, exposure.below + exposure.above);
    finding = lost ? guess(bw_state_lot(state, lot), look->loggers)
                   : read_logger(state, look, lot, &watch, &exposure);
    truth = bw_lot_expose(state, lot, &exposure);
    bw_carried_close(state, look->lane, lot, &packed);
    look->missed |= truth >= BW_FINDING_BEYOND && finding < BW_FINDING_BEYOND;
    look->mistaken |=
        !lost && truth < BW_FINDING_BEYOND && finding >= BW_FINDING_BEYOND;
    return finding;
}

/* Goods that are found to be lost are waste at once, when their data are there. */
static void discard(
    struct bw_state *state, const struct bw_inspection *look, uint32_t lot)
{
    const struct bw_lot *l = bw_state_lot(state, lot);
    enum bw_waste cause =
        look->fate == BW_PACKAGING_LOSS ? BW_WASTE_EXCURSION : BW_WASTE_FREEZE;

    bw_observe(state, look->lane->element, BW_SUM_SPOILED, units_of(state, l));
    bw_charge_pipeline(
        state, look->lane, l, bw_state_now(state) - look->shipment->departed);
    bw_lane_lost(state, lot, l->unread ? BW_WASTE_LOGGER : cause);
}

/* Looks at the lots of a shipment. */
static void look_at(struct bw_state *state, struct bw_inspection *look)
{
    bool waits = look->loggers != NULL && look->loggers->upload.present;

    for (uint32_t lot = look->shipment->lots; lot != 0;
         lot = bw_state_lot(state, lot)->next) {
        struct bw_lot *l = bw_state_lot(state, lot);
        enum bw_finding finding;

        if (l->quantity == 0) {
            continue;
        }
        l->unread = false;
        finding = warm(state, look, lot);
        finding =
            look->alarm && finding < BW_FINDING_BEYOND ? BW_FINDING_BEYOND : finding;
        look->beyond |= finding >= BW_FINDING_BEYOND;
        look->within |= finding == BW_FINDING_WITHIN;
        l->finding = (unsigned)finding & 3u;
        bw_observe(state, look->lane->element, BW_SUM_LANDED, units_of(state, l));
        if (finding == BW_FINDING_LOST && !waits) {
            discard(state, look, lot);
        }
    }
}

void bw_inspect(struct bw_state *state, const struct bw_shipment *shipment,
    struct bw_inspection *look)
{
    const struct bw_lane *lane = &state->network->lanes[shipment->lane];
    const struct bw_lane_checks *checks = lane->checks;

    *look = (struct bw_inspection){.lane = lane, .shipment = shipment};
    look->fate = bw_packaging_draw(state, lane, shipment->number, &look->rated);
    bw_trip_begin(state, lane, &look->trip);
    if (checks != NULL) {
        look->alarm = bw_state_chance(
            state, checks->excursion_stream, shipment->number, checks->excursion_share);
        look->beyond = look->alarm;
        look->loggers = checks->loggers;
    }
    if (look->loggers != NULL) {
        look->logger = bw_logger_draw(state, look->loggers, shipment->number);
    }
    look_at(state, look);
}

void bw_inspection_end(struct bw_state *state, const struct bw_inspection *look)
{
    bw_index element = look->lane->element;
    const struct bw_trip_finding finding = {
        .excursion = look->beyond,
        .within = look->within && !look->beyond,
        .out_of_range = look->out_of_range,
    };

    bw_observe(state, element, BW_SUM_EXCURSION, finding.excursion ? 1.0 : 0.0);
    bw_observe(state, element, BW_SUM_WITHIN, finding.within ? 1.0 : 0.0);
    bw_observe(state, element, BW_SUM_OUT_OF_RANGE, (double)look->out_of_range);
    if (look->loggers != NULL) {
        bw_observe(state, element, BW_SUM_LOGGER_LOST, look->logger.lost ? 1.0 : 0.0);
        bw_observe(state, element, BW_SUM_MISSED, look->missed ? 1.0 : 0.0);
        bw_observe(state, element, BW_SUM_MISTAKEN, look->mistaken ? 1.0 : 0.0);
    }
    bw_trip_end(state, look->lane, look->shipment->fresh, &look->trip, &finding);
}
