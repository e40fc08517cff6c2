/* SPDX-License-Identifier: Apache-2.0
 *
 * How the files of the schema write their rows, and the tables that they share. Tables
 * stand before those that use them. The last argument of a row's macro is its sentence,
 * which further fields may follow.
 */
#ifndef BW_SCENARIO_SCHEMA_INTERNAL_H
#define BW_SCENARIO_SCHEMA_INTERNAL_H

#include "scenario/schema.h"

#include <math.h>

#define QUANTITY_MAX 1e15
#define DURATION_MAX (100.0 * 365.0 * 86400e6) /* 100 y in ticks */
#define MONEY_MAX 1e15

#define TEXT(k, f, ...)                                                                \
    {                                                                                  \
        .key = k, .type = BW_ROW_TEXT, .fallback = f, .doc = __VA_ARGS__               \
    }
#define WORD(k, w, f, ...)                                                             \
    {                                                                                  \
        .key = k, .type = BW_ROW_WORD, .words = w, .fallback = f, .doc = __VA_ARGS__   \
    }
#define BOOL(k, f, ...)                                                                \
    {                                                                                  \
        .key = k, .type = BW_ROW_BOOL, .fallback = f, .doc = __VA_ARGS__               \
    }
#define NAME(k, t, ...)                                                                \
    {                                                                                  \
        .key = k, .type = BW_ROW_NAME, .target = t, .doc = __VA_ARGS__                 \
    }
#define NAMES(k, t, ...)                                                               \
    {                                                                                  \
        .key = k, .type = BW_ROW_NAMES, .target = t, .doc = __VA_ARGS__                \
    }
#define OBJECT(k, c, ...)                                                              \
    {                                                                                  \
        .key = k, .type = BW_ROW_OBJECT, .child = &c, .doc = __VA_ARGS__               \
    }
#define MAP(k, t, c, ...)                                                              \
    {                                                                                  \
        .key = k, .type = BW_ROW_MAP, .target = t, .child = &c, .doc = __VA_ARGS__     \
    }
#define ONE_OF(k, c, ...)                                                              \
    {                                                                                  \
        .key = k, .type = BW_ROW_ONE_OF, .child = &c, .doc = __VA_ARGS__               \
    }
#define SHARES(k, t, dim, hi, ...)                                                     \
    {                                                                                  \
        .key = k, .type = BW_ROW_SHARES, .target = t, .dimension = BW_DIMENSION_##dim, \
        .max = hi, .doc = __VA_ARGS__                                                  \
    }
#define INTEGER(k, lo, hi, f, ...)                                                     \
    {                                                                                  \
        .key = k, .type = BW_ROW_INTEGER, .min = lo, .max = hi, .fallback = f,         \
        .doc = __VA_ARGS__                                                             \
    }
#define NUMBER(k, dim, lo, hi, f, ...)                                                 \
    {                                                                                  \
        .key = k, .type = BW_ROW_NUMBER, .dimension = BW_DIMENSION_##dim, .min = lo,   \
        .max = hi, .fallback = f, .doc = __VA_ARGS__                                   \
    }
#define LAW(k, dim, lo, hi, f, ...)                                                    \
    {                                                                                  \
        .key = k, .type = BW_ROW_LAW, .dimension = BW_DIMENSION_##dim, .min = lo,      \
        .max = hi, .fallback = f, .doc = __VA_ARGS__                                   \
    }
#define SHARE(k, f, ...) NUMBER(k, SHARE, 0, 1, f, __VA_ARGS__)
#define DURATION(k, f, ...) NUMBER(k, DURATION, 0, DURATION_MAX, f, __VA_ARGS__)
#define DURATION_LAW(k, f, ...) LAW(k, DURATION, 0, DURATION_MAX, f, __VA_ARGS__)
#define QUANTITY(k, f, ...) NUMBER(k, QUANTITY, 0, QUANTITY_MAX, f, __VA_ARGS__)
#define MONEY(k, dim, f, ...) NUMBER(k, dim, 0, MONEY_MAX, f, __VA_ARGS__)
#define MUST .required = true

/* How one of several routes is chosen. */
#define ROUTE_ROWS                                                                     \
    MAP("routes", NULL, bw_schema_route,                                               \
        "Routes to choose from, in place of by; earlier ones win ties."),              \
        WORD("route", "cheapest|fastest|by_due|by_size", NULL,                         \
            "Which of several routes goods take; without routes, of the lanes that "   \
            "join the two places.")

#define TABLE(n, p, r, ...)                                                            \
    {                                                                                  \
        .name = n, .path = p, .rows = r, .row_count = sizeof r / sizeof r[0],          \
        .doc = __VA_ARGS__                                                             \
    }

/* Whether goods wait for what is verified. */
#define GATE_ROWS                                                                      \
    WORD("gate", "hard|soft|off", "hard",                                              \
        "hard: goods wait until the record is final and matches; soft: they go on, "   \
        "and a mismatch catches up with them; off: there is no record."),              \
        OBJECT("reconcile", bw_schema_reconcile,                                       \
            "How mismatches come to light; gate off only, which needs it.")

/* Parts shared by lanes, steps and stocks. */
extern const struct bw_table bw_schema_ledger, bw_schema_reconcile, bw_schema_data,
    bw_schema_case_resolver;
extern const struct bw_table bw_schema_resolver, bw_schema_route, bw_schema_capacity;

/* What stands below sites and the root. */
extern const struct bw_table bw_schema_climate, bw_schema_leg, bw_schema_equipment,
    bw_schema_grid;
extern const struct bw_table bw_schema_disposition, bw_schema_loggers,
    bw_schema_open_vial, bw_schema_returns, bw_schema_scan;
extern const struct bw_table bw_schema_calendar, bw_schema_recipe, bw_schema_resource,
    bw_schema_stock, bw_schema_site, bw_schema_lane, bw_schema_demand,
    bw_schema_contract, bw_schema_packaging, bw_schema_stability, bw_schema_trial;

#endif
