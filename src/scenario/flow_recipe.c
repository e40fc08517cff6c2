/* SPDX-License-Identifier: Apache-2.0
 *
 * Mean flows through recipes: passes through each step, output, inputs and work.
 */
#include "scenario/flow_internal.h"

#include "chain/recipe.h"

#include <math.h>

#define ROUND_LIMIT 1000 /* times that a batch is followed back */
#define MASS_LIMIT 1e-12 /* share of batches that is no longer followed */

/* What leaves a step: shares of batches and of quantity. */
struct wave {
    double *batches, *next_batches;
    double *quantity, *next_quantity;
    double out;  /* share of the quantity that is done and good */
    double ends; /* share of the batches that end with goods */
};

/* Hands a share of what leaves a step to where it goes; good goods out are added to
 * wave->out. Going back waits for the next round. */
static void hand_on(const struct bw_recipe *recipe, struct wave *wave, uint32_t from,
    bw_index to, double batches, double quantity)
{
    if (to == BW_ROUTE_DONE) {
        wave->out += quantity;
        wave->ends += batches;
    } else if (to != BW_ROUTE_SCRAP && to != BW_NONE) {
        uint32_t step = to - recipe->first_step;
        bool back = step <= from;
        (back ? wave->next_batches : wave->batches)[step] += batches;
        (back ? wave->next_quantity : wave->quantity)[step] += quantity;
    }
}

/* Follows one round of batches through the steps in order. */
static void follow_round(const struct bw_network *network,
    const struct bw_recipe *recipe, struct wave *wave, uint32_t round, double *visits)
{
    for (uint32_t i = 0; i < recipe->step_count; i++) {
        const struct bw_step *step = &network->steps[recipe->first_step + i];
        double batches = wave->batches[i];
        double quantity = wave->quantity[i];
        double good = (1.0 - step->reject) * (1.0 - bw_recipe_test_loss(step));
        double yield = bw_step_mean_yield(network, step);
        bool last = i + 1 == recipe->step_count;
        bw_index next = last ? BW_ROUTE_DONE : recipe->first_step + i + 1;
        visits[i] += batches;
        wave->batches[i] = 0.0;
        wave->quantity[i] = 0.0;
        batches *= good;
        quantity *= good * yield;
        const struct bw_route *routes;
        uint32_t routes_count = bw_step_routes(network, step, round, &routes);
        if (routes_count == 0) {
            hand_on(recipe, wave, i, next, batches, quantity);
            continue;
        }
        double before = 0.0;
        for (uint32_t k = 0; k < routes_count; k++) {
            double share = routes[k].cumulative - before;
            before = routes[k].cumulative;
            hand_on(recipe, wave, i, routes[k].to, batches * share, quantity * share);
        }
    }
}

/* Follows the batches of a recipe from round to round; what comes of them. */
static struct wave follow(
    const struct bw_network *network, const struct bw_recipe *recipe, double *figures)
{
    uint32_t count = recipe->step_count;
    double *visits = figures;
    struct wave wave = {.batches = figures + count,
        .next_batches = figures + 2 * (size_t)count,
        .quantity = figures + 3 * (size_t)count,
        .next_quantity = figures + 4 * (size_t)count};
    double left = 1.0;
    for (uint32_t i = 0; i < count; i++) {
        visits[i] = 0.0;
        wave.batches[i] = wave.next_batches[i] = i == 0 ? 1.0 : 0.0;
        wave.quantity[i] = wave.next_quantity[i] = wave.batches[i];
    }
    for (uint32_t round = 0; round < ROUND_LIMIT && left > MASS_LIMIT; round++) {
        left = 0.0;
        for (uint32_t i = 0; i < count; i++) {
            wave.batches[i] = wave.next_batches[i];
            wave.quantity[i] = wave.next_quantity[i];
            wave.next_batches[i] = wave.next_quantity[i] = 0.0;
        }
        follow_round(network, recipe, &wave, round, visits);
        for (uint32_t i = 0; i < count; i++) {
            left += wave.next_batches[i];
        }
    }
    return wave;
}

double bw_flow_recipe(
    const struct bw_network *network, bw_index recipe_index, double *figures)
{
    const struct bw_recipe *recipe = &network->recipes[recipe_index];
    return follow(network, recipe, figures).out * bw_recipe_release_share(recipe);
}

static void add_resolver(
    struct bw_flow *flow, const struct bw_resolver *resolver, double rate)
{
    if (resolver->resource != BW_NONE) {
        flow->load[resolver->resource] += rate * bw_sampler_mean(&resolver->time);
    }
}

/* Adds the work of reviews and investigations, as if every batch got so far. */
static void add_release(
    struct bw_flow *flow, const struct bw_release *release, double batches)
{
    add_resolver(flow, &release->review, batches);
    if (release->deviations.present) {
        add_resolver(flow, &release->investigation,
            batches * bw_law_mean(&release->deviations.law));
    }
}

static double servers_of(const struct bw_network *network, const struct bw_line *line)
{
    return network->parameters[network->resources[line->resource].servers].initial;
}

static double work_on(const struct bw_step *step, const struct bw_line *line)
{
    return bw_sampler_mean(&step->setup) + bw_sampler_mean(&step->cleanup)
        + line->time_factor * bw_sampler_mean(&step->time);
}

/* Adds the work of a step that batches pass at a rate. Where they choose by what is
 * free, the lines are levelled when all else is known. */
