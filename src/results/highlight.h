/* SPDX-License-Identifier: Apache-2.0
 *
 * Which figures of ledgers, cold lanes and the like people see first: the tables that
 * the report and the terminal show of each kind of element.
 */
#ifndef BW_RESULTS_HIGHLIGHT_H
#define BW_RESULTS_HIGHLIGHT_H

#include <stddef.h>

#define BW_HIGHLIGHT_COLUMNS 7

enum bw_highlight_form {
    BW_HIGHLIGHT_NUMBER,
    BW_HIGHLIGHT_SHARE, /* of 1, shown in per cent */
    BW_HIGHLIGHT_TIME   /* days, shown in the unit that suits */
};

/* A column; metric NULL ends the list. */
struct bw_highlight_column {
    const char *metric, *label;
    enum bw_highlight_form form;
};

/* A table of the elements of a group of metrics. Elements are shown whose metric
 * shown_by is above 0; columns without any figure are left out. */
struct bw_highlight {
    const char *group, *title, *element; /* heading of the table, of its first column */
    const char *shown_by;
    struct bw_highlight_column columns[BW_HIGHLIGHT_COLUMNS + 1];
};

extern const struct bw_highlight bw_highlights[];
extern const size_t bw_highlight_count;

/* The unit that suits a time: its name, and how many of it are a day. */
const char *bw_highlight_time_unit(double days, double *per_day);

#endif
