/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts and figures of the report.
 */
#include "results/report_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DASH "\xe2\x80\x93"
#define ELLIPSIS "\xe2\x80\xa6"
#define THIN_SPACE "\xe2\x80\xaf"

/* ---- texts ---- */

void bw_report_add_html(struct bw_text *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        switch (*at) {
        case '&':
            bw_text_add(out, "&amp;");
            break;
        case '<':
            bw_text_add(out, "&lt;");
            break;
        case '>':
            bw_text_add(out, "&gt;");
            break;
        case '"':
            bw_text_add(out, "&quot;");
            break;
        default:
            /* HTML allows no control characters. */
            bw_text_append(out, (unsigned char)*at < ' ' ? " " : at, 1);
        }
    }
}

static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

void bw_report_add_shortened(struct bw_text *out, const char *text, size_t width)
{
    size_t count = 0, position = 0, head = 0, tail = 0;
    for (const char *at = text; *at != '\0'; at++) {
        count += begins_character(*at) ? 1 : 0;
    }
    if (count <= width) {
        bw_text_add(out, text);
        return;
    }
    head = (width - 1) / 2;
    tail = width - 1 - head;
    for (const char *at = text; *at != '\0'; at++) {
        position += begins_character(*at) ? 1 : 0;
        if (position == head + 1 && begins_character(*at)) {
            bw_text_add(out, ELLIPSIS);
        }
        if (position <= head || position > count - tail) {
            bw_text_append(out, at, 1);
        }
    }
}

void bw_report_add_quoted(
    struct bw_text *out, const char *text, size_t width, bool is_tic)
{
    struct bw_text shortened;
    bw_text_init(&shortened);
    bw_report_add_shortened(&shortened, text, width);
    bw_text_append(out, "'", 1);
    for (const char *at = bw_text_get(&shortened); *at != '\0'; at++) {
        if ((unsigned char)*at < ' ') {
            bw_text_append(out, " ", 1);
        } else {
            bw_text_append(out, at, 1);
            if (*at == '\'' || (is_tic && *at == '%')) {
                bw_text_append(out, at, 1);
            }
        }
    }
    bw_text_append(out, "'", 1);
    out->failed = out->failed || shortened.failed;
    bw_text_release(&shortened);
}

static int decimals_for(double like)
{
    double size = fabs(like);
    if (!(size > 0) || size >= 99.95) {
        return 0;
    }
    if (size >= 9.995) {
        return 1;
    }
    return size >= 0.9995 ? 2 : 3;
}

void bw_report_add_number(struct bw_text *out, double value, double like)
{
    char digits[400]; /* the largest double has 309 */
    size_t length = 0, whole = 0;

    if (!isfinite(value)) {
        bw_text_add(out,
            isnan(value)    ? DASH
                : value > 0 ? "\xe2\x88\x9e"
                            : "-\xe2\x88\x9e");
        return;
    }
    if (fabs(value) > 0 && fabs(value) < 0.0005 && !(fabs(like) >= 0.0005)) {
        bw_text_format(out, "%.2g", value);
        return;
    }
    (void)snprintf(digits, sizeof digits, "%.*f", decimals_for(like), fabs(value));
    length = strlen(digits);
    whole = strcspn(digits, ".");
    if (value < 0 && strspn(digits, "0.") < length) {
        bw_text_add(out, "-");
    }
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && i < whole && whole > 4 && (whole - i) % 3 == 0) {
            bw_text_add(out, THIN_SPACE);
        }
        bw_text_append(out, &digits[i], 1);
    }
}

void bw_report_add_percent(struct bw_text *out, double share)
{
    double percent = 100 * share;
    if (!isfinite(share)) {
        bw_text_add(out, DASH);
    } else {
        bw_text_format(out,
            fabs(percent) < 9.95 ? "%.1f" THIN_SPACE "%%" : "%.0f" THIN_SPACE "%%",
            percent);
    }
}

/* ---- figures ---- */

bool bw_report_chain_figure(const struct bw_result_data *data, uint32_t point,
    const char *metric, struct bw_summary *summary)
{
    const struct bw_read_metric *found = bw_read_group_metric(&data->groups[0], metric);
    if (found == NULL) {
        *summary = (struct bw_summary){NAN, NAN, NAN, NAN, NAN, 0};
        return false;
    }
    bw_summary_make(found->values + (size_t)point * data->replication_count,
        data->replication_count, 1, summary);
    return true;
}

const char *bw_report_metric_unit(const struct bw_result_data *data, const char *metric)
{
    const struct bw_read_metric *found = bw_read_group_metric(&data->groups[0], metric);
    return found != NULL ? found->unit : "1";
}

const char *bw_report_metric_text(const struct bw_result_data *data, const char *metric)
{
    const struct bw_read_metric *found = bw_read_group_metric(&data->groups[0], metric);
    return found != NULL ? found->long_name : metric;
}

/* ---- attribution by element ---- */

/* The stage with this name, BW_STAGE_COUNT when there is none. */
static enum bw_stage find_stage(const char *name)
{
    int stage = 0;
    while (stage < BW_STAGE_COUNT
        && strcmp(bw_stage_name((enum bw_stage)stage), name) != 0) {
        stage++;
    }
    return (enum bw_stage)stage;
}

static struct bw_report_share *share_of(
    struct bw_report_view *view, const char *element)
{
    for (uint32_t i = 0; i < view->share_count; i++) {
        if (strcmp(view->shares[i].element, element) == 0) {
            return &view->shares[i];
        }
    }
    view->shares[view->share_count].element = element;
    return &view->shares[view->share_count++];
}

static int compare_shares(const void *a, const void *b)
{
    const struct bw_report_share *left = a, *right = b;
    if (left->total != right->total) {
        return left->total > right->total ? -1 : 1;
    }
    return strcmp(left->element, right->element);
}

/* Adds a cell's mean time to the view. */
static void add_cell(struct bw_report_view *view, const char *element,
    const char *stage_name, double mean)
{
    enum bw_stage stage = find_stage(stage_name);
    struct bw_report_share *share = NULL;
    if (!(mean > 0) || (view->without_store && stage == BW_STAGE_STORE)) {
        return;
    }
    view->total += mean;
    if (stage == BW_STAGE_COUNT) {
        view->rest += mean;
        return;
    }
    view->work += bw_stage_is_waiting(stage) ? 0 : mean;
    share = share_of(view, element);
    share->total += mean;
    share->stages[stage] += mean;
}

enum bw_status bw_report_view_make(const struct bw_result_data *data, uint32_t point,
    struct bw_arena *arena, struct bw_report_view *view)
{
    const struct bw_read_attribution *part = &data->attribution;
    const double *values = NULL;

    *view = (struct bw_report_view){
        .is_order = strncmp(data->endpoint, "lead_time", 9) == 0,
        .without_store = strcmp(data->endpoint, "flow_time_without_store") == 0};
    view->shares = bw_arena_allocate(arena, part->cell_count, sizeof *view->shares);
    if (view->shares == NULL) {
        return BW_ERR_NOMEM;
    }
    values = view->is_order ? part->order_wait : part->flow_time;
    for (uint32_t c = 0; c < part->cell_count; c++) {
        struct bw_summary summary;
        bw_summary_make(
            values + (size_t)point * data->replication_count * part->cell_count + c,
            data->replication_count, part->cell_count, &summary);
        add_cell(view, part->elements[c], part->stages[c], summary.mean);
    }
    if (view->share_count > 0) {
        qsort(view->shares, view->share_count, sizeof *view->shares, compare_shares);
    }
    return BW_OK;
}
