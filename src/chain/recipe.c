/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/recipe.h"

#include <math.h>

double bw_recipe_test_loss(const struct bw_step *step)
{
    double loss = step->test.present ? step->test.reject : 0.0;

    return step->test.retest.present ? loss * step->test.retest.confirm : loss;
}

double bw_recipe_release_share(const struct bw_recipe *recipe)
{
    const struct bw_release *release = &recipe->release;
    double share = 1.0 - release->review.reject_share;

    if (release->deviations.present) {
        share *= pow(1.0 - release->blocking * release->investigation.reject_share,
            bw_law_mean(&release->deviations.law));
    }
    return release->present ? share : 1.0;
}

bw_index bw_step_routes(const struct bw_network *network, const struct bw_step *step,
    uint32_t round, const struct bw_route **routes)
{
    if (round + 1 < step->at_most) {
        *routes = &network->routes[step->first_route];
        return step->route_count;
    }
    *routes = &network->routes[step->after.first_route];
    return round + 1 < step->after.at_most ? step->after.route_count : 0;
}

double bw_step_line_weight(
    const struct bw_network *network, const struct bw_step *step, bw_index i)
{
    const struct bw_line *lines = &network->lines[step->first_line];

    if (step->line_rule != BW_LINE_SPLIT) {
        return 1.0 / (double)step->line_count;
    }
    return lines[i].cumulative - (i > 0 ? lines[i - 1].cumulative : 0.0);
}

double bw_step_mean_time(const struct bw_network *network, const struct bw_step *step)
{
    double factor = step->line_count > 0 ? 0.0 : 1.0;

    for (bw_index i = 0; i < step->line_count; i++) {
        factor += bw_step_line_weight(network, step, i)
            * network->lines[step->first_line + i].time_factor;
    }
    return bw_sampler_mean(&step->setup) + factor * bw_sampler_mean(&step->time);
}

double bw_step_mean_yield(const struct bw_network *network, const struct bw_step *step)
{
    double own = step->yield.present ? bw_law_mean(&step->yield.law) : 1.0, share = 0.0;

    for (bw_index i = 0; i < step->line_count; i++) {
        const struct bw_sampler *yield = &network->lines[step->first_line + i].yield;

        share += bw_step_line_weight(network, step, i)
            * (yield->present ? bw_law_mean(&yield->law) : own);
    }
    return step->line_count > 0 ? share : own;
}

/* Good share of one pass through a step itself. */
static double pass_share(const struct bw_network *network, const struct bw_step *step)
{
    return (1.0 - step->reject) * (1.0 - bw_recipe_test_loss(step))
        * bw_step_mean_yield(network, step);
}

/* Good share of what leaves step i (of the recipe) in a round: later steps are met in
 * the same round, this one and earlier ones in the next. */
static double onward_share(const struct bw_network *network,
    const struct bw_recipe *recipe, bw_index i, uint32_t round, const double *expected,
    const double *next_round)
{
    double onward = 0.0, before = 0.0, released = bw_recipe_release_share(recipe);
    const struct bw_route *routes;
    bw_index count = bw_step_routes(
        network, &network->steps[recipe->first_step + i], round, &routes);

    if (count == 0) {
        return i + 1 < recipe->step_count ? expected[i + 1] : released;
    }
    for (bw_index r = 0; r < count; r++) {
        const struct bw_route *route = &routes[r];
        bw_index to = route->to - recipe->first_step;
        double share = route->cumulative - before;

        if (route->to == BW_ROUTE_DONE) {
            onward += share * released;
        } else if (route->to != BW_ROUTE_SCRAP) {
            onward += share * (to > i ? expected[to] : next_round[to]);
        }
        before = route->cumulative;
    }
    return onward;
}

void bw_recipe_expect(const struct bw_network *network, const struct bw_recipe *recipe,
    double *expected, double *next_round)
{
    uint32_t rounds = 1, shortest = UINT32_MAX;

    for (bw_index i = 0; i < recipe->step_count; i++) {
        const struct bw_step *step = &network->steps[recipe->first_step + i];

        if (step->route_count > 0) {
            rounds = step->at_most > rounds ? step->at_most : rounds;
            shortest = step->at_most < shortest ? step->at_most : shortest;
        }
        if (step->after.route_count > 0) {
            rounds = step->after.at_most > rounds ? step->after.at_most : rounds;
        }
    }
    for (uint32_t round = rounds; round-- > 0;) {
        double change = 0.0;

        for (bw_index i = recipe->step_count; i-- > 0;) {
            expected[i] = pass_share(network, &network->steps[recipe->first_step + i])
                * onward_share(network, recipe, i, round, expected, next_round);
        }
        for (bw_index i = 0; i < recipe->step_count; i++) {
            change = fmax(change, fabs(expected[i] - next_round[i]));
            next_round[i] = expected[i];
        }
        if (round + 1 < shortest && change < 1e-12) {
            return;
        }
    }
}

bool bw_recipe_ends_in_release(
    const struct bw_network *network, const struct bw_recipe *recipe)
{
    for (bw_index i = 0; i < recipe->step_count; i++) {
        const struct bw_step *step = &network->steps[recipe->first_step + i];

        if (step->resource != BW_NONE || step->test.present || step->hold.present
            || step->verify.ledger != BW_NONE) {
            return true;
        }
    }
    return recipe->release.present;
}

double bw_sampler_mean(const struct bw_sampler *sampler)
{
    return sampler->present ? bw_law_mean(&sampler->law) : 0.0;
}

double bw_recipe_work(const struct bw_network *network, const struct bw_recipe *recipe)
{
    double time = 0.0;

    for (bw_index i = 0; i < recipe->step_count; i++) {
        time += bw_step_mean_time(network, &network->steps[recipe->first_step + i]);
    }
    return time;
}
