/* SPDX-License-Identifier: Apache-2.0
 *
 * Options of all commands, each declared once: names, help and check of the value. A
 * command says which of them it takes.
 */
#ifndef BW_CLI_OPTIONS_H
#define BW_CLI_OPTIONS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/status.h"
#include "base/vector.h"

#include <stdbool.h>
#include <stdint.h>

enum bw_option {
    BW_OPTION_OUTPUT = 1u << 0,
    BW_OPTION_THREADS = 1u << 1,
    BW_OPTION_REPLICATIONS = 1u << 2,
    BW_OPTION_SEED = 1u << 3,
    BW_OPTION_SET = 1u << 4,
    BW_OPTION_KEEP = 1u << 5,
    BW_OPTION_DRY_RUN = 1u << 6,
    BW_OPTION_CSV = 1u << 7,
    BW_OPTION_MARKDOWN = 1u << 8,
    BW_OPTION_QUIET = 1u << 9,
    BW_OPTION_HELP = 1u << 10,
    BW_OPTION_VERSION = 1u << 11,
    BW_OPTION_SIZE = 1u << 12,
    BW_OPTION_PENDING = 1u << 13,
    BW_OPTION_REPLICATION = 1u << 14,
    BW_OPTION_POINT = 1u << 15,
    BW_OPTION_KIND = 1u << 16,
    BW_OPTION_ELEMENT = 1u << 17,
    BW_OPTION_FROM = 1u << 18,
    BW_OPTION_TO = 1u << 19,
    BW_OPTION_ORDER = 1u << 20,
    BW_OPTION_LOT = 1u << 21,
    BW_OPTION_STOCKOUT = 1u << 22,
};

/* What every command takes. */
#define BW_OPTIONS_ALWAYS (BW_OPTION_QUIET | BW_OPTION_HELP | BW_OPTION_VERSION)
/* What commands that simulate take beside it. */
#define BW_OPTIONS_SIMULATE                                                            \
    (BW_OPTION_OUTPUT | BW_OPTION_THREADS | BW_OPTION_REPLICATIONS | BW_OPTION_SEED    \
        | BW_OPTION_SET | BW_OPTION_KEEP)

/* Values as given; texts are borrowed from the command line. */
struct bw_options {
    uint32_t given;                /* bits of enum bw_option */
    const char *output;            /* NULL = not given */
    uint32_t threads;              /* 0 = not given */
    uint32_t replications;         /* 0 = not given */
    uint32_t size;                 /* 0 = not given */
    uint32_t pending;              /* 0 = not given */
    uint32_t replication;          /* from 0 */
    uint32_t order, lot, stockout; /* numbers of a trace, 0 = not given */
    const char *point, *kinds, *element, *from, *to; /* NULL = not given */
    uint64_t seed;                                   /* when BW_OPTION_SEED is given */
    struct bw_vector assignments;                    /* struct bw_assignment */
    struct bw_arena arena;                           /* of their paths */
    char **operands; /* what is not an option, in order */
    int operand_count;
    const char *command_line; /* as typed, for the run log */
};

/* Reads arguments[1..count-1] with the options in allowed. Abbreviated names are not
 * accepted; "--" ends the options. Release with bw_options_release(), also after a
 * failure. Errors: BW_ERR_USAGE (with the nearest name), BW_ERR_NOMEM. */
BW_NODISCARD enum bw_status bw_options_read(struct bw_options *options, int count,
    char **arguments, uint32_t allowed, struct bw_error_list *errors);

/* Accepts a zeroed object. */
void bw_options_release(struct bw_options *options);

/* Prints one line per option in allowed to standard output. */
void bw_options_print(uint32_t allowed);

#endif
