/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in when customers' orders come.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

bw_index bw_build_rare_sampler(
    struct bw_build *build, const struct bw_view *view, const char *key)
{
    struct bw_sampler *kept = NULL;
    struct bw_sampler sampler = bw_view_sampler(view, key);
    if (!sampler.present) {
        return BW_NONE;
    }
    if (bw_vector_push(&build->samplers, &kept) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return BW_NONE;
    }
    *kept = sampler;
    return (bw_index)(build->samplers.count - 1);
}

/* Weights per month, scaled to a mean of 1. */
static void build_season(
    struct bw_build *build, const struct bw_view *view, struct bw_profile *profile)
{
    double sum = 0.0;
    uint32_t count = bw_view_numbers(view, "season", profile->season, 12);
    if (count != 12) {
        return; /* as the schema check has said */
    }
    for (uint32_t i = 0; i < 12; i++) {
        sum += profile->season[i];
    }
    if (!(sum > 0.0)) {
        bw_build_fail(build, bw_build_path(build, view->path, "season"),
            "expected at least one weight above 0");
        return;
    }
    for (uint32_t i = 0; i < 12; i++) {
        profile->season[i] *= 12.0 / sum;
    }
    profile->has_season = true;
}

static void build_trend(const struct bw_view *view, struct bw_profile *profile)
{
    struct bw_view trend = bw_view_child(view, "trend");
    if (bw_view_has(&trend, "linear")) {
        profile->trend = BW_TREND_LINEAR;
        profile->slope = bw_view_number(&trend, "linear") / (double)BW_YEAR;
    } else if (bw_view_has(&trend, "growth")) {
        profile->trend = BW_TREND_GROWTH;
        profile->slope = log1p(bw_view_number(&trend, "growth")) / (double)BW_YEAR;
    }
}

/* A time that may lie before day 0. */
static bw_time signed_time(double ticks)
{
    return ticks < 0.0 ? -bw_time_round(-ticks) : bw_time_round(ticks);
}

static void build_surges(struct bw_build *build, const struct bw_view *view,
    const struct bw_demand *demand, struct bw_profile *profile)
{
    profile->first_surge = (bw_index)build->surges.count;
    for (uint32_t i = 0; i < bw_view_count(view, "surges"); i++) {
        struct bw_view entry = bw_view_ranked(view, "surges", i);
        struct bw_surge *surge = NULL;
        if (bw_vector_push(&build->surges, &surge) != BW_OK) {
            build->status = BW_ERR_NOMEM;
            return;
        }
        surge->from = signed_time(bw_view_number(&entry, "from"));
        surge->to = surge->from + bw_view_duration(&entry, "for");
        surge->factor = bw_view_parameter(&entry, "factor", demand->element);
        profile->surge_count++;
    }
}

static void build_profile(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    static const char *const keys[] = {"season", "trend", "surges"};
    struct bw_profile made = {.has_season = false}, *profile = NULL;
    demand->profile = BW_NONE;
    const char *written = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        written = bw_view_has(view, keys[i]) ? keys[i] : written;
    }
    if (written == NULL) {
        return;
    }
    if (demand->arrivals == BW_ARRIVALS_SATURATED) {
        bw_build_fail(build, bw_build_path(build, view->path, written),
            "saturated demand is always as large as it can be");
    }
    build_season(build, view, &made);
    build_trend(view, &made);
    build_surges(build, view, demand, &made);
    if (bw_vector_push(&build->profiles, &profile) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *profile = made;
    demand->profile = (bw_index)(build->profiles.count - 1);
}

/* Orders of these arrivals come singly, with a size of their own. */
static void refuse(struct bw_build *build, const struct bw_view *view, const char *key,
    const char *why)
{
    if (bw_view_has(view, key)) {
        bw_build_fail(build, bw_build_path(build, view->path, key), "%s", why);
    }
}

void bw_build_arrivals(
    struct bw_build *build, const struct bw_view *view, struct bw_demand *demand)
{
    struct bw_view arrivals = bw_view_child(view, "arrivals");
    const struct bw_node *node = arrivals.node;
    demand->arrival_stream = bw_build_stream(build, view->path, "arrivals");
    /* Without Poisson arrivals the slot stays at 0. */
    demand->rate = bw_view_parameter(&arrivals, "poisson", demand->element);
    demand->interval = bw_build_rare_sampler(build, &arrivals, "every");
    if (demand->interval != BW_NONE) {
        demand->arrivals = BW_ARRIVALS_EVERY;
    } else if (bw_view_has(&arrivals, "periodic")) {
        struct bw_view periodic = bw_view_child(&arrivals, "periodic");
        demand->arrivals = BW_ARRIVALS_PERIODIC;
        demand->period = bw_view_duration(&periodic, "every");
        demand->period = demand->period > 0 ? demand->period : 1;
        demand->phase = bw_view_duration(&periodic, "at");
    } else if (bw_view_has(&arrivals, "trace")) {
        struct bw_view trace = bw_view_child(&arrivals, "trace");
        demand->arrivals = BW_ARRIVALS_TRACE;
        bw_build_trace(build, &trace, demand);
        refuse(build, view, "size", "a trace has its own quantities");
        refuse(build, view, "together", "a trace has its own orders");
    } else if (node != NULL && node->kind == BW_NODE_SCALAR
        && strcmp(node->text, "saturated") == 0) {
        demand->arrivals = BW_ARRIVALS_SATURATED;
        refuse(build, view, "together", "saturated orders come as others start");
    }
    demand->together = bw_build_rare_sampler(build, view, "together");
    build_profile(build, view, demand);
}
