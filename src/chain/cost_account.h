/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of cost accounts: every cost of a chain is charged to one of them, once. An
 * account is the chain metric cost_<name>, and cost is their sum in the order of this
 * list. Beside it stands why goods are wasted.
 */
#ifndef BW_CHAIN_COST_ACCOUNT_H
#define BW_CHAIN_COST_ACCOUNT_H

#include "chain/network.h"

#define BW_COST_OF(kind) (1u << BW_ELEMENT_##kind)

/* Row: enum suffix, name, text for people, kinds of element that may be charged. The
 * first argument is handed on to the row macro as its first. */
#define BW_COST_LIST(ROW, A)                                                           \
    ROW(A, HOLDING, "holding", "cost of keeping stock on hand", BW_COST_OF(STOCK))     \
    ROW(A, ORDERING, "ordering", "cost of placing orders", BW_COST_OF(STOCK))          \
    ROW(A, PURCHASE, "purchase", "price and unit cost of what was ordered",            \
        BW_COST_OF(STOCK))                                                             \
    ROW(A, SHORTAGE, "shortage", "cost of backorders at stocks", BW_COST_OF(STOCK))    \
    ROW(A, MAKING, "making", "cost of batches, steps and resources",                   \
        BW_COST_OF(RECIPE) | BW_COST_OF(STEP) | BW_COST_OF(RESOURCE))                  \
    ROW(A, SETUP, "setup", "cost of set-ups, changeovers and cleaning",                \
        BW_COST_OF(STEP) | BW_COST_OF(RESOURCE))                                       \
    ROW(A, FLEXIBLE, "flexible_capacity", "cost of capacity added for a time",         \
        BW_COST_OF(RESOURCE))                                                          \
    ROW(A, TRANSPORT, "transport", "cost of shipments, packaging and vehicles",        \
        BW_COST_OF(LANE) | BW_COST_OF(FLEET))                                          \
    ROW(A, PIPELINE, "pipeline", "cost of goods on their way", BW_COST_OF(LANE))       \
    ROW(A, EXPEDITING, "expediting", "extra cost of orders that were hurried",         \
        BW_COST_OF(STOCK))                                                             \
    ROW(A, STORAGE, "storage", "cost of places, of sites and at hubs",                 \
        BW_COST_OF(SPACE) | BW_COST_OF(HUB) | BW_COST_OF(CHAIN))                       \
    ROW(A, OVERFLOW, "overflow", "cost of goods beyond the places there are",          \
        BW_COST_OF(STOCK) | BW_COST_OF(SPACE))                                         \
    ROW(A, ONBOARDING, "onboarding", "cost of admitting suppliers",                    \
        BW_COST_OF(SUPPLY))                                                            \
    ROW(A, CONTRACT, "contracts", "cost of what contracts ask for",                    \
        BW_COST_OF(CONTRACT))                                                          \
    ROW(A, LEDGER, "ledger", "cost of ledger records", BW_COST_OF(LEDGER))             \
    ROW(A, RETURNS, "returns",                                                         \
        "cost of returns, close-outs and alerts at dispensing, with money paid back",  \
        BW_COST_OF(RETURNS) | BW_COST_OF(SCAN) | BW_COST_OF(TRIAL))                    \
    ROW(A, WASTE, "waste", "value of goods wasted", BW_COST_OF(CHAIN))                 \
    ROW(A, DESTRUCTION, "destruction", "cost of destroying what was wasted",           \
        BW_COST_OF(CHAIN))                                                             \
    ROW(A, LATENESS, "lateness", "penalties for customers' orders past due",           \
        BW_COST_OF(DEMAND))                                                            \
    ROW(A, LOST_SALES, "lost_sales", "penalties for demand that was lost",             \
        BW_COST_OF(DEMAND))

enum bw_cost_account {
#define BW_COST_ENUM(A, id, name, text, kinds) BW_COST_##id,
    BW_COST_LIST(BW_COST_ENUM, )
#undef BW_COST_ENUM
        BW_COST_COUNT
};

/* Why goods were wasted. */
#define BW_WASTE_LIST(X)                                                               \
    X(EXPIRED, "expired")                                                              \
    X(YIELD, "yield")                                                                  \
    X(REJECTED, "rejected")                                                            \
    X(EXCURSION, "excursion")                                                          \
    X(QUARANTINE, "quarantine")                                                        \
    X(TURNED_AWAY, "turned_away")                                                      \
    X(REFUSED, "refused")                                                              \
    X(MISSING, "missing")                                                              \
    X(FREEZE, "freeze")                                                                \
    X(QUARANTINE_LIMIT, "quarantine_limit")                                            \
    X(LOGGER, "logger_missing")                                                        \
    X(OPEN_VIAL, "open_vial")                                                          \
    X(DAMAGED, "damaged")                                                              \
    X(CLOSE_OUT, "close_out")                                                          \
    X(RETURNED, "return")                                                              \
    X(STORAGE, "storage")
enum bw_waste {
#define BW_WASTE_ENUM(id, text) BW_WASTE_##id,
    BW_WASTE_LIST(BW_WASTE_ENUM)
#undef BW_WASTE_ENUM
        BW_WASTE_COUNT
};

#endif
