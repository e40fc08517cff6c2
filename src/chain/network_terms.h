/* SPDX-License-Identifier: Apache-2.0
 *
 * Terms in which all parts of a network are described.
 */
#ifndef BW_CHAIN_NETWORK_TERMS_H
#define BW_CHAIN_NETWORK_TERMS_H

#include "base/time.h"
#include "engine/distribution.h"

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t bw_index;
#define BW_NONE UINT32_MAX
#define BW_UNLIMITED INT64_MAX

/* A duration, share or size law and the stream its draws come from. present is false
 * where the scenario gives none. */
struct bw_sampler {
    bool present;
    struct bw_law law;
    uint64_t stream;
};

/* Work of people on goods that are held: a quarantine after a ledger mismatch or the
 * disposition after an excursion. */
struct bw_resolver {
    bw_index resource; /* queue and servers, BW_NONE = time only, nobody queues */
    bw_index element;  /* charged with the time: the resource, or the lane, step, ... */
    struct bw_sampler time;
    struct bw_sampler
        reject; /* law unused: uniform of the stream; present = can reject */
    double reject_share;
    double correct_share; /* of what is cleared: goods wait for a new record */
    uint64_t correct_stream;
    double cost;                        /* money per case */
    const struct bw_resolver *of_class; /* by class of error; NULL = all alike */
};

/* Whether goods wait for the record of a hand-over. */
enum bw_gate {
    BW_GATE_HARD, /* until it is final and matches */
    BW_GATE_SOFT, /* until it is produced; a mismatch catches up with them */
    BW_GATE_OFF,  /* not at all: no record, papers are compared later */
    BW_GATE_COUNT
};

/* Verification of a hand-over. */
struct bw_verification {
    bw_index ledger; /* BW_NONE = not verified */
    enum bw_gate gate;
    struct bw_sampler reconcile; /* without a record: time until papers are compared */
    double detects;              /* share of what is wrong that is then found */
    uint64_t detect_stream;
};

/* What a vehicle can be full of. */
enum bw_load {
    BW_LOAD_UNITS,
    BW_LOAD_VOLUME,
    BW_LOAD_WEIGHT,
    BW_LOAD_PALLETS,
    BW_LOAD_COUNT
};

#endif
