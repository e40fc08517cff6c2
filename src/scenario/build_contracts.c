/* SPDX-License-Identifier: Apache-2.0
 *
 * Fills in contracts, once those are known who refer to them.
 */
#include "scenario/build_internal.h"
#include "scenario/view.h"

#include <string.h>

static struct bw_contract_step *step_at(struct bw_build *build, size_t i)
{
    return bw_vector_at(&build->contract_steps, i);
}

/* Adds a step that stands at a path; how validators and corrections draw for it is its
 * own. */
struct bw_contract_step *bw_build_contract_step(
    struct bw_build *build, const struct bw_view *contract, const char *path)
{
    struct bw_view validators = bw_view_child(contract, "validators");
    struct bw_view correction = bw_view_child(contract, "correction");
    struct bw_contract_step *step = NULL;
    if (bw_vector_push(&build->contract_steps, &step) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return NULL;
    }
    *step = (struct bw_contract_step){
        .confirm = bw_view_sampler(&validators, "time"),
        .correction = bw_view_sampler(&correction, "time"),
        .fail_stream = bw_build_stream(build, path, "fail"),
        .automatic_stream = bw_build_stream(build, path, "automatic"),
    };
    step->confirm.stream = bw_build_stream(build, path, "confirm");
    step->correction.stream = bw_build_stream(build, path, "correction");
    return step;
}

/* What a step waits for: its own time, or something in the chain. */
static void build_condition(struct bw_build *build, const struct bw_view *view,
    const struct bw_contract *contract, struct bw_contract_step *step)
{
    static const char *const others[] = {"lane", "supply", "contract", "trial"};
    unsigned count = bw_view_has(view, "time");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        count += bw_view_has(view, others[i]);
    }
    step->is_awaited = !bw_view_has(view, "time");
    step->awaits = bw_view_reference(view, "contract", build->contracts);
    if (count != 1) {
        bw_build_fail(build, view->path,
            "expected one of time, lane, supply, contract and trial");
    }
    if (step->awaits != BW_NONE
        && contract == &build->network->contracts[step->awaits]) {
        bw_build_fail(build, bw_view_path(view, "contract"),
            "the contract would wait for itself");
    }
    if (step->is_awaited && step->fail > 0.0) {
        bw_build_fail(build, bw_build_path(build, view->path, "fail"),
            "only what takes a time of its own fails");
    }
    bw_build_listen(build, view, contract, (bw_index)(build->contract_steps.count - 1));
}

static void build_step(struct bw_build *build, const struct bw_view *written,
    const struct bw_contract *contract, const struct bw_view *view)
{
    struct bw_contract_step *step = bw_build_contract_step(build, written, view->path);
    if (step == NULL) {
        return;
    }
    step->name = bw_build_keep(build, bw_view_id(view));
    step->time = bw_view_sampler(view, "time");
    step->retry = bw_view_sampler(view, "retry");
    step->late = bw_view_sampler(view, "late");
    step->fail = bw_view_number(view, "fail");
    step->effort = bw_view_number(view, "effort");
    step->cost = bw_view_number(view, "cost");
    build_condition(build, view, contract, step);
    if (step->fail >= 1.0) {
        bw_build_fail(
            build, bw_build_path(build, view->path, "fail"), "nobody would ever pass");
    }
}

/* Number i of the steps that a step waits for; NULL when there are no more. */
static const char *after_at(const struct bw_view *step, uint32_t i)
{
    const struct bw_node *node = bw_view_node(step, "after");
    if (node != NULL && node->kind == BW_NODE_LIST) {
        node = i < node->count ? bw_value_unwrap(node->entries[i].value) : NULL;
    } else if (i > 0) {
        node = NULL;
    }
    return node != NULL && node->kind == BW_NODE_SCALAR ? node->text : NULL;
}

/* Notes which steps wait for the step that is written at place before. */
static void link_step(struct bw_build *build, const struct bw_view *view,
    struct bw_contract *contract, uint32_t before)
{
    struct bw_view steps = bw_view_written(view, "steps", before);
    struct bw_contract_step *step = step_at(build, contract->first_step + before);
    step->first_next = (bw_index)build->contract_links.count;
    for (uint32_t i = 0; i < contract->step_count; i++) {
        struct bw_view other = bw_view_written(view, "steps", i);
        const char *id;
        for (uint32_t k = 0; (id = after_at(&other, k)) != NULL; k++) {
            bw_index *link = NULL;
            if (strcmp(id, bw_view_id(&steps)) != 0) {
                continue;
            }
            if (bw_vector_push(&build->contract_links, &link) != BW_OK) {
                build->status = BW_ERR_NOMEM;
                return;
            }
            *link = contract->first_step + i;
            step->next_count++;
            step_at(build, *link)->after_count++;
        }
    }
}

static void check_names(
    struct bw_build *build, const struct bw_view *step, const struct bw_view *contract)
{
    const char *id;
    for (uint32_t k = 0; (id = after_at(step, k)) != NULL; k++) {
        (void)bw_view_resolve(build, bw_view_path(step, "after"), id,
            "the steps of the contract", bw_view_node(contract, "steps"));
    }
}

