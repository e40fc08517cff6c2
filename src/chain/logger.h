/* SPDX-License-Identifier: Apache-2.0
 *
 * Temperature loggers: what they show of what goods have suffered.
 */
#ifndef BW_CHAIN_LOGGER_H
#define BW_CHAIN_LOGGER_H

#include "chain/lot_thermal.h"
#include "chain/state.h"
#include "chain/thermal.h"

/* The logger of one shipment. */
struct bw_logger {
    bool lost;
    double error_k; /* by which it shows too much */
    double phase;   /* of its readings, 0..1 */
};

/* Draws the logger of a shipment of a lane that has some. */
struct bw_logger bw_logger_draw(
    const struct bw_state *state, const struct bw_loggers *loggers, uint64_t number);

/* What is to be watched in truth so that its times are those that the logger would
 * show if it read all the time. bands holds BW_THERMAL_BANDS. */
struct bw_thermal_watch bw_logger_watch(const struct bw_logger *logger,
    const struct bw_thermal_watch *watch, struct bw_thermal_band *bands);

/* Makes of an exposure that was watched so what the logger shows. Of each time t only
 * whole intervals are seen, floor(t / interval + phase) of them: as many readings as
 * fall into a stretch of that length, of an expected length of t. Without readings out
 * of the range (watch: as it is in truth) the extremes are those of the range. */
void bw_logger_sample(const struct bw_loggers *loggers, const struct bw_logger *logger,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure);

/* What is found of goods whose logger was lost. */
enum bw_finding bw_logger_guess(const struct bw_loggers *loggers);

#endif
