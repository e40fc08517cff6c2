/* SPDX-License-Identifier: Apache-2.0
 *
 * What a partner's data are like: how late the records of a lane are produced, and how
 * often they and the goods differ.
 */
#ifndef BW_CHAIN_NETWORK_DATA_H
#define BW_CHAIN_NETWORK_DATA_H

#include "chain/network_terms.h"

/* What is wrong with a hand-over. */
enum bw_data_class {
    BW_DATA_RIGHT,
    BW_DATA_WRONG,     /* quantity, lot, serial number or expiry */
    BW_DATA_NO_RECORD, /* goods without a record */
    BW_DATA_NO_GOODS,  /* a record of more than there is */
    BW_DATA_DAMAGED,
    BW_DATA_DUPLICATE, /* a record that was written twice */
    BW_DATA_CLASS_COUNT
};

enum bw_data_end { BW_DATA_SHIP, BW_DATA_RECEIVE, BW_DATA_RETURN, BW_DATA_END_COUNT };

struct bw_data {
    bw_index number; /* among the lanes and returns that have some */
    bw_index errors; /* parameter slot: share of hand-overs */
    /* From begin on the share goes to another one, linearly; over 0 = it does not. */
    bw_time begin, over;
    double to;
    double cumulative[BW_DATA_CLASS_COUNT]; /* shares of the classes; the last is 1 */
    /* Wrong master data: from the start or the last end until the next, and how long.
     */
    struct bw_sampler every, lasts;
    double systematic;         /* share of hand-overs that are wrong meanwhile */
    bw_time request;           /* until a record that does not come is asked for */
    struct bw_sampler missing; /* share of the quantity that is not there */
    struct {
        struct bw_sampler delay; /* until the record is produced */
        uint64_t error_stream, class_stream, systematic_stream;
    } ends[BW_DATA_END_COUNT];
};

#endif