/* An error where steps wait for each other: what is left when all that can be done is
 * done (Kahn 1962). */
static void check_order(
    struct bw_build *build, const char *path, const struct bw_contract *contract)
{
    uint32_t *open = bw_arena_allocate(
        &build->scratch, (size_t)contract->step_count + 1, sizeof *open);
    uint32_t left = contract->step_count;
    bool changed = open != NULL;
    for (uint32_t i = 0; i < contract->step_count && open != NULL; i++) {
        open[i] = step_at(build, contract->first_step + i)->after_count + 1;
    }
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < contract->step_count; i++) {
            const struct bw_contract_step *s = step_at(build, contract->first_step + i);
            if (open[i] != 1) {
                continue;
            }
            open[i] = 0;
            left--;
            changed = true;
            for (uint32_t k = 0; k < s->next_count; k++) {
                open[*(bw_index *)bw_vector_at(
                         &build->contract_links, s->first_next + k)
                    - contract->first_step]--;
            }
        }
    }
    if (open != NULL && left > 0) {
        bw_build_fail(build, bw_build_path(build, path, "steps"),
            "steps wait for each other, so that they never begin");
    }
}

static void build_steps(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract)
{
    size_t before = build->errors->error_count;
    contract->first_step = (bw_index)build->contract_steps.count;
    contract->step_count = bw_view_count(view, "steps");
    for (uint32_t i = 0; i < contract->step_count && build->status == BW_OK; i++) {
        struct bw_view step = bw_view_written(view, "steps", i);
        build_step(build, view, contract, &step);
        check_names(build, &step, view);
    }
    for (uint32_t i = 0; i < contract->step_count && build->status == BW_OK; i++) {
        link_step(build, view, contract, i);
    }
    if (build->status == BW_OK && build->errors->error_count == before) {
        check_order(build, view->path, contract);
    }
}

static void build_validators(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract)
{
    struct bw_view validators = bw_view_child(view, "validators");
    struct bw_view correction = bw_view_child(view, "correction");
    struct bw_validators *v = &contract->validators;
    contract->correction_effort = bw_view_number(&correction, "effort");
    v->automatic = BW_NONE;
    if (validators.node == NULL) {
        return;
    }
    v->of = (uint32_t)bw_view_integer(&validators, "of");
    v->need = (uint32_t)bw_view_integer(&validators, "need");
    v->automatic = bw_view_parameter(&validators, "automatic", contract->element);
    v->effort = bw_view_number(&validators, "effort");
    if (v->need > v->of && v->of > 0) {
        bw_build_fail(build, bw_build_path(build, validators.path, "need"),
            "expected at most the %u validators there are, found %u", v->of, v->need);
    }
}

static void build_credentials(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract)
{
    struct bw_view credentials = bw_view_child(view, "credentials");
    struct bw_contract_step *step;
    contract->valid = BW_FOREVER;
    contract->renewal = BW_NONE;
    if (credentials.node == NULL) {
        return;
    }
    contract->valid = bw_view_duration(&credentials, "valid");
    contract->renew_before = bw_view_duration(&credentials, "renew_before");
    if (contract->renew_before >= contract->valid && contract->valid > 0) {
        bw_build_fail(build, bw_build_path(build, credentials.path, "renew_before"),
            "expected less than the time for which they are valid");
    }
    contract->renewal = (bw_index)build->contract_steps.count;
    step = bw_build_contract_step(build, view, credentials.path);
    if (step != NULL) {
        step->name = "renewal";
        step->time = bw_view_sampler(&credentials, "renewal");
        step->effort = bw_view_number(&credentials, "effort");
        step->cost = bw_view_number(&credentials, "cost");
    }
}

static void refuse(struct bw_build *build, const struct bw_view *view, const char *key,
    const char *why)
{
    if (bw_view_has(view, key)) {
        bw_build_fail(build, bw_view_path(view, key), "%s", why);
    }
}

/* A licence is only suspended; nothing has to happen before it is in force. */
static void build_licence(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract)
{
    static const char *const others[] = {"ledger", "done", "start", "cases", "steps",
        "milestones", "payment", "validators", "correction", "credentials"};
    struct bw_view suspension = bw_view_child(view, "suspension");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        refuse(build, view, others[i], "a licence has none");
    }
    if (suspension.node == NULL) {
        bw_build_fail(build, view->path,
            "missing key \"suspension\": a licence that is always in force bars "
            "nobody");
        return;
    }
    contract->suspended_every = bw_view_sampler(&suspension, "every");
    contract->suspended_for = bw_view_sampler(&suspension, "time");
}

