/* SPDX-License-Identifier: Apache-2.0
 *
 * Data of partners: what is wrong with the k-th hand-over of a lane. Draws belong to
 * the hand-over, and when master data are wrong is a function of time alone, so that
 * they are the same whatever ledger, gate or resolver there is.
 */
#ifndef BW_CHAIN_DATA_H
#define BW_CHAIN_DATA_H

#include "chain/network_data.h"
#include "chain/state.h"

BW_NODISCARD enum bw_status bw_data_init(struct bw_state *state);
void bw_data_reset(struct bw_state *state);

/* Class of hand-over number draw of an end. Calls for one lane must not go back in
 * time. */
enum bw_data_class bw_data_class_of(struct bw_state *state, const struct bw_data *data,
    enum bw_data_end end, uint64_t draw);

/* Share of hand-overs with an error now, wrong master data apart. */
double bw_data_error_share(const struct bw_state *state, const struct bw_data *data);

/* Quanta of quantity (> 0) that are not there though the record says so; less than all.
 */
int64_t bw_data_missing(const struct bw_state *state, const struct bw_data *data,
    uint64_t draw, int64_t quantity);

#endif
