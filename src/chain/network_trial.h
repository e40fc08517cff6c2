/* SPDX-License-Identifier: Apache-2.0
 *
 * Clinical trials as they are described: arms, visits, sites and planned changes.
 */
#ifndef BW_CHAIN_NETWORK_TRIAL_H
#define BW_CHAIN_NETWORK_TRIAL_H

#include "chain/network_terms.h"

#define BW_ARM_LIMIT 32u /* arms of a trial: a set of them is 32 bits */
#define BW_VISIT_BITS 10 /* of the number of a draw that belongs to a visit */
#define BW_VISIT_LIMIT (1u << BW_VISIT_BITS)
#define BW_BLOCK_BITS                                                                  \
    8 /* of the number of a draw that belongs to a place of a block                    \
       */
#define BW_BLOCK_LIMIT (1u << BW_BLOCK_BITS) /* patients of a permuted block */

enum bw_randomisation { BW_RANDOMISE_BLOCKS, BW_RANDOMISE_SIMPLE };

struct bw_trial_arm {
    const char *name;
    bw_index ratio; /* parameter slot */
};

/* Kits of one type that a patient of an arm gets at a visit. */
struct bw_trial_kit {
    bw_index type;    /* among those of the trial */
    int64_t quantity; /* quanta */
};

/* What a patient of an arm gets at a visit. Row of arm a and visit v:
 * first_dispensing + a * visit_count + v. */
struct bw_dispensing {
    bw_index first_kit, kit_count;
};

/* An activity that has to end before a site may open; all of them run in parallel. */
struct bw_site_task {
    struct bw_sampler time;
};

struct bw_trial_site {
    bw_index element, trial, site;
    bw_index first_demand;          /* one per type of kit; of demands */
    double never;                   /* probability that it never opens */
    double decay;                   /* of the rate, per tick since it opened */
    struct bw_sampler rate;         /* patients randomised per tick, drawn once */
    double prior_shape, prior_time; /* gamma with the moments of the rate; time infinite
                                       = the rate is known */
    struct bw_sampler activation;
    bw_index contract; /* that opens it in place of activation and tasks; BW_NONE */
    bw_index opener;   /* interim before which it does not prepare; BW_NONE */
    bw_index first_task, task_count;
    struct bw_sampler screening, jitter;
    /* By the number of the patient at the site, or of his visit. */
    uint64_t never_stream, arrival_stream, failure_stream, missed_stream,
        drop_out_stream, arm_stream;
};

/* A planned look at the data that may change the trial. */
struct bw_interim {
    bw_index trial;
    uint64_t patients; /* after so many are randomised; 0 = at a time */
    bw_time at, delay;
    struct bw_sampler after; /* the start of the trial; not present = at */
    double probability;
    uint64_t stream;
    uint32_t dropped;     /* arms, a bit each */
    bool stops_treatment; /* of patients in them */
    double target;        /* patients; 0 = as before */
    bw_index first_ratio; /* of ratios, one per arm; BW_NONE = as before */
};

/* What is left of the kits in a stock is destroyed so long after a trial is over. */
struct bw_close_out {
    bw_index trial, stock;
    struct bw_sampler time;
};

/* A day on which patients come. */
struct bw_trial_visit {
    bw_time day;    /* after randomisation */
    bw_index added; /* by this interim, before which it does not take place; BW_NONE */
};

struct bw_trial {
    bw_index element;
    bw_time start;
    bw_index target; /* parameter slot: patients to be randomised */
    double failure;  /* share of the screened who are not admitted */
    enum bw_randomisation randomisation;
    bool by_site;     /* blocks are filled per site */
    uint32_t repeats; /* of the ratio in a block */
    uint64_t arm_stream;
    double missed;   /* probability that a patient does not come to a visit */
    double drop_out; /* hazard per tick */
    bw_time wait;    /* for kits, from the visit on */
    double damaged;  /* probability that a kit is found unusable at a visit */
    bw_index first_arm, arm_count;
    bw_index first_visit, visit_count; /* in the order of their days */
    bw_index first_dispensing;
    bw_index first_type, type_count; /* of kit_types: items */
    bw_index first_site, site_count;
    bw_index first_interim, interim_count;
    bw_index first_close_out, close_out_count; /* 0 = kits stay where they are */
    double close_out_cost;                     /* money per stock */
};

#endif
