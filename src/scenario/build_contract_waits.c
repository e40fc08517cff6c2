/* SPDX-License-Identifier: Apache-2.0
 *
 * Contracts whose steps and milestones wait for other contracts: whether those can come
 * into force at all.
 */
#include "scenario/build_internal.h"

/* The contract that an element is, BW_NONE for others. */
static bw_index contract_of(const struct bw_build *build, bw_index element)
{
    const struct bw_element *e = &build->network->elements[element];
    return e->kind == BW_ELEMENT_CONTRACT ? e->index : BW_NONE;
}

static const struct bw_listener *listener_at(const struct bw_build *build, size_t i)
{
    return bw_vector_at(&build->listeners, i);
}

/* A contract that a listener hears of is an error, for the reason given. */
static void fail(
    struct bw_build *build, const struct bw_listener *listener, const char *why)
{
    const struct bw_network *network = build->network;
    const struct bw_contract *c = &network->contracts[listener->contract];
    const struct bw_contract_step *step =
        bw_vector_at(&build->contract_steps, listener->step);
    const char *path = bw_build_path(build, network->elements[c->element].path,
        c->kind == BW_CONTRACT_MILESTONES ? "milestones" : "steps");
    path = bw_build_path(build, path, step->name);
    bw_build_fail(build, bw_build_path(build, path, "contract"), "%s", why);
}

/* Finds what can come into force, from contracts that wait for no other on. */
static void spread(const struct bw_build *build, bool *in_force, bool *waits)
{
    const struct bw_network *network = build->network;
    bool changed = true;
    while (changed) {
        changed = false;
        for (bw_index i = 0; i < network->contract_count; i++) {
            waits[i] = false;
        }
        for (size_t i = 0; i < build->listeners.count; i++) {
            const struct bw_listener *l = listener_at(build, i);
            bw_index other = contract_of(build, l->element);
            waits[l->contract] |= other != BW_NONE && !in_force[other];
        }
        for (bw_index i = 0; i < network->contract_count; i++) {
            if (!in_force[i] && (!waits[i] || network->contracts[i].done)) {
                in_force[i] = changed = true;
            }
        }
    }
}

void bw_build_check_contract_waits(struct bw_build *build)
{
    const struct bw_network *network = build->network;
    size_t count = (size_t)network->contract_count + 1;
    bool *in_force = bw_arena_allocate(&build->scratch, count, sizeof *in_force);
    bool *waits = bw_arena_allocate(&build->scratch, count, sizeof *waits);
    if (in_force == NULL || waits == NULL) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    spread(build, in_force, waits);
    for (size_t i = 0; i < build->listeners.count; i++) {
        const struct bw_listener *l = listener_at(build, i);
        bw_index other = contract_of(build, l->element);
        if (other == BW_NONE) {
            continue;
        }
        if (network->contracts[other].kind != BW_CONTRACT_ACTIVATION
            && network->contracts[other].kind != BW_CONTRACT_ONBOARDING) {
            fail(build, l, "only an activation or an onboarding comes into force");
        } else if (network->contracts[l->contract].kind != BW_CONTRACT_MILESTONES
            && other != l->contract && !in_force[other] && !in_force[l->contract]) {
            fail(build, l, "contracts wait for each other, so that they never begin");
        }
    }
}
