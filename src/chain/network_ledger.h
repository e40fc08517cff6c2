/* SPDX-License-Identifier: Apache-2.0
 *
 * Ledgers as they are described.
 */
#ifndef BW_CHAIN_NETWORK_LEDGER_H
#define BW_CHAIN_NETWORK_LEDGER_H

#include "chain/network_terms.h"

enum bw_ledger_kind { BW_LEDGER_NONE, BW_LEDGER_EOV, BW_LEDGER_MANUAL };

struct bw_ledger {
    bw_index element;
    enum bw_ledger_kind kind;
    /* endorse-order-validate */
    uint32_t endorsers, endorsements; /* n, k */
    struct bw_sampler endorse;        /* one draw per endorser */
    uint32_t block_size;
    bw_time block_timeout;
    struct bw_sampler order;    /* consensus, per block */
    struct bw_sampler validate; /* per transaction, serial */
    /* manual */
    bw_index staff;          /* parameter slot: people */
    struct bw_sampler time;  /* work per record */
    struct bw_sampler delay; /* of the papers, before the work */
    /* all */
    bw_index mismatch; /* parameter slot: probability per verification */
    uint64_t mismatch_stream;
    double cost; /* money per record */
};

#endif
