/* SPDX-License-Identifier: Apache-2.0
 *
 * Contracts as they are described: state machines whose steps are logged on a ledger.
 */
#ifndef BW_CHAIN_NETWORK_CONTRACT_H
#define BW_CHAIN_NETWORK_CONTRACT_H

#include "chain/network_terms.h"

enum bw_contract_kind {
    BW_CONTRACT_ACTIVATION, /* opens customers, or only finds out when */
    BW_CONTRACT_ONBOARDING, /* admits suppliers */
    BW_CONTRACT_MILESTONES, /* pays for what happens */
    BW_CONTRACT_LICENCE     /* lets goods go, and is suspended at times */
};

#define BW_CONFIRMER_LIMIT 64

/* People of whom so many must confirm what has happened. */
struct bw_validators {
    uint32_t of, need;  /* of 0 = nobody has to */
    bw_index automatic; /* parameter slot: share that the contract confirms itself */
    double effort;      /* ticks of work per confirmation */
};

/* Something that must have happened: an attempt has ended well, or the chain does it.
 * Draws are numbered by case and attempt. */
struct bw_contract_step {
    const char *name;
    bool is_awaited;               /* it listens, and has no time of its own */
    bw_index awaits;               /* contract that may be in force already, BW_NONE */
    struct bw_sampler time, retry; /* of an attempt; wait after one that failed */
    struct bw_sampler late;        /* from the event to its data */
    struct bw_sampler confirm;     /* of one validator */
    struct bw_sampler correction;  /* of a record that did not match */
    double fail;                   /* probability per attempt */
    uint64_t fail_stream, automatic_stream;
    double effort;                   /* ticks of work per attempt */
    double cost;                     /* money per attempt */
    uint32_t after_count;            /* steps that must be done before it begins */
    bw_index first_next, next_count; /* steps that wait for it, contract_links */
};

/* How what is confirmed is paid. */
struct bw_payment {
    bw_time terms;   /* from confirmation to the due date */
    double holdback; /* share that is retained */
    bw_time after;   /* released so long after confirmation; BW_FOREVER = at until */
    bw_time until;
    double dispute; /* probability */
    double cut;     /* share of a disputed amount that is not paid */
    double fee;     /* share of an overdue amount per tick */
    bool stops;     /* nothing is shipped while something is overdue */
    bw_index first_tier, tier_count;
};

struct bw_contract {
    bw_index element;
    enum bw_contract_kind kind;
    bw_index ledger; /* BW_NONE = what is confirmed is final */
    bool done;       /* in force from the start */
    bw_time start;   /* BW_FOREVER = when there is first need of it */
    uint32_t case_count;
    bw_index first_case;             /* of all contracts' cases */
    bw_index first_missing;          /* of all counts of open predecessors */
    bw_index first_step, step_count; /* in the order written */
    struct bw_validators validators;
    double correction_effort; /* ticks of work per corrected record */
    /* Credentials: valid BW_FOREVER = no end. renewal is a step beyond step_count. */
    bw_time valid, renew_before;
    bw_index renewal;
    bw_index first_milestone; /* one for each step, of milestones */
    /* Of licences, numbered by suspension: from the end of one to the next; how long.
     */
    struct bw_sampler suspended_every, suspended_for;
    struct bw_payment payment;
    bw_index first_subject, subject_count; /* elements of demands,
                                              sites of trials, supplies */
};

/* What has happened when a milestone is reached. */
enum bw_milestone_kind {
    BW_MILESTONE_DATE,
    BW_MILESTONE_LANE,     /* a shipment is unloaded */
    BW_MILESTONE_SUPPLY,   /* an order is ready */
    BW_MILESTONE_CONTRACT, /* a case of another contract is in force */
    BW_MILESTONE_TRIAL     /* a patient comes to a visit */
};

/* Beside the step of the same rank among the steps of its contract. Draws are numbered
 * by how often it was reached before. */
struct bw_milestone {
    bw_time at, every;       /* of dates; every BW_FOREVER = once */
    double amount, per_unit; /* money */
    bw_time later_than;      /* a penalty is due beyond it; BW_FOREVER = never */
    double penalty;          /* share of the amount */
    uint64_t tier_stream, dispute_stream;
    struct bw_sampler pays, dispute_time;
};

/* Prices by risk: the first tier whose bound is above a uniform. */
struct bw_tier {
    double cumulative, factor;
};

/* Who hears of what happens at an element. Sorted by element. */
struct bw_listener {
    bw_index element, contract, step;
};

/* The contracts of somebody who ships, all of which must let goods leave. */
struct bw_terms {
    bw_index first_party, party_count; /* contracts, pointed into parties */
};

#endif
