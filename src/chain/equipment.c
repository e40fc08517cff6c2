/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/equipment.h"

#include "chain/equipment_internal.h"
#include "chain/measure.h"
#include "chain/shelf_exposure.h"
#include "chain/space.h"
#include "chain/trace.h"
#include "chain/weather.h"

#include <math.h>

#define UNIT_SHIFT 32 /* failures of a unit are numbered below it */
#define CUT_SHIFT 62  /* loggers of power cuts are numbered above those of failures */

struct unit {
    uint64_t cycle; /* number of its failure */
    bw_time failed; /* BW_FOREVER = works */
};

struct bw_equipment_state {
    struct unit *units;
    uint32_t broken;
    bool dark; /* there is no power */
    bw_time dark_since, lit_since;
    uint64_t cuts;  /* so far, with the generator or without */
    uint64_t holds; /* so far */
};

enum bw_status bw_equipment_init(struct bw_state *state)
{
    const struct bw_network *network = state->network;

    state->equipments = bw_arena_allocate(
        &state->arena, network->equipment_count, sizeof *state->equipments);
    if (state->equipments == NULL) {
        return BW_ERR_NOMEM;
    }
    for (bw_index i = 0; i < network->equipment_count; i++) {
        state->equipments[i].units = bw_arena_allocate(&state->arena,
            network->equipments[i].units, sizeof *state->equipments[i].units);
        if (state->equipments[i].units == NULL) {
            return BW_ERR_NOMEM;
        }
    }
    return bw_power_grid_init(state);
}

static void observe(struct bw_state *state, bw_index equipment)
{
    const struct bw_equipment *e = &state->network->equipments[equipment];
    const struct bw_equipment_state *s = &state->equipments[equipment];

    bw_observe_level(state, e->element, BW_LEVEL_EQUIPMENT_WORKING,
        s->dark ? 0 : e->units - s->broken);
    bw_observe_level(state, e->element, BW_LEVEL_EQUIPMENT_POWERED, !s->dark);
}

static void begin_cycle(struct bw_state *state, bw_index equipment, uint32_t unit)
{
    const struct bw_equipment *e = &state->network->equipments[equipment];
    struct unit *u = &state->equipments[equipment].units[unit];

    u->failed = BW_FOREVER;
    if (e->failure.present) {
        u->cycle++;
        bw_state_schedule(state, e->element,
            bw_state_now(state) + bw_state_duration(state, &e->failure, u->cycle),
            BW_EVENT_EQUIPMENT_FAILURE, equipment, unit);
    }
}

void bw_equipment_reset(struct bw_state *state)
{
    for (bw_index i = 0; i < state->network->equipment_count; i++) {
        struct bw_equipment_state *s = &state->equipments[i];

        *s = (struct bw_equipment_state){
            .units = s->units, .lit_since = bw_state_now(state)};
        for (uint32_t k = 0; k < state->network->equipments[i].units; k++) {
            /* One more unit brings its own failures and shifts nobody else's. */
            s->units[k].cycle = (uint64_t)k << UNIT_SHIFT;
            begin_cycle(state, i, k);
        }
        observe(state, i);
    }
    bw_power_grid_reset(state);
}

/* Goods in something that does not work from an instant on until another. */
struct stay {
    const struct bw_state *state;
    const struct bw_equipment *equipment;
    bw_time from, until;
    uint64_t number; /* of its logger */
    bool broken;     /* itself; else it is without power */
};

/* The air that a unit tends to from `at` on, no further than `until`. */
static struct bw_ambient air_at(const struct stay *stay, bw_time at, bw_time until)
{
    const struct bw_equipment *e = stay->equipment;
    struct bw_ambient air = {.duration = until - at, .mean_c = e->room_c};

    if (stay->broken && !isnan(e->fails_to_c)) {
        air.mean_c = e->fails_to_c;
    } else if (e->climate != BW_NONE) {
        bw_weather_air(
            stay->state, &stay->state->network->climates[e->climate], at, until, &air);
    }
    return air;
}

/* Goods that came while it was warming up take its temperature of then. */
static void suffer(const void *context, bw_time came,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure)
{
    const struct stay *stay = context;
    const struct bw_equipment *e = stay->equipment;
    struct bw_thermal_body body;
    struct bw_exposure before;
    bw_time at = stay->from;

    bw_thermal_start(&body, &e->pack, e->set_point_c, 0.0);
    bw_exposure_reset(&before);
    while (at < stay->until) {
        bool there = came <= at;
        struct bw_ambient air =
            air_at(stay, at, there || came > stay->until ? stay->until : came);

        bw_thermal_pass(&body, &e->pack, &air, watch, there ? exposure : &before);
        at += air.duration;
    }
}

