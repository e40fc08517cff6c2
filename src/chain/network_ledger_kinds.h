/* SPDX-License-Identifier: Apache-2.0
 *
 * What the kinds of ledger beside endorse-order-validate are described by.
 */
#ifndef BW_CHAIN_NETWORK_LEDGER_KINDS_H
#define BW_CHAIN_NETWORK_LEDGER_KINDS_H

#include "chain/network_terms.h"

/* Parts of the time from submission to final record. */
#define BW_LEDGER_PART_LIST(X)                                                         \
    X(GATEWAY, "gateway")         /* before anybody looks at it */                     \
    X(ENDORSE, "endorse")         /* answers of organisations */                       \
    X(BLOCK, "block")             /* wait for a block, or for its place in one */      \
    X(ORDER, "order")             /* consensus on the block */                         \
    X(VALIDATE, "validate")       /* work on the block, and the wait for it */         \
    X(CONFIRM, "confirm")         /* blocks on top of its own */                       \
    X(PAPERS, "papers")           /* travel of the papers */                           \
    X(PAPER_QUEUE, "paper_queue") /* wait for people, closed hours included */         \
    X(WORK, "work")               /* of people, open hours only */                     \
    X(OUTAGE, "outage")           /* too few members are up */                         \
    X(FALLBACK, "fallback")       /* it became final on another ledger */              \
    X(RESUBMIT, "resubmit")       /* found invalid, not submitted again yet */

enum bw_ledger_part {
#define BW_LEDGER_PART_ENUM(id, text) BW_LEDGER_PART_##id,
    BW_LEDGER_PART_LIST(BW_LEDGER_PART_ENUM)
#undef BW_LEDGER_PART_ENUM
        BW_LEDGER_PART_COUNT
};

/* Members of a ledger, by what they do. */
enum bw_member_group {
    BW_MEMBERS_ENDORSE, /* organisations of endorse-order-validate */
    BW_MEMBERS_ORDER,   /* its orderers, or the validators of bft */
    BW_MEMBERS_COUNT
};

enum bw_outage_kind {
    BW_OUTAGE_RANDOM,      /* up and down in turn */
    BW_OUTAGE_CERTIFICATE, /* down when it ends before it has been renewed */
    BW_OUTAGE_DATED        /* once, from a date on */
};

/* One reason why members are down: a process of its own for each of them, or one for
 * all of them. */
struct bw_outage {
    enum bw_outage_kind kind;
    bool is_common;
    uint32_t first, count; /* members */
    uint32_t first_process;
    struct bw_sampler up;   /* until it is down; life of a certificate */
    struct bw_sampler down; /* time down; renewal of a certificate */
    bw_time lead;           /* of a renewal before the end */
    bw_time from;           /* dated */
    uint64_t age_stream;    /* how old first certificates are */
};

struct bw_members {
    uint32_t count, quorum;
    const struct bw_outage *outages;
    uint32_t outage_count, process_count;
};

#define BW_VALIDATOR_LIMIT 1000

/* Byzantine fault tolerant consensus among n validators, of which k must reply. */
struct bw_ledger_bft {
    uint32_t validators, replies, phases; /* n, k */
    struct bw_sampler reply;              /* of one validator in one phase */
    struct bw_sampler view_change;
    bw_time timeout; /* of a leader, doubled by each view change; BW_FOREVER = none */
    bool rotates;    /* another leader for each batch */
    bw_index fault;  /* parameter slot: probability that a leader fails at a batch */
    uint64_t fault_stream;
    bw_index batch_size, batch_timeout; /* parameter slots */
    struct bw_sampler form;     /* of a batch that is due, until it takes its records */
    uint32_t in_flight;         /* batches at a time; UINT32_MAX = any number */
    struct bw_sampler validate; /* per record, serial */
    bw_index speed;             /* parameter slot: of that work */
};

/* Blocks that anybody may fill. */
struct bw_ledger_public {
    struct bw_sampler interval;
    struct bw_sampler capacity; /* records of ours that a block has room for; not
                                   present = any number */
    uint32_t confirmations;     /* blocks, its own counted */
    bw_index reorganisation;    /* parameter slot: probability per block */
    uint64_t reorganisation_stream;
    uint32_t depth; /* blocks that a reorganisation replaces */
};

enum bw_desk_discipline { BW_DESK_FIFO, BW_DESK_PRIORITY, BW_DESK_DUE_DATE };

/* People at one place. */
struct bw_desk {
    bw_index site;     /* BW_NONE = for all that have no desk of their own */
    bw_index staff;    /* parameter slot */
    bw_index calendar; /* BW_NONE = always open */
};

struct bw_ledger_manual {
    struct bw_sampler time;  /* work per record */
    struct bw_sampler delay; /* of the papers, before the work */
    enum bw_desk_discipline discipline;
    bw_index error; /* parameter slot: probability that work must be done again */
    uint64_t error_stream;
    const struct bw_desk *desks; /* the first one is the common one */
    uint32_t desk_count;
};

/* Latencies measured elsewhere: rows of parts, sorted by hour when they have one. */
struct bw_ledger_measured {
    const bw_time *values; /* [row][column] */
    uint32_t row_count, column_count;
    enum bw_ledger_part parts[BW_LEDGER_PART_COUNT]; /* of the columns */
    bool replays; /* row by row in order, from the first one on */
    bool by_hour;
    uint32_t hour_first[24], hour_count[24]; /* rows for an hour of the day */
    uint64_t stream;
};

#endif