/* Keys that only one kind has. */
static void check_kind(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract)
{
    const struct bw_network *network = build->network;
    static const char *const others[] = {"steps", "start", "cases"};
    if (contract->kind == BW_CONTRACT_LICENCE) {
        return;
    }
    refuse(build, view, "suspension", "only a licence is suspended");
    for (size_t i = 0; i < sizeof others / sizeof others[0]
         && contract->kind == BW_CONTRACT_MILESTONES;
         i++) {
        refuse(build, view, others[i], "a contract of milestones has none");
    }
    if (contract->kind != BW_CONTRACT_ONBOARDING) {
        refuse(build, view, "credentials", "only onboarding has credentials");
        refuse(build, view, "done", "only onboarding can be done before the start");
        if (contract->start == BW_FOREVER && contract->kind == BW_CONTRACT_ACTIVATION) {
            bw_build_fail(build, bw_view_path(view, "start"),
                "activation begins at a time, nobody asks for it");
        }
    } else {
        refuse(build, view, "cases", "an onboarding has one case");
    }
    if (contract->start < -network->warmup) {
        bw_build_fail(build, bw_view_path(view, "start"),
            "expected a time after the start of the warm-up");
    }
    if (contract->ledger != BW_NONE
        && network->ledgers[contract->ledger].mismatch < build->parameters.count
        && ((struct bw_parameter *)bw_vector_at(
                &build->parameters, network->ledgers[contract->ledger].mismatch))
                ->initial
            >= 1.0) {
        bw_build_fail(build, bw_view_path(view, "ledger"),
            "no record of this ledger ever matches, so that no step would be final");
    }
}

static void add_subject(
    struct bw_build *build, struct bw_contract *contract, bw_index element)
{
    bw_index *subject = NULL;
    if (bw_vector_push(&build->subjects, &subject) != BW_OK) {
        build->status = BW_ERR_NOMEM;
        return;
    }
    *subject = element;
    contract->subject_count++;
}

/* Finds the customers or suppliers that refer to a contract. */
static void find_subjects(
    struct bw_build *build, const struct bw_view *view, struct bw_contract *contract)
{
    struct bw_network *network = build->network;
    bw_index index = (bw_index)(contract - network->contracts);
    contract->first_subject = (bw_index)build->subjects.count;
    for (bw_index i = 0; i < network->demand_count; i++) {
        const struct bw_demand *demand = &network->demands[i];
        if (demand->activation != index) {
            continue;
        }
        if (contract->kind != BW_CONTRACT_ACTIVATION) {
            bw_build_fail(build,
                bw_build_path(
                    build, network->elements[demand->element].path, "activation"),
                "expected a contract of kind activation");
        }
        add_subject(build, contract, demand->element);
    }
    for (bw_index i = 0; i < network->trial_site_count; i++) {
        const struct bw_trial_site *site = &network->trial_sites[i];
        if (site->contract != index) {
            continue;
        }
        if (contract->kind != BW_CONTRACT_ACTIVATION) {
            bw_build_fail(build, network->elements[site->element].path,
                "expected a contract of kind activation");
        }
        add_subject(build, contract, site->element);
    }
    for (bw_index i = 0; i < network->supply_count; i++) {
        struct bw_supply *supply = &network->supplies[i];
        if (!supply->onboarding.present || supply->onboarding.contract != index) {
            continue;
        }
        if (contract->kind != BW_CONTRACT_ONBOARDING) {
            bw_build_fail(build,
                bw_build_path(build, network->elements[supply->element].path,
                    "onboarding.contract"),
                "expected a contract of kind onboarding");
        }
        supply->onboarding.done = contract->done;
        supply->onboarding.start = contract->start;
        add_subject(build, contract, supply->element);
    }
    contract->case_count = 1;
    if (contract->kind == BW_CONTRACT_ACTIVATION) {
        contract->case_count = contract->subject_count > 0
            ? contract->subject_count
            : (uint32_t)bw_view_integer(view, "cases");
        if (contract->subject_count > 0) {
            refuse(build, view, "cases", "there is a case for each customer and site");
        }
    }
}

void bw_build_contracts(struct bw_build *build)
{
    struct bw_network *network = build->network;
    struct bw_view root = bw_view_root(build);
    bw_index cases = 0, missing = 0;
    for (uint32_t i = 0; i < network->contract_count && build->status == BW_OK; i++) {
        struct bw_view view = bw_view_ranked(&root, "contracts", i);
        struct bw_contract *contract = &network->contracts[i];
        contract->kind = (enum bw_contract_kind)bw_view_integer(&view, "kind");
        contract->ledger = bw_view_reference(&view, "ledger", build->ledgers);
        contract->done = bw_view_integer(&view, "done") != 0;
        contract->start = bw_view_instant(&view, "start");
        build_validators(build, &view, contract);
        if (contract->kind == BW_CONTRACT_MILESTONES) {
            bw_build_milestones(build, &view, contract);
        } else if (contract->kind == BW_CONTRACT_LICENCE) {
            build_licence(build, &view, contract);
        } else {
            build_steps(build, &view, contract);
            refuse(
                build, &view, "milestones", "only a contract of milestones has these");
            refuse(build, &view, "payment", "only a contract of milestones has this");
        }
        build_credentials(build, &view, contract);
        check_kind(build, &view, contract);
        find_subjects(build, &view, contract);
        contract->first_case = cases;
        contract->first_missing = missing;
        cases += contract->case_count;
        missing += contract->case_count * contract->step_count;
    }
    if (build->status == BW_OK) {
        bw_build_check_contract_waits(build);
    }
}
