/* SPDX-License-Identifier: Apache-2.0
 *
 * What holds goods: waiting times and QC tests of a step, review and deviations of a
 * batch, ledger verification at
 * release, ship and receive, quarantine after a mismatch, disposition after an
 * excursion. hold.c says what a hold does to its lots.
 */
#ifndef BW_CHAIN_QUALITY_H
#define BW_CHAIN_QUALITY_H

#include "chain/stage.h"
#include "chain/state.h"

/* Open the holds that a step, the end of a batch, the start or the end of a leg put on
 * a lot. draw numbers the batch and round, or the lane's holds. */
void bw_hold_open_step(
    struct bw_state *state, uint32_t lot, bw_index step, uint64_t draw);
void bw_hold_open_release(
    struct bw_state *state, uint32_t lot, bw_index recipe, uint64_t number);
void bw_hold_open_ship(
    struct bw_state *state, uint32_t lot, bw_index lane, uint64_t draw);
void bw_hold_open_receive(
    struct bw_state *state, uint32_t lot, bw_index lane, uint64_t draw);

/* Sends a hold to the people who resolve it. */
void bw_hold_resolve(struct bw_state *state, uint32_t index);

/* Does so after a time, in which somebody else must answer. */
void bw_hold_wait_answer(struct bw_state *state, uint32_t hold, bw_time time);

/* Lets a hold be resolved by time alone, charged to its element. */
void bw_hold_wait(
    struct bw_state *state, uint32_t hold, enum bw_stage stage, bw_time time);

/* Opens a hold on a lot that a contract does not let leave on a lane. */
void bw_hold_open_contract(
    struct bw_state *state, uint32_t lot, bw_index lane, bw_index contract);

/* Keeps a lot at a stock for a time (> 0) before it can be issued. */
void bw_hold_open_rest(
    struct bw_state *state, uint32_t lot, bw_index stock, bw_time time);

/* How urgent work on a hold is. */
struct bw_urgency bw_hold_urgency(const struct bw_state *state, uint32_t hold);

/* Lets somebody decide on a lot that its storage equipment has let out of its range, as
 * lot->finding says. False when nobody needs to. */
bool bw_hold_open_storage(
    struct bw_state *state, uint32_t lot, bw_index equipment, uint64_t draw);

/* All that a review has waited for is over, or one of it has rejected the lot. */
void bw_hold_waited(struct bw_state *state, uint32_t hold, bool rejected);

/* A resource has finished the test or the resolution of a hold. */
void bw_hold_tested(struct bw_state *state, uint32_t hold, uint32_t history);
void bw_hold_resolved(struct bw_state *state, uint32_t hold, uint32_t history);

/* Handler: the time of a hold is over. */
void bw_hold_on_end(struct bw_state *state, const struct bw_event *event);

/* Handler: a mismatch has caught up with all lots of a hold that let them go on. */
void bw_hold_on_recalled(struct bw_state *state, const struct bw_event *event);

/* Money that such a hold costs. */
double bw_hold_case_cost(const struct bw_state *state, uint32_t hold);

/* Element charged while people resolve a hold that is no test. */
bw_index bw_hold_resolver(const struct bw_state *state, uint32_t hold);

#endif
