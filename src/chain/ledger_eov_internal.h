/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of endorse-order-validate share: channels, each with an open block, a
 * consensus that keeps the order of blocks, and a serial validator.
 */
#ifndef BW_CHAIN_LEDGER_EOV_INTERNAL_H
#define BW_CHAIN_LEDGER_EOV_INTERNAL_H

#include "chain/ledger_eov_traffic.h"
#include "chain/ledger_internal.h"

#include <math.h>

struct bw_eov_channel {
    /* the open block */
    uint32_t first, last;   /* records of the chain whose last part is in it */
    uint32_t count, others; /* records; of them background */
    int64_t bytes;
    bw_time opened;
    bw_time own_work;                /* validation of the chain's records in it */
    struct bw_event_handle next_cut; /* pending while the chain has records in it */
    /* behind it */
    uint64_t blocks;   /* cut so far */
    bw_time ordered;   /* when the newest block comes out of consensus */
    bw_time validated; /* when the validator is free */
    /* Beside background records. What is not exact is an upper bound. */
    bool ordered_exact, validated_exact;
    bw_time resolved; /* background records up to here are in */
    struct bw_traffic_cursor cursor;
};

/* One channel of one ledger. */
struct bw_eov {
    struct bw_state *state;
    bw_index ledger;
    const struct bw_eov_terms *terms;
    struct bw_eov_channel *channel;
    struct bw_traffic_view view;
    /* As they are now. */
    uint32_t size;   /* records that fill a block */
    bw_time timeout; /* from the first record of a block */
    double speed;    /* of the validator */
};

/* Work of the validator on a block of which this were the work at speed 1. */
static inline bw_time bw_eov_work(const struct bw_eov *eov, bw_time work)
{
    return eov->speed == 1.0 ? work : bw_time_round((double)work / eov->speed);
}

/* The most that it takes per background record. */
static inline bw_time bw_eov_other_work(const struct bw_eov *eov)
{
    bw_time work = eov->terms->traffic.validate;

    return eov->speed == 1.0 ? work : (bw_time)ceil((double)work / eov->speed);
}

/* Number of what a record draws: other ones for each attempt. */
static inline uint64_t bw_eov_draw(const struct bw_transaction *t)
{
    return t->number | (uint64_t)t->attempt << 40;
}

/* Servers of all members that endorse. */
static inline uint32_t bw_eov_server_count(const struct bw_ledger *ledger)
{
    uint32_t members = ledger->members[BW_MEMBERS_ENDORSE].count;

    return ledger->eov.first_server != NULL ? ledger->eov.first_server[members] : 0;
}

/* When a record that comes now is endorsed; the time up to *begun is due to
 * organisations that are down. BW_FOREVER = never: *begun is when it is given up, or
 * BW_FOREVER, too. Called once for each attempt, since it keeps members busy. */
bw_time bw_eov_endorsement(struct bw_state *state, bw_index ledger,
    const struct bw_transaction *record, bw_time *begun);

struct bw_eov bw_eov_of(struct bw_state *state, bw_index ledger, uint32_t channel);

/* An instant at which orderers are ready for a block that is cut at another one; the
 * end of the run stands for never. */
static inline bw_time bw_eov_within_run(
    const struct bw_eov *eov, bw_time ready, bw_time cut)
{
    const struct bw_network *network = eov->state->network;
    bw_time end = network->horizon + network->cooldown + BW_DAY;

    return ready < end ? ready : end > cut ? end : cut;
}

/* Empties the channel at the begin of the run. */
void bw_eov_block_reset(struct bw_eov *eov);

/* Puts a record that is at the orderer now into the open block, and what it fills into
 * consensus. */
void bw_eov_block_add(struct bw_eov *eov, uint32_t transaction);

/* The event at the next cut. */
void bw_eov_block_timer(struct bw_eov *eov);

/* The size of blocks or their timeout is another one: cuts the open block if it is due
 * now. */
void bw_eov_block_change(struct bw_eov *eov);

/* Brings the channel to an instant: background records come in, blocks are cut. */
void bw_eov_block_advance(struct bw_eov *eov, bw_time until);

/* The same for any distance at a cost that does not grow with it. */
void bw_eov_catch_up(struct bw_eov *eov, bw_time until);

#endif
