/* SPDX-License-Identifier: Apache-2.0
 *
 * Ledgers as they are described.
 */
#ifndef BW_CHAIN_NETWORK_LEDGER_H
#define BW_CHAIN_NETWORK_LEDGER_H

#include "chain/network_eov.h"
#include "chain/network_ledger_kinds.h"
#include "chain/network_terms.h"

/* In the order of the words of the schema. */
enum bw_ledger_kind {
    BW_LEDGER_NONE,
    BW_LEDGER_EOV,
    BW_LEDGER_MANUAL,
    BW_LEDGER_BFT,
    BW_LEDGER_PUBLIC,
    BW_LEDGER_TRACE,
    BW_LEDGER_KIND_COUNT
};

struct bw_ledger {
    bw_index element;
    enum bw_ledger_kind kind;
    /* endorse-order-validate */
    uint32_t endorsers, endorsements; /* n, k */
    struct bw_sampler endorse;        /* one draw per endorser */
    struct bw_eov_terms eov;
    /* The other kinds; NULL = not described. */
    const struct bw_ledger_manual *manual;
    const struct bw_ledger_bft *bft;
    const struct bw_ledger_public *public;
    const struct bw_ledger_measured *measured;
    /* all */
    struct bw_members members[BW_MEMBERS_COUNT];
    bw_index
        fallback; /* ledger to which records go that take too long, BW_NONE = none */
    bw_time fallback_after;
    bw_index mismatch; /* parameter slot: probability per verification */
    uint64_t mismatch_stream;
    double cost; /* money per record */
};

#endif
