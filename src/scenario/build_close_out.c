/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the close-out of clinical trials: which stocks are emptied.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

/* True when a trial gives out an item. */
static bool gives_out(
    const struct bw_network *network, const struct bw_trial *trial, bw_index item)
{
    for (uint32_t i = 0; i < trial->type_count; i++) {
        if (network->kit_types[trial->first_type + i] == item) {
            return true;
        }
    }
    return false;
}

/* An error for a kit that others want when the trial is over, and for a stock that
 * would be filled again. */
static void check(struct bw_build *build, const struct bw_view *view,
    const struct bw_trial *trial, const struct bw_stock *stock)
{
    const struct bw_network *network = build->network;
    for (uint32_t i = 0; i < network->demand_count; i++) {
        const struct bw_demand *demand = &network->demands[i];
        if (demand->item == stock->item
            && (demand->trial_site == BW_NONE
                || &network->trials[network->trial_sites[demand->trial_site].trial]
                    != trial)) {
            bw_build_fail(build, view->path, "%s is given to others than its patients",
                network->items[stock->item].name);
            return;
        }
    }
    if (stock->source_count > 0 && stock->policy != BW_POLICY_IRT
        && stock->policy != BW_POLICY_PLANNED
        && stock->policy != BW_POLICY_MAKE_TO_ORDER) {
        bw_build_fail(build, view->path,
            "%s would be filled again: expected the rule irt, planned or make_to_order",
            bw_build_stock_path(build, (bw_index)(stock - network->stocks)));
    }
}

static void add(struct bw_build *build, const struct bw_view *view,
    struct bw_trial *trial, bw_index stock)
{
    struct bw_network *network = build->network;
    struct bw_close_out *out = &network->close_outs[network->close_out_count++];
    *out = (struct bw_close_out){
        .trial = (bw_index)(trial - network->trials),
        .stock = stock,
        .time = bw_view_sampler(view, "time"),
    };
    out->time.stream =
        bw_build_stream(build, bw_build_stock_path(build, stock), "close_out");
    trial->close_out_count++;
    check(build, view, trial, &network->stocks[stock]);
}

void bw_build_close_outs(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    bool any = false;
    for (uint32_t i = 0; i < network->trial_count; i++) {
        struct bw_view trial = bw_view_ranked(&root, "trials", i);
        any = any || bw_view_has(&trial, "close_out");
    }
    /* A kit that two trials give out is an error: each stock is emptied once. */
    network->close_outs = any
        ? bw_build_allocate(build, (size_t)network->stock_count * network->trial_count,
            sizeof *network->close_outs)
        : NULL;
    for (uint32_t i = 0; i < network->trial_count && network->close_outs != NULL; i++) {
        struct bw_view view = bw_view_ranked(&root, "trials", i);
        struct bw_view out = bw_view_child(&view, "close_out");
        struct bw_trial *trial = &network->trials[i];
        trial->first_close_out = network->close_out_count;
        trial->close_out_cost = bw_view_number(&out, "cost");
        for (uint32_t k = 0; k < network->stock_count && out.node != NULL; k++) {
            if (gives_out(network, trial, network->stocks[k].item)) {
                add(build, &out, trial, k);
            }
        }
    }
}
