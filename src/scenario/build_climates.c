/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in climates.
 */
#include "chain/weather.h"
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>

#define RADIANS (3.14159265358979323846 / 180.0)

static void build_weather(
    struct bw_build *build, const struct bw_view *view, struct bw_climate *climate)
{
    struct bw_view weather = bw_view_child(view, "weather");
    double days = (double)bw_view_duration(&weather, "memory") / (double)BW_DAY;
    climate->stream = bw_build_stream(build, view->path, "weather");
    if (weather.node == NULL) {
        return;
    }
    double *weights = bw_build_allocate(build, BW_WEATHER_DAYS, sizeof *weights);
    if (weights == NULL) {
        return;
    }
    climate->weights = weights;
    climate->day_count =
        bw_weather_weights(bw_view_number(&weather, "sd"), days, weights);
    if (3.0 * days > BW_WEATHER_DAYS - 1) {
        bw_build_fail(build, bw_view_path(&weather, "memory"), "expected at most %u d",
            (BW_WEATHER_DAYS - 1) / 3);
    }
}

/* A time of the day below 24 h. */
static bw_time read_hour(const struct bw_view *view, const char *key)
{
    bw_time hour = bw_view_duration(view, key);
    if (hour >= BW_DAY) {
        bw_build_fail(view->build, bw_view_path(view, key),
            "expected a time of the day below 24 h");
    }
    return hour;
}

static void build_climate(
    struct bw_build *build, const struct bw_view *view, struct bw_climate *climate)
{
    climate->name = bw_build_keep(build, bw_view_id(view));
    (void)bw_view_numbers(view, "monthly", climate->monthly_c, 12);
    climate->amplitude_k = bw_view_number(view, "amplitude");
    climate->warmest = read_hour(view, "warmest");
    climate->noon = read_hour(view, "noon");
    climate->latitude = bw_view_has(view, "latitude")
        ? bw_view_number(view, "latitude") * RADIANS
        : NAN;
    build_weather(build, view, climate);
}

void bw_build_climates(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    network->climate_count = bw_view_count(&root, "climates");
    network->climates =
        bw_build_allocate(build, network->climate_count, sizeof *network->climates);
    for (uint32_t i = 0; network->climates != NULL && i < network->climate_count; i++) {
        struct bw_view view = bw_view_ranked(&root, "climates", i);
        build_climate(build, &view, &network->climates[i]);
    }
}
