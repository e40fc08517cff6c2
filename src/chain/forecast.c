/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/forecast.h"

#include "chain/replenish.h"

#include <math.h>

struct bw_forecast_state {
    double mean, variance; /* of the demand of a day, in quanta */
    int64_t today;         /* asked for so far */
    int64_t *days;         /* the last ones, of a moving average */
    int64_t sum;           /* of days */
    uint32_t at, known;    /* next place in days; how many of them are there */
    bool whole;            /* today began at 00:00 */
    struct bw_forecast_errors errors;
};

enum bw_status bw_forecast_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    state->forecasts = bw_arena_allocate(
        &state->arena, network->forecast_count, sizeof *state->forecasts);
    if (state->forecasts == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->forecast_count; i++) {
        uint32_t window = network->forecasts[i].window;

        state->forecasts[i].days =
            bw_arena_allocate(&state->arena, window, sizeof(int64_t));
        if (state->forecasts[i].days == NULL) {
            return BW_ERR_NOMEM;
        }
    }
    return BW_OK;
}

/* Expected at the start [quanta per day]. */
static double initial_mean(const struct bw_state *state, bw_index forecast)
{
    const struct bw_forecast *f = &state->network->forecasts[forecast];
    const struct bw_stock *stock = &state->network->stocks[f->stock];
    double rate = isnan(f->initial) ? stock->mean_demand : f->initial;

    return rate * (double)BW_DAY / state->network->items[stock->item].quantum;
}

void bw_forecast_reset(struct bw_state *state)
{
    bw_time now = bw_state_now(state);
    bw_time past = now % BW_DAY;

    past += past < 0 ? BW_DAY : 0;
    for (bw_index i = 0; i < state->network->forecast_count; i++) {
        const struct bw_forecast *f = &state->network->forecasts[i];
        struct bw_forecast_state *s = &state->forecasts[i];

        s->mean = initial_mean(state, i);
        s->variance = 0.0;
        s->today = s->sum = 0;
        s->at = s->known = 0;
        s->whole = past == 0;
        s->errors = (struct bw_forecast_errors){0};
        bw_state_schedule(state, state->network->stocks[f->stock].element,
            now - past + BW_DAY, BW_EVENT_STOCK_DAY, f->stock, i);
    }
}

void bw_forecast_note(struct bw_state *state, bw_index stock, int64_t quantity)
{
    bw_index forecast = state->network->stocks[stock].forecast;

    if (forecast != BW_NONE) {
        state->forecasts[forecast].today += quantity;
    }
}

double bw_forecast_rate(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];

    return s->forecast == BW_NONE ? s->mean_demand
                                  : state->forecasts[s->forecast].mean
            * state->network->items[s->item].quantum / (double)BW_DAY;
}

double bw_forecast_deviation(const struct bw_state *state, bw_index stock)
{
    const struct bw_stock *s = &state->network->stocks[stock];

    return s->forecast == BW_NONE ? 0.0
                                  : sqrt(state->forecasts[s->forecast].variance)
            * state->network->items[s->item].quantum;
}

/* Mean of the last days, those before the start with the initial value; variance about
 * the mean of the days that are known. */
static void update_moving_average(
    struct bw_state *state, bw_index forecast, int64_t demand)
{
    struct bw_forecast_state *s = &state->forecasts[forecast];
    uint32_t window = state->network->forecasts[forecast].window;
    double unknown, mean, squares = 0.0;

    s->sum += demand - (s->known == window ? s->days[s->at] : 0);
    s->days[s->at] = demand;
    s->at = s->at + 1 == window ? 0 : s->at + 1;
    s->known += s->known < window;
    unknown = (double)(window - s->known) * initial_mean(state, forecast);
    s->mean = ((double)s->sum + unknown) / (double)window;
    mean = (double)s->sum / (double)s->known;
    for (uint32_t i = 0; i < s->known; i++) {
        squares += ((double)s->days[i] - mean) * ((double)s->days[i] - mean);
    }
    s->variance = s->known > 1 ? squares / (double)(s->known - 1) : 0.0;
}

/* Simple exponential smoothing (Brown 1959); the variance is weighted alike (Finch,
 * Incremental calculation of weighted mean and variance, 2009, equation 143). */
static void update_smoothing(struct bw_state *state, bw_index forecast, int64_t demand)
{
    struct bw_forecast_state *s = &state->forecasts[forecast];
    double alpha = state->network->forecasts[forecast].alpha;
    double error = (double)demand - s->mean;

    s->mean += alpha * error;
    s->variance = (1.0 - alpha) * (s->variance + alpha * error * error);
}

static void update_fixed(struct bw_state *state, bw_index forecast, int64_t demand)
{
    (void)state;
    (void)forecast;
    (void)demand;
}

static void (*const updates[BW_FORECAST_KIND_COUNT])(
    struct bw_state *, bw_index, int64_t) = {
    [BW_FORECAST_FIXED] = update_fixed,
    [BW_FORECAST_MOVING_AVERAGE] = update_moving_average,
    [BW_FORECAST_SMOOTHING] = update_smoothing,
};

/* Compares what was expected of a day of the window with what was asked for. */
static void note_error(
    struct bw_state *state, bw_index forecast, bw_time end, int64_t demand)
{
    struct bw_forecast_state *s = &state->forecasts[forecast];
    struct bw_forecast_errors *errors = &s->errors;
    double error = s->mean - (double)demand;

    if (end <= 0 || end > state->network->horizon) {
        return;
    }
    errors->days++;
    errors->demand += (double)demand;
    errors->sum += error;
    errors->absolute += fabs(error);
    errors->squares += error * error;
    if (demand > 0) {
        errors->days_with_demand++;
        errors->shares += fabs(error) / (double)demand;
    }
}

const struct bw_forecast_errors *bw_forecast_errors(
    const struct bw_state *state, bw_index forecast)
{
    return &state->forecasts[forecast].errors;
}

void bw_forecast_on_day(struct bw_state *state, const struct bw_event *event)
{
    bw_index forecast = event->a;
    struct bw_forecast_state *s = &state->forecasts[forecast];
    int64_t demand = s->today;

    s->today = 0;
    if (s->whole) {
        note_error(state, forecast, event->time, demand);
        updates[state->network->forecasts[forecast].kind](state, forecast, demand);
    }
    s->whole = true;
    bw_replenish_notice(state, event->target);
    bw_state_schedule(state, state->network->stocks[event->target].element,
        event->time + BW_DAY, BW_EVENT_STOCK_DAY, event->target, forecast);
}