static void add_step(const struct bw_network *network, struct bw_flow *flow,
    const struct bw_step *step, double rate)
{
    const struct bw_line *lines = &network->lines[step->first_line];
    flow->passes[step - network->steps] += rate;
    if (step->line_count == 0 && step->resource != BW_NONE) {
        flow->load[step->resource] +=
            rate * (bw_step_mean_time(network, step) + bw_sampler_mean(&step->cleanup));
    } else if (step->line_count > 0 && step->line_rule == BW_LINE_PRIORITY) {
        flow->load[lines[0].resource] += rate * work_on(step, &lines[0]);
    }
    for (bw_index i = 0; i < step->line_count && step->line_rule == BW_LINE_SPLIT;
         i++) {
        flow->load[lines[i].resource] +=
            rate * work_on(step, &lines[i]) * bw_step_line_weight(network, step, i);
    }
}

/* Shares what batches of a step bring among its lines so that the highest utilisation
 * is as low as it can be: lines that are busier than that get none. */
static void level(
    const struct bw_network *network, struct bw_flow *flow, const struct bw_step *step)
{
    const struct bw_line *lines = &network->lines[step->first_line];
    double rate = flow->passes[step - network->steps];
    double height = 0.0;
    uint32_t left = (1u << step->line_count) - 1u, before;
    do {
        double wanted = rate;
        double room = 0.0;
        before = left;
        for (bw_index i = 0; i < step->line_count; i++) {
            double work = work_on(step, &lines[i]);
            if ((left >> i & 1u) != 0 && work > 0.0) {
                wanted += flow->load[lines[i].resource] / work;
                room += servers_of(network, &lines[i]) / work;
            }
        }
        height = room > 0.0 ? wanted / room : 0.0;
        for (bw_index i = 0; i < step->line_count; i++) {
            double most = height * servers_of(network, &lines[i]);
            left &= flow->load[lines[i].resource] > most ? ~(1u << i) : ~0u;
        }
    } while (left != before);
    for (bw_index i = 0; i < step->line_count; i++) {
        if ((left >> i & 1u) != 0 && work_on(step, &lines[i]) > 0.0) {
            flow->load[lines[i].resource] = height * servers_of(network, &lines[i]);
        }
    }
}

void bw_flow_level_lines(const struct bw_network *network, struct bw_flow *flow)
{
    for (uint32_t i = 0; i < network->step_count; i++) {
        const struct bw_step *step = &network->steps[i];
        if (step->line_count > 0 && step->line_rule != BW_LINE_PRIORITY
            && step->line_rule != BW_LINE_SPLIT) {
            level(network, flow, step);
        }
    }
}

/* Adds what comes beside good units of the item [per tick] and with batches. */
static void add_co_products(const struct bw_network *network, struct bw_flow *flow,
    const struct bw_recipe *recipe, double good, double batches)
{
    for (uint32_t i = 0; i < recipe->co_product_count; i++) {
        const struct bw_co_product *product =
            &network->co_products[recipe->first_co_product + i];
        const struct bw_item *item =
            &network->items[network->stocks[product->stock].item];
        flow->co_product[product->stock] += product->per_batch > 0
            ? batches * (double)product->per_batch * item->quantum
            : good * product->per_unit;
    }
}

bool bw_flow_add_recipe(const struct bw_network *network, struct bw_arena *arena,
    struct bw_flow *flow, bw_index index, double demand, double orders)
{
    const struct bw_recipe *recipe = &network->recipes[index];
    uint32_t count = recipe->step_count;
    double *visits = bw_arena_allocate(arena, 5 * (size_t)count + 1, sizeof *visits);
    if (visits == NULL) {
        return false;
    }
    struct wave wave = follow(network, recipe, visits);
    double released = bw_recipe_release_share(recipe);
    double out = wave.out * released;
    double started = out > 0.0 ? demand / out : 0.0;
    double batch = (double)recipe->batch * network->items[recipe->item].quantum;
    double smallest =
        (double)recipe->batch_minimum * network->items[recipe->item].quantum;
    double batches = batch > 0.0 ? started / batch : orders;
    if (recipe->batch_step > 0) {
        /* One batch per order, as far as its size allows. */
        batches = fmin(started / smallest, fmax(batches, orders));
    }
    for (uint32_t i = 0; i < recipe->need_count; i++) {
        const struct bw_need *need = &network->needs[recipe->first_need + i];
        const struct bw_item *item = &network->items[network->stocks[need->stock].item];
        double per_batch = (double)need->per_batch * item->quantum;
        flow->demand[need->stock] += batch > 0.0 && recipe->batch_step == 0
            ? batches * per_batch
            : started * need->per_unit;
        flow->orders[need->stock] += batches;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct bw_step *step = &network->steps[recipe->first_step + i];
        double rate = batches * visits[i];
        add_step(network, flow, step, rate);
        if (step->test.present && step->test.resource != BW_NONE) {
            flow->load[step->test.resource] += rate * bw_sampler_mean(&step->test.time);
        }
        if (step->test.retest.present && step->test.retest.resource != BW_NONE) {
            flow->load[step->test.retest.resource] +=
                rate * step->test.reject * bw_sampler_mean(&step->test.retest.time);
        }
    }
    add_release(flow, &recipe->release, batches);
    add_co_products(network, flow, recipe, out > 0.0 ? demand : 0.0,
        batches * wave.ends * released);
    return true;
}
