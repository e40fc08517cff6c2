/* SPDX-License-Identifier: Apache-2.0
 *
 * What the terminal shows: tables, figures with their precision, colour where it is
 * wanted, and the lines of an error list.
 */
#ifndef BW_CLI_TERMINAL_H
#define BW_CLI_TERMINAL_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* True when stream is a terminal, NO_COLOR is unset or empty and TERM is not dumb. */
bool bw_terminal_has_colour(FILE *stream);

/* True when stream is a terminal. */
bool bw_terminal_is_interactive(FILE *stream);

/* Writes bytes of any length to standard output. Errors: BW_ERR_IO, with a line in
 * errors unless the reader went away (EPIPE): head has then seen all that it wanted. */
BW_NODISCARD enum bw_status bw_terminal_write(
    const char *bytes, size_t length, struct bw_error_list *errors);

/* Prints a heading to standard output. */
BW_PRINTF(1, 2) void bw_terminal_heading(const char *format, ...);

/* Prints the errors and warnings (errors only when quiet) to standard error and empties
 * the list; its counts start anew. */
void bw_terminal_print_errors(struct bw_error_list *errors, bool is_quiet);

/* A table whose columns become as wide as their longest cell. Memory that runs out
 * costs the table, which is then printed as a line that says so. */
struct bw_grid {
    struct bw_text cells; /* each terminated by a zero byte */
    size_t cell_count;
    size_t column_count;
    const char *alignment; /* per column 'l' or 'r' */
};

/* Makes an empty table with one column per letter of alignment (borrowed). */
void bw_grid_init(struct bw_grid *grid, const char *alignment);
void bw_grid_release(struct bw_grid *grid);

/* Adds the next cell; rows fill from left to right. The first row is the heading. */
BW_PRINTF(2, 3) void bw_grid_add(struct bw_grid *grid, const char *format, ...);

/* Prints the table to standard output, two blanks before each row. */
void bw_grid_print(const struct bw_grid *grid);

/* What makes a noun fit count: "" for 1, else "s". */
const char *bw_terminal_plural(uint64_t count);

#define BW_FIGURE_TEXT 64

/* Writes value with as many decimals as its half-width allows (two digits of it), or
 * with four digits when there is none; thousands get commas, NaN is "-". Returns buffer
 * of BW_FIGURE_TEXT bytes. */
char *bw_figure_write(double value, double half_width, char *buffer);

/* Writes "3.21 ± 0.15", or the value alone when the half-width is not defined. */
char *bw_figure_write_interval(double value, double half_width, char *buffer);

/* Writes a share as "12.3 %"; with is_signed "+12.3 %". */
char *bw_figure_write_share(double share, bool is_signed, char *buffer);

#endif