/* Exposes the goods of all stocks of the equipment, or what is in one unit. */
static void expose(struct bw_state *state, bw_index equipment, const struct stay *stay,
    uint32_t unit, uint32_t units)
{
    const struct bw_equipment *e = &state->network->equipments[equipment];
    const struct bw_shelf_exposure cause = {
        .unit = unit,
        .units = units,
        .until = stay->until,
        .equipment = equipment,
        .loggers = e->loggers,
        .logger = e->loggers != NULL ? bw_logger_draw(state, e->loggers, stay->number)
                                     : (struct bw_logger){.lost = false},
        .suffer = suffer,
        .context = stay,
    };
    uint32_t count;
    const bw_index *stocks = bw_space_stocks(state, e->space, &count);

    for (uint32_t i = 0; i < count && stay->from < stay->until; i++) {
        struct bw_shelf_outcome outcome = bw_shelf_expose(
            state, stocks[i], &cause, &state->equipments[equipment].holds);

        bw_observe(state, e->element, BW_SUM_EQUIPMENT_EXPOSED, outcome.exposed);
        bw_observe(state, e->element, BW_SUM_EQUIPMENT_BEYOND, outcome.beyond);
        /* What is lost only when its data are there is counted then. */
        if (e->loggers == NULL || !e->loggers->upload.present) {
            bw_observe(state, e->element, BW_SUM_EQUIPMENT_LOST, outcome.lost);
        }
        bw_observe(state, e->element, BW_SUM_EQUIPMENT_UNSEEN, outcome.missed);
        bw_observe(state, e->element, BW_SUM_EQUIPMENT_MISTAKEN, outcome.mistaken);
    }
}

/* The next time from now on that somebody makes his round. */
static bw_time next_round(const struct bw_round *round, bw_time now)
{
    bw_time since = (now - round->at) % round->every;

    return since == 0 ? now : now - since + (since > 0 ? round->every : 0);
}

void bw_equipment_on_failure(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_equipment *e = &state->network->equipments[event->target];
    struct bw_equipment_state *s = &state->equipments[event->target];
    struct unit *unit = &s->units[event->a];
    bw_time found = next_round(&e->round, event->time);

    unit->failed = event->time;
    s->broken++;
    observe(state, event->target);
    BW_TRACE(state, RESOURCE_FAILED, e->element, .number = event->a);
    if (e->has_alarm
        && bw_state_chance(state, e->alarm_stream, unit->cycle, e->alarm_works)) {
        bw_time called =
            event->time + bw_state_duration(state, &e->response, unit->cycle);

        found = called < found ? called : found;
    }
    bw_state_schedule(
        state, e->element, found, BW_EVENT_EQUIPMENT_FOUND, event->target, event->a);
}

void bw_equipment_on_found(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_equipment *e = &state->network->equipments[event->target];
    const struct bw_equipment_state *s = &state->equipments[event->target];
    const struct unit *unit = &s->units[event->a];
    /* Without power all units are alike, and what they suffer is counted when it is
     * back. */
    struct stay stay = {
        .state = state,
        .equipment = e,
        .from = unit->failed > s->lit_since ? unit->failed : s->lit_since,
        .until = s->dark ? s->dark_since : event->time,
        .number = unit->cycle,
        .broken = true,
    };

    bw_observe(state, e->element, BW_SUM_EQUIPMENT_FOUND,
        (double)(event->time - unit->failed));
    expose(state, event->target, &stay, event->a, e->units);
    bw_state_schedule(state, e->element,
        event->time + bw_state_duration(state, &e->repair, unit->cycle),
        BW_EVENT_EQUIPMENT_REPAIRED, event->target, event->a);
}

void bw_equipment_on_repaired(struct bw_state *state, const struct bw_event *event)
{
    state->equipments[event->target].broken--;
    BW_TRACE(state, RESOURCE_REPAIRED,
        state->network->equipments[event->target].element, .number = event->a);
    begin_cycle(state, event->target, event->a);
    observe(state, event->target);
}

void bw_equipment_on_power(struct bw_state *state, const struct bw_event *event)
{
    const struct bw_equipment *e = &state->network->equipments[event->target];
    struct bw_equipment_state *s = &state->equipments[event->target];

    if (event->a == 0) {
        bool covered = bw_state_chance(state, e->backup_stream, s->cuts++, e->backup);

        bw_observe(state, e->element, BW_SUM_EQUIPMENT_CUT, covered ? 0.0 : 1.0);
        s->dark = !covered;
        s->dark_since = covered ? s->dark_since : event->time;
    } else if (s->dark) {
        const struct stay stay = {.state = state,
            .equipment = e,
            .from = s->dark_since,
            .until = event->time,
            .number = (uint64_t)1 << CUT_SHIFT | s->cuts};

        s->dark = false;
        s->lit_since = event->time;
        expose(state, event->target, &stay, 0, 1);
    }
    observe(state, event->target);
}
