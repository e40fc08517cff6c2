/* SPDX-License-Identifier: Apache-2.0
 *
 * The records of the pools that belong to one domain each. Only that domain (named
 * beside each) reads or writes the fields; state.c needs the sizes.
 */
#ifndef BW_CHAIN_STATE_INTERNAL_H
#define BW_CHAIN_STATE_INTERNAL_H

#include "chain/state.h"
#include "chain/thermal.h"

/* history.c: one stretch of a lot's past, from start to the start of the next one. The
 * weights are those of delivered units whose path ends in this segment or passed
 * through segments already freed. 48 bytes. */
struct bw_segment {
    bw_time start;
    uint32_t previous; /* older segment, 0 = root */
    uint32_t references;
    uint32_t element : 26, stage : 5, counted : 1; /* counted: within flow time */
    uint32_t marked;             /* it began when the goods came to a hub */
    uint64_t weight;             /* quanta */
    __extension__ __int128 ends; /* sum of quanta * end time */
};

/* resource.c: a piece of work at a resource. */
struct bw_job {
    bw_time requested, remaining, setup; /* remaining work; setup still to do */
    bw_time cleanup;                     /* of the server when the goods have gone */
    uint32_t history;     /* of the goods while the job has them; owned */
    uint32_t next, child; /* in the queue */
    uint32_t owner;       /* batch or hold */
    uint32_t server;
    bw_index resource;
    bw_index work_element; /* charged with the work */
    uint64_t arrival;      /* numbers the jobs of the resource */
    int64_t key;           /* the least goes first; jobs of equal keys by arrival */
    struct bw_seat seat;   /* server that its goods block */
    bw_index step;         /* of a step, else BW_NONE */
    bool renews;           /* a saturated demand orders again when it starts */
    bool waits;            /* in the queue */
    bool by_new;           /* done by an extra server that is new */
    uint8_t kind;          /* enum bw_job_kind */
    uint8_t work_stage;
};

/* backlog.c: one production order whose batches may not all be made at once. */
struct bw_work {
    uint32_t left;        /* batches that have not ended */
    uint32_t entitled;    /* of them, on the floor or in the backlog */
    uint32_t first, last; /* the others, in order */
};

/* manufacturing.c, backlog.c, batch.c: one batch from production order to goods
 * receipt. */
struct bw_batch {
    uint64_t number;   /* of the recipe */
    int64_t quantity;  /* to be started */
    bw_time chosen_at; /* when the input of the chosen branch came */
    bw_time oldest;    /* start of the oldest path of all inputs, BW_FOREVER = none */
    bw_index recipe;
    bw_index chosen; /* element of the stock of the chosen branch, BW_NONE = none yet */
    uint32_t lot;    /* carries the chosen branch; empty until the batch starts */
    uint32_t order;  /* of the stock it is made for; 0 once it is known to be lost */
    uint32_t co_orders; /* of its co-products, linked by next */
    double cost;        /* money so far */
    uint32_t missing;   /* needs not yet complete */
    bw_index step;      /* where it is now */
    bw_index line;      /* of the step, BW_NONE = it has no choice */
    int32_t place;      /* the same for coming.c */
    uint32_t round;     /* times it was sent back to an earlier step */
    bw_time planned,
        released;  /* to the floor; equal for a batch that is not held back */
    uint32_t work; /* order of which it is a part, 0 = none */
    uint32_t next; /* in the backlog */
    struct bw_urgency urgency; /* of the orders that it is made for */
    struct bw_seat seat;       /* server that the goods are on between two steps */
};

/* hold.c: something that must end before lots are usable; runs beside the goods. */
struct bw_hold {
    bw_time start;
    bw_time stored;   /* time under `store` of the path when the hold was opened */
    bw_time mismatch; /* when the record was found not to match */
    uint64_t number;  /* of draws: of the batch and round, or of the lane's holds */
    uint32_t links;   /* first link to a lot */
    uint32_t then;    /* hold that waits for this one, 0 = none */
    uint32_t waits;   /* number of holds that it waits for */
    uint32_t history; /* branch, owned */
    bw_index owner;   /* step, lane or recipe */
    bw_index ledger;
    uint8_t cause;   /* enum bw_hold_cause */
    uint8_t verdict; /* enum of hold.c */
    uint8_t waste;   /* cause of the waste when it is a rejection */
    bool resolving;  /* people are at work on it, or it waits for them */
    uint8_t class;   /* enum bw_data_class: what is wrong with the hand-over */
    bool watches;    /* its lots go on until a mismatch catches up with them */
    bool recalled;   /* one has */
    bool again;      /* the test is a retest */
    bool rejected;   /* one of the holds that it waits for has rejected the lot */
    bool automatic;  /* stability data decide */
    bool reading;    /* the data of the logger are on their way */
    bool unread;     /* it was lost */
    uint8_t finding; /* of an excursion: enum bw_finding */
    struct bw_event_handle limit; /* of an excursion: the end of patience */
};

/* lot.c: one lot under one hold. The parts of a divided lot share its holds. */
struct bw_hold_link {
    uint32_t lot; /* 0 = the lot has ended */
    uint32_t hold;
    uint32_t next_of_hold, next_of_lot;
    /* Of a lot that a mismatch has caught up with: its own branch (owned), 0 = that of
     * the hold, and its time under `store` until then. */
    uint32_t history;
    bw_time stored;
    double gone; /* units that left the chain under the hold */
    bool silent; /* the lot goes on: nothing is known against it yet */
    bool bars;   /* the lot stays where it is until the hold has ended */
    bool told;   /* the end of the hold is on its way to the lot */
    bool copied; /* of the link before it in the hold, which was told already */
};

