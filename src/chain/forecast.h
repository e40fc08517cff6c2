/* SPDX-License-Identifier: Apache-2.0
 *
 * Forecasts: what a stock expects to be asked for, from what it was asked for on past
 * days. Days begin at 00:00 UTC; a first day that the start of the run cuts short is
 * not counted. A stock without a forecast expects the long-run mean of the scenario.
 */
#ifndef BW_CHAIN_FORECAST_H
#define BW_CHAIN_FORECAST_H

#include "chain/state.h"

BW_NODISCARD enum bw_status bw_forecast_init(struct bw_state *state);
/* Begins with the initial values and schedules the first end of a day. */
void bw_forecast_reset(struct bw_state *state);

/* An order of quantity reaches the stock now. */
void bw_forecast_note(struct bw_state *state, bw_index stock, int64_t quantity);

/* Demand expected [units per tick]. */
double bw_forecast_rate(const struct bw_state *state, bw_index stock);

/* Standard deviation of the demand of a day about its forecast [units]; 0 without a
 * forecast and as long as nothing is known. */
double bw_forecast_deviation(const struct bw_state *state, bw_index stock);

/* Handler: a day is over. */
void bw_forecast_on_day(struct bw_state *state, const struct bw_event *event);

/* Errors of the days of the window, forecast - demand, in quanta. */
struct bw_forecast_errors {
    uint32_t days, days_with_demand;
    double demand, sum, absolute, squares; /* sums over days */
    double shares; /* sum of absolute error / demand, over days with demand */
};
const struct bw_forecast_errors *bw_forecast_errors(
    const struct bw_state *state, bw_index forecast);

#endif
