/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/logger.h"

#include <math.h>

#define KELVIN 273.15

struct bw_logger bw_logger_draw(
    const struct bw_state *state, const struct bw_loggers *loggers, uint64_t number)
{
    return (struct bw_logger){
        .lost = bw_state_chance(state, loggers->loss_stream, number, loggers->loss),
        .error_k = bw_state_value(state, &loggers->error, number, 0.0),
        .phase = loggers->interval > 0
            ? bw_state_uniform(state, loggers->phase_stream, number)
            : 0.0,
    };
}

struct bw_thermal_watch bw_logger_watch(const struct bw_logger *logger,
    const struct bw_thermal_watch *watch, struct bw_thermal_band *bands)
{
    struct bw_thermal_watch seen = *watch;

    seen.low_c -= logger->error_k;
    seen.high_c -= logger->error_k;
    for (uint32_t i = 0; i < watch->band_count; i++) {
        bands[i].low_c = watch->bands[i].low_c - logger->error_k;
        bands[i].high_c = watch->bands[i].high_c - logger->error_k;
    }
    seen.bands = bands;
    seen.shift_k = logger->error_k;
    return seen;
}

/* Time of the readings that fall into a stretch of a length. */
static bw_time seen(
    const struct bw_loggers *loggers, const struct bw_logger *logger, bw_time time)
{
    if (loggers->interval == 0) {
        return time;
    }
    return (bw_time)((double)time / (double)loggers->interval + logger->phase)
        * loggers->interval;
}

void bw_logger_sample(const struct bw_loggers *loggers, const struct bw_logger *logger,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure)
{
    exposure->below = seen(loggers, logger, exposure->below);
    exposure->above = seen(loggers, logger, exposure->above);
    for (uint32_t i = 0; i < watch->band_count; i++) {
        exposure->band[i] = seen(loggers, logger, exposure->band[i]);
    }
    exposure->min_c += logger->error_k;
    exposure->max_c += logger->error_k;
    if (exposure->below == 0) {
        exposure->min_c = fmax(exposure->min_c, watch->low_c);
    }
    if (exposure->above == 0) {
        exposure->max_c = fmin(exposure->max_c, watch->high_c);
    }
    if (watch->activation_k > 0.0 && exposure->duration > 0) {
        /* The kinetic mean rises by the error. */
        double mkt = bw_thermal_mkt_c(exposure, watch->activation_k) + KELVIN;

        exposure->kinetic_s *=
            exp(watch->activation_k * (1.0 / mkt - 1.0 / (mkt + logger->error_k)));
    }
}

enum bw_finding bw_logger_guess(const struct bw_loggers *loggers)
{
    static const enum bw_finding findings[] = {
        [BW_MISSING_QUARANTINE] = BW_FINDING_BEYOND,
        [BW_MISSING_ACCEPT] = BW_FINDING_FINE,
        [BW_MISSING_REJECT] = BW_FINDING_LOST,
    };

    return findings[loggers->on_missing];
}
