/* SPDX-License-Identifier: Apache-2.0
 *
 * What keeps goods cold where they are stored, and the power that it needs.
 */
#ifndef BW_CHAIN_NETWORK_EQUIPMENT_H
#define BW_CHAIN_NETWORK_EQUIPMENT_H

#include "chain/network_stability.h"
#include "chain/network_terms.h"
#include "chain/thermal.h"

/* Somebody looks at all units then, counted from day 0. */
struct bw_round {
    bw_time every, at;
};

/* Cold rooms, refrigerators or freezers of one storage class at one site, alike, among
 * which its goods are divided evenly. */
struct bw_equipment {
    bw_index element, space;
    bw_index grid;    /* BW_NONE = its power never fails */
    bw_index climate; /* around it, BW_NONE = room_c */
    double room_c;
    uint32_t units;
    double set_point_c;
    struct bw_thermal_pack pack;       /* a unit with its goods */
    struct bw_sampler failure, repair; /* of a unit; not present = never */
    double fails_to_c;                 /* NaN = to the air around it */
    bool has_alarm;
    double alarm_works; /* share of failures */
    uint64_t alarm_stream;
    struct bw_sampler response;
    struct bw_round round;
    double backup; /* share of power cuts in which its generator starts */
    uint64_t backup_stream;
    struct bw_disposition disposition;
    const struct bw_loggers *loggers; /* NULL = what happens is known */
};

/* Power of all sites of a region. Cuts come in clusters: one begins a cluster, and a
 * number of others follow it. */
struct bw_power_grid {
    bw_index element;
    struct bw_sampler every, time;   /* from cluster to cluster; of a cut */
    struct bw_sampler number, after; /* of others; from the first to each of them */
};

#endif
