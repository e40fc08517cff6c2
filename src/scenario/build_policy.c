/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in the order rules of stocks.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <string.h>

/* Which numbers an order rule has. */
struct policy_row {
    const char *key;
    enum bw_policy_kind kind;
    bool nested;   /* numbers stand in a mapping of their own */
    bool periodic; /* acts at reviews only */
};

static const struct policy_row *find_policy(const char *key)
{
    static const struct policy_row rows[] = {
        {"base_stock", BW_POLICY_BASE_STOCK, false, false},
        {"min_max", BW_POLICY_MIN_MAX, true, false},
        {"fixed_quantity", BW_POLICY_FIXED_QUANTITY, true, false},
        {"periodic", BW_POLICY_PERIODIC, true, true},
        {"periodic_min_max", BW_POLICY_PERIODIC_MIN_MAX, true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].key, key) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

/* Registers a level, which is rounded to quanta when it is used. */
static bw_index level_parameter(
    const struct bw_view *view, const char *key, const struct bw_stock *stock)
{
    bw_view_warn_rounded(view, key, stock->item);
    return bw_view_parameter(view, key, stock->element);
}

/* Registers the number of a rule when the rule has it. */
static bw_index policy_parameter(
    const struct bw_view *view, const char *key, const struct bw_stock *stock)
{
    return bw_schema_find(view->table, key) == NULL ? BW_NONE
                                                    : level_parameter(view, key, stock);
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

static void build_rule(struct bw_build *build, const struct bw_view *view,
    const struct policy_row *policy, struct bw_stock *stock)
{
    struct bw_view rule = bw_view_child(view, "policy");
    stock->policy = policy->kind;
    if (!policy->nested) {
        stock->order_up_to = level_parameter(&rule, policy->key, stock);
        return;
    }
    struct bw_view numbers = bw_view_child(&rule, policy->key);
    stock->reorder_point = policy_parameter(&numbers, "reorder_point", stock);
    stock->order_up_to = policy_parameter(&numbers, "order_up_to", stock);
    stock->quantity = policy_parameter(&numbers, "quantity", stock);
    if (stock->quantity != BW_NONE
        && is_below_quantum(&numbers, "quantity", stock->item)) {
        bw_build_fail(build, bw_build_path(build, numbers.path, "quantity"),
            "expected at least one quantum of the item");
    }
    if (policy->periodic && stock->review_every == 0) {
        bw_build_fail(build, view->path,
            "missing key \"review\", which %s needs, such as {every: 7 d}",
            policy->key);
    }
}

void bw_build_policy(
    struct bw_build *build, const struct bw_view *view, struct bw_stock *stock)
{
    const struct bw_node *policy = bw_view_node(view, "policy");
    bool has_source = bw_view_has(view, "from");
    stock->reorder_point = stock->order_up_to = stock->quantity = BW_NONE;
    stock->safety_stock = bw_view_parameter(view, "safety_stock", stock->element);
    stock->safety_lead_time =
        bw_view_parameter(view, "safety_lead_time", stock->element);
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
        stock->policy = BW_POLICY_MAKE_TO_ORDER;
        return;
    }
    if (policy->kind == BW_NODE_MAP && policy->count == 1) {
        const struct policy_row *row = find_policy(policy->entries[0].key);
        if (row != NULL) {
            build_rule(build, view, row, stock);
        }
    }
}
