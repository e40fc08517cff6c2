/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the order rules of stocks and what they expect to be asked for.
 */
#include "chain/policy.h"
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <math.h>
#include <string.h>

/* Registers a level, which is rounded to quanta when it is used. */
static bw_index level_parameter(
    const struct bw_view *view, const char *key, const struct bw_stock *stock)
{
    bw_view_warn_rounded(view, key, stock->item);
    return bw_view_parameter(view, key, stock->element);
}

/* True for a quantity that rounds to nothing. */
static bool is_below_quantum(const struct bw_view *view, const char *key, bw_index item)
{
    double units = bw_view_number(view, key);
    int64_t quanta = 1;
    return item != BW_NONE && bw_view_has(view, key)
        && bw_item_quanta(&view->build->network->items[item], units, &quanta)
        && quanta == 0;
}

/* Registers the numbers of a rule in the order of its table. */
static void build_numbers(struct bw_build *build, const struct bw_view *numbers,
    const struct bw_policy *policy, struct bw_stock *stock)
{
    for (int i = 0; i < BW_POLICY_NUMBER_LIMIT && policy->numbers[i] != NULL; i++) {
        const char *key = policy->numbers[i];
        bool is_quantity =
            bw_schema_find(numbers->table, key)->dimension == BW_DIMENSION_QUANTITY;
        stock->numbers[i] = is_quantity
            ? level_parameter(numbers, key, stock)
            : bw_view_parameter(numbers, key, stock->element);
        if (strcmp(key, "quantity") == 0
            && is_below_quantum(numbers, key, stock->item)) {
            bw_build_fail(build, bw_build_path(build, numbers->path, key),
                "expected at least one quantum of the item");
        }
    }
}

static void build_rule(struct bw_build *build, const struct bw_view *view,
    enum bw_policy_kind kind, struct bw_stock *stock)
{
    const struct bw_policy *policy = bw_policy(kind);
    struct bw_view rule = bw_view_child(view, "policy");
    bool nested = strcmp(policy->numbers[0], policy->key) != 0;
    struct bw_view numbers = nested ? bw_view_child(&rule, policy->key) : rule;
    stock->policy = kind;
    build_numbers(build, &numbers, policy, stock);
    bw_build_clinical_rule(build, &numbers, stock);
    if (policy->at_reviews && stock->review_every == 0) {
        bw_build_fail(build, view->path,
            "missing key \"review\", which %s needs, such as {every: 7 d}",
            policy->key);
    }
}

/* What the stock expects to be asked for. */
static void build_forecast(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    const struct bw_node *node = bw_view_node(view, "forecast");
    struct bw_view forecast = bw_view_child(view, "forecast");
    if (stock->forecast == BW_NONE) {
        return;
    }
    struct bw_forecast *made = &build->network->forecasts[stock->forecast];
    made->initial = NAN;
    if (node == NULL || node->kind != BW_NODE_MAP || node->count != 1) {
        return; /* as the schema check has said */
    }
    if (bw_view_has(&forecast, "fixed")) {
        made->kind = BW_FORECAST_FIXED;
        made->initial = bw_view_number(&forecast, "fixed");
        return;
    }
    bool smooths = bw_view_has(&forecast, "smoothing");
    struct bw_view numbers =
        bw_view_child(&forecast, smooths ? "smoothing" : "moving_average");
    made->kind = smooths ? BW_FORECAST_SMOOTHING : BW_FORECAST_MOVING_AVERAGE;
    if (bw_view_has(&numbers, "initial")) {
        made->initial = bw_view_number(&numbers, "initial");
    }
    if (smooths) {
        made->alpha = bw_view_number(&numbers, "alpha");
        return;
    }
    bw_time window = bw_view_duration(&numbers, "window");
    made->window = (uint32_t)(window / BW_DAY);
    if (window < BW_DAY || window % BW_DAY != 0) {
        made->window = 1;
        bw_build_fail(
            build, bw_build_path(build, numbers.path, "window"), "expected whole days");
    }
}

/* Safety stock for a service level. */
static void build_service(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    struct bw_view service = bw_view_child(view, "service_level");
    bool has_cycle = bw_view_has(&service, "cycle");
    stock->service.cycle = stock->service.lead_time = BW_NONE;
    stock->service.fill_rate = BW_NONE;
    stock->service.lead_time_sd = stock->service.demand_sd = BW_NONE;
    if (!bw_view_has(view, "service_level")) {
        return;
    }
    if (has_cycle == bw_view_has(&service, "fill_rate")) {
        bw_build_fail(
            build, service.path, "expected either \"cycle\" or \"fill_rate\"");
        return;
    }
    *(has_cycle ? &stock->service.cycle : &stock->service.fill_rate) =
        bw_view_parameter(&service, has_cycle ? "cycle" : "fill_rate", stock->element);
    stock->service.lead_time = bw_view_parameter(&service, "lead_time", stock->element);
    stock->service.lead_time_sd =
        bw_view_parameter(&service, "lead_time_sd", stock->element);
    if (bw_view_has(&service, "demand_sd")) {
        stock->service.demand_sd =
            bw_view_parameter(&service, "demand_sd", stock->element);
        return;
    }
    const struct bw_forecast *forecasts = build->network->forecasts;
    if (stock->forecast == BW_NONE
        || forecasts[stock->forecast].kind == BW_FORECAST_FIXED) {
        bw_build_fail(build, service.path,
            "missing key \"demand_sd\", since no forecast watches the demand");
    }
}

bool bw_build_levels_fit(const struct bw_stock *stock, double low, double high)
{
    const struct bw_policy *policy = bw_policy(stock->policy);
    /* Days of cover may be ordered up to at each review. */
    bool may_equal = stock->policy == BW_POLICY_COVER && stock->review_every > 0;
    if (policy->numbers[0] == NULL || policy->numbers[1] == NULL
        || strcmp(policy->numbers[0], "reorder_point") != 0
        || strcmp(policy->numbers[1], "order_up_to") != 0) {
        return true;
    }
    return may_equal ? low <= high : low < high;
}

void bw_build_policy(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    const struct bw_node *policy = bw_view_node(view, "policy");
    bool has_source = bw_view_has(view, "from");
    for (int i = 0; i < BW_POLICY_NUMBER_LIMIT; i++) {
        stock->numbers[i] = BW_NONE;
    }
    stock->irt = BW_NONE;
    build_forecast(build, view, stock);
    build_service(build, view, stock);
    stock->safety_stock = bw_view_parameter(view, "safety_stock", stock->element);
    stock->safety_lead_time =
        bw_view_parameter(view, "safety_lead_time", stock->element);
    stock->rest = bw_view_has(view, "hard_safety_lead_time")
        ? bw_view_parameter(view, "hard_safety_lead_time", stock->element)
        : BW_NONE;
    if (policy == NULL) {
        if (has_source) {
            bw_build_fail(
                build, view->path, "missing key \"policy\", since from is given");
        }
        return;
    }
    if (!has_source) {
        bw_build_fail(build, view->path, "missing key \"from\", since policy is given");
    }
    if (policy->kind == BW_NODE_SCALAR) {
        stock->policy = strcmp(policy->text, "pushed") == 0 ? BW_POLICY_NONE
                                                            : BW_POLICY_MAKE_TO_ORDER;
        return;
    }
    if (policy->kind == BW_NODE_MAP && policy->count == 1) {
        enum bw_policy_kind kind = bw_policy_find(policy->entries[0].key);
        if (kind != BW_POLICY_NONE) {
            build_rule(build, view, kind, stock);
        }
    }
}