/* lot_thermal.c: what a lot has suffered out of its range, each trip's time rounded
 * up to seconds. */
struct bw_thermal_use {
    uint32_t out_s;
    uint32_t band_s[BW_THERMAL_BANDS];
    uint8_t events;    /* bit i: a trip has used budget i */
    uint8_t overdrawn; /* bit i: it was used beyond its limit, or once too often */
};
struct bw_thermal_record {
    struct bw_thermal_use truth, measured;
    uint32_t pack;      /* that it is in between two lanes, 0 = none */
    uint8_t transition; /* that it went through, from 1; 0 = none */
};

/* carried.c: the state of the packaging of a lot between two lanes. */
struct bw_carried_pack {
    struct bw_thermal_body body;
    double capacity_j_k, fill; /* of one piece; units in it */
    double holds_c;            /* as it is controlled */
    double left;               /* of the budget of packaging without physics */
    bw_time until_reice;
    bw_time since; /* it was unloaded */
    bw_index packaging;
};

/* transport.c: what one vehicle carries on one lane. */
struct bw_shipment {
    uint64_t number; /* of the lane */
    bw_time departed;
    uint32_t lots; /* list */
    bw_index lane;
    uint32_t next;  /* dock.c, hub.c: in the queue for a door or for room */
    uint32_t after; /* tour.c: aboard the same vehicle for a later stop */
    bw_time docked;
    uint64_t rank; /* among those of one instant */
    double units;
    double fresh;               /* units of them that were packed for this lane */
    double room[BW_LOAD_COUNT]; /* hub.c: taken at the hub where it is */
    int64_t room_quanta;
    /* Of lanes with legs: the first of its goods were ready; it was boarded; it came
     * to the gate and through customs. */
    bw_time packed, boarded, arrived, cleared;
};

/* ledger.c: one record on its way to being final. */
struct bw_transaction {
    bw_time submitted;
    bw_time since;                       /* the parts below sum to since - submitted */
    bw_time parts[BW_LEDGER_PART_COUNT]; /* time spent so far */
    uint64_t number;                     /* of the ledger */
    uint64_t arrival;                    /* in the queue where it waits */
    int64_t key;                         /* the least goes first */
    uint32_t owner, next, child;
    uint32_t block, desk; /* where it is */
    bw_index ledger;
    uint32_t
        twin; /* the same record on the ledger to which it fell back, or from which */
    struct bw_event_handle timer; /* pending until it falls back */
    bool has_timer;
    bool is_copy;     /* it is here because another ledger took too long */
    bool is_dead;     /* its twin has been final before */
    bool is_given_up; /* only its twin is still under way */
    uint8_t purpose;  /* enum bw_record_purpose */
    /* ledger_eov*.c */
    uint32_t places; /* in blocks */
    uint32_t writes, channel;
    uint32_t record_key; /* what it writes to, 0 = what nobody else does */
    uint32_t writer_next, writer_previous;
    bw_time read;         /* when endorsement began */
    bw_time cut, ordered; /* of its block */
    bw_time outage;       /* of the orderers, from the cut on */
    bw_time work;         /* of the validator */
    int64_t bytes;
    uint16_t attempt, refusals;
    bool is_admitted;
    bool is_stale;  /* its key has been written to since */
    bool is_failed; /* invalid too often */
};

/* contract_gate.c: goods that a contract does not let leave. */
struct bw_contract_wait {
    bw_time since;
    uint32_t what; /* hold of a lane, or lot at a supplier */
    uint32_t next;
    bool is_hold;
};

/* contract_claim.c: one step of one case on its way to its final record. */
struct bw_claim {
    bw_time happened; /* the event became true */
    bw_index contract, step;
    uint32_t number; /* of the case, or of the renewal */
    uint16_t attempt;
    uint16_t records; /* that did not match */
    uint32_t next;    /* that waits for the chain */
    uint8_t phase;
    bool touched; /* by people */
    /* Of milestones: */
    bool retained;
    bool late;         /* it was overdue */
    int64_t amount;    /* hundredths of money */
    bw_time took;      /* what happened */
    bw_time due, pays; /* when it is to be paid and will be */
};

/* returns.c: goods that customers have and will send back. */
struct bw_return {
    int64_t quantity;
    bw_time expiry, delivered, sent;
    uint64_t number; /* of draws */
    double price;    /* per unit, when they were sold */
    uint32_t thermal;
};

/* desk.c: a lot on a desk. */
struct bw_desk_lot {
    bw_time since;
    double price; /* per unit, when it was sold; 0 = it was not */
    bw_index element;
};

/* trial.c, enrolment.c, visit.c: one patient who has passed the screening. */
struct bw_patient {
    uint64_t number;              /* of those screened at the site */
    bw_time randomised, leaves;   /* leaves: drops out, BW_FOREVER = never */
    bw_time comes;                /* to the next visit, unless he drops out before */
    struct bw_event_handle event; /* of what happens to him next */
    bw_index trial_site;
    uint32_t previous, next; /* at the site, while treated */
    uint32_t arm;
    uint32_t visit; /* the next one */
    uint32_t lines; /* types of kit of the last visit that are still asked for */
    bool missing;   /* some of them were lost */
    bool treated;
};

#endif
