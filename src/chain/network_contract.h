/* SPDX-License-Identifier: Apache-2.0
 *
 * Contracts as they are described: state machines whose steps are logged on a ledger.
 */
#ifndef BW_CHAIN_NETWORK_CONTRACT_H
#define BW_CHAIN_NETWORK_CONTRACT_H

#include "chain/network_terms.h"

enum bw_contract_kind {
    BW_CONTRACT_ACTIVATION, /* opens customers, or only finds out when */
    BW_CONTRACT_ONBOARDING  /* admits suppliers */
};

/* People of whom so many must confirm what has happened. */
struct bw_validators {
    uint32_t of, need;  /* of 0 = nobody has to */
    bw_index automatic; /* parameter slot: share that the contract confirms itself */
    double effort;      /* ticks of work per confirmation */
};

/* Something that must have happened. Draws are numbered by case and attempt. */
struct bw_contract_step {
    const char *name;
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
    bw_index first_subject, subject_count; /* elements: demands or supplies */
};

/* The contracts of somebody who ships, all of which must let goods leave. */
struct bw_terms {
    bw_index first_party, party_count; /* contracts, pointed into parties */
};

#endif
