/* SPDX-License-Identifier: Apache-2.0
 *
 * What ledger.c shares with the kinds of ledger.
 */
#ifndef BW_CHAIN_LEDGER_INTERNAL_H
#define BW_CHAIN_LEDGER_INTERNAL_H

#include "chain/ledger.h"
#include "chain/ledger_queue.h"
#include "chain/state_internal.h"

/* A stretch in which a group of members has its quorum, or has none. */
struct bw_quorum_span {
    bw_time from, to;
    bool has;
};

struct bw_ledger_state {
    uint64_t number; /* of the next record */
    /* endorse-order-validate */
    struct bw_eov_channel *channels;
    uint32_t in_flight; /* between gateway and commit */
    struct bw_record_list at_gateway;
    uint32_t *writers; /* records under way, by key */
    bw_time *servers;  /* of endorsers: when each is free */
    /* bft, public */
    uint64_t blocks;               /* cut so far */
    bw_time ordered;               /* when the newest comes out of consensus */
    bw_time validated;             /* when what comes then is done */
    struct bw_record_list waiting; /* for a batch or a block */
    uint32_t running;              /* batches in consensus */
    bool is_forming;               /* a batch is being made up */
    uint32_t view;                 /* changes of the leader so far */
    struct bw_record_list chained; /* in blocks, not final */
    bw_time next_block;
    bool watches; /* an event says when the next block comes */
    /* manual */
    struct bw_desk_state *desks;
    /* members, by group */
    struct bw_outage_window *windows[BW_MEMBERS_COUNT];
    struct bw_quorum_span spans[BW_MEMBERS_COUNT];
    struct bw_losses *losses; /* of the quorum of orderers; NULL = they never fail */
};

struct bw_transaction *bw_ledger_transaction(
    const struct bw_state *state, uint32_t transaction);

/* The time of a record up to now, or to another time not before, went into a part. */
void bw_ledger_spend(
    struct bw_state *state, uint32_t transaction, enum bw_ledger_part part);
void bw_ledger_spend_until(struct bw_state *state, uint32_t transaction,
    enum bw_ledger_part part, bw_time time);

/* One of the lots that a record is about, 0 = none. */
uint32_t bw_ledger_record_lot(const struct bw_state *state, uint32_t transaction);

/* Where and how urgent the business is that a record is for; BW_NONE = no place. */
bw_index bw_ledger_record_site(const struct bw_state *state, uint32_t transaction);
struct bw_urgency bw_ledger_record_urgency(
    const struct bw_state *state, uint32_t transaction);

/* Gives a record back that nobody waits for any more. */
void bw_ledger_drop(struct bw_state *state, uint32_t transaction);

/* A record that is not tried any more goes to the ledger to which it falls back, or
 * counts as a mismatch now where there is none. Its time up to now has been spent. */
void bw_ledger_give_up(struct bw_state *state, bw_index ledger, uint32_t transaction);

/* The record is final now: counts it and tells its owner whether it matches. */
void bw_ledger_finish(struct bw_state *state, bw_index ledger, uint32_t transaction);

/* Take a new record: one function per kind. */
void bw_ledger_eov_begin(struct bw_state *state, bw_index ledger, uint32_t transaction);
void bw_ledger_manual_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction);
void bw_ledger_bft_begin(struct bw_state *state, bw_index ledger, uint32_t transaction);
void bw_ledger_public_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction);
void bw_ledger_measured_begin(
    struct bw_state *state, bw_index ledger, uint32_t transaction);

/* A number of the ledger is about to be another one, and is one. */
void bw_ledger_eov_settle(struct bw_state *state, bw_index ledger);
void bw_ledger_eov_change(struct bw_state *state, bw_index ledger);
void bw_ledger_bft_change(struct bw_state *state, bw_index ledger);

/* State of the kinds that have some of their own. */
BW_NODISCARD enum bw_status bw_ledger_eov_init(struct bw_state *state, bw_index ledger);
void bw_ledger_eov_reset(struct bw_state *state, bw_index ledger);
BW_NODISCARD enum bw_status bw_ledger_manual_init(
    struct bw_state *state, bw_index ledger);
void bw_ledger_manual_reset(struct bw_state *state, bw_index ledger);
/* There are more or fewer people. */
void bw_ledger_manual_change(struct bw_state *state, bw_index ledger);
double bw_ledger_manual_open_share(
    const struct bw_state *state, bw_index ledger, bw_time from, bw_time to);
void bw_ledger_public_reset(struct bw_state *state, bw_index ledger);

#endif
