/* SPDX-License-Identifier: Apache-2.0 */
#include "results/report.h"

#include "base/arena.h"
#include "base/io.h"
#include "results/report_internal.h"

#include <string.h>

#define PICTURE_LIMIT_BYTES ((size_t)256 << 20)

/* The two forms of a picture and how a whole file of each ends. gnuplot does not tell
 * when its output did not fit on the disk. */
static const struct {
    const char *ending, *terminal, *tail;
    size_t tail_bytes;
} forms[] = {
    {".svg",
        "set terminal svg noenhanced size 900,600 dynamic font 'sans-serif,14' "
        "background rgb '#ffffff'\n"
        "head_font = ',18'\npanel_font = ',15'\nsmall_font = ',13'\n",
        "</svg>", 6},
    {".png",
        "set terminal pngcairo noenhanced size 900,600 font 'Sans,11' "
        "background rgb '#ffffff'\n"
        "head_font = ',14'\npanel_font = ',11.5'\nsmall_font = ',10'\n",
        "IEND\xae\x42\x60\x82", 8},
};
#define FORM_COUNT (sizeof forms / sizeof forms[0])

static const char *const file_names[BW_REPORT_PICTURES][FORM_COUNT] = {
    {"lead_time.svg", "lead_time.png"},
    {"attribution.svg", "attribution.png"},
    {"bottlenecks.svg", "bottlenecks.png"},
    {"tradeoff.svg", "tradeoff.png"},
    {"series.svg", "series.png"},
    {"trial.svg", "trial.png"},
};

const struct bw_report_picture bw_report_pictures[BW_REPORT_PICTURES] = {
    {"lead_time",
        "Distribution of the order lead time by demand: how many of the order lines "
        "are "
        "delivered within a given time.",
        bw_report_plot_lead_time},
    {"attribution",
        "The ten elements to which most of the time is charged, split by what it was "
        "spent on.",
        bw_report_plot_attribution},
    {"bottlenecks",
        "The five elements with the most waiting charged to them, with 95 % intervals.",
        bw_report_plot_bottlenecks},
    {"tradeoff",
        "Each point of the sweep by its endpoint, cost and stock; bars are 95 % "
        "intervals. Numbers are those of the table of points, where they have room.",
        bw_report_plot_trade_off},
    {"series", "Weekly means over the replications.", bw_report_plot_series},
    {"trial",
        "The first trial week by week: patients randomised so far, patients on "
        "treatment, "
        "and kits given out so far; means over the replications.",
        bw_report_plot_trial},
};

static const char common[] = "set encoding utf8\n"
                             "set border 3 lc rgb '#555555'\n"
                             "set tics nomirror out tc rgb '#222222'\n"
                             "set grid lt 1 lc rgb '#e4e4e4' lw 1\n"
                             "set title font head_font\n";

/* Checks that the picture at path is there to its end. */
static enum bw_status check_picture(
    const char *path, size_t form, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_text bytes;
    size_t tail = forms[form].tail_bytes;

    bw_text_init(&bytes);
    status = bw_io_read_file(path, PICTURE_LIMIT_BYTES, &bytes, errors);
    while (bytes.length > 0 && bytes.bytes[bytes.length - 1] == '\n') {
        bytes.length--;
    }
    if (status == BW_OK
        && (bytes.length < tail
            || memcmp(bytes.bytes + bytes.length - tail, forms[form].tail, tail)
                != 0)) {
        status = bw_error_fail(
            errors, BW_ERR_IO, "%s: gnuplot did not write the whole picture", path);
    }
    if (status == BW_ERR_MISSING) {
        status = BW_ERR_IO;
    }
    bw_text_release(&bytes);
    return status;
}

static enum bw_status run_gnuplot(
    const char *gnuplot, const struct bw_text *script, struct bw_error_list *errors)
{
    const char *arguments[] = {gnuplot, "-d", "-", NULL};
    struct bw_text messages;
    enum bw_status status = BW_OK;

    bw_text_init(&messages);
    status =
        bw_io_run_program(arguments, script->bytes, script->length, &messages, errors);
    if (status == BW_ERR_MISSING) {
        (void)bw_error_fail(errors, status,
            "the report needs gnuplot (Debian: gnuplot-nox); \"%s\" is not found",
            gnuplot);
    } else if (status != BW_OK && messages.length > 0) {
        (void)bw_error_fail(errors, status, "gnuplot: %s", bw_text_get(&messages));
    }
    bw_text_release(&messages);
    return status;
}

/* Draws one form of a picture with the commands in plot. */
static enum bw_status draw(const char *gnuplot, const char *path, size_t form,
    const struct bw_text *plot, struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_output output = {.descriptor = -1};
    struct bw_text script;

    bw_text_init(&script);
    status = bw_output_open(&output, path, errors);
    if (status != BW_OK) {
        goto done;
    }
    status = bw_output_detach(&output, errors);
    if (status != BW_OK) {
        goto done;
    }
    bw_text_add(&script, forms[form].terminal);
    bw_text_add(&script, "set output ");
    bw_report_add_quoted(
        &script, output.temporary, strlen(output.temporary) + 3, false);
    bw_text_add(&script, "\n");
    bw_text_add(&script, common);
    bw_text_append(&script, plot->bytes, plot->length);
    bw_text_add(&script, "unset output\n");
    if (script.failed) {
        status = bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", path);
        goto done;
    }
    status = run_gnuplot(gnuplot, &script, errors);
    if (status == BW_OK) {
        status = check_picture(output.temporary, form, errors);
    }
    if (status == BW_OK) {
        status = bw_output_commit(&output, errors);
    }
done:
    bw_output_abandon(&output);
    bw_text_release(&script);
    return status;
}

static void add_file(struct bw_report_files *files, const char *name)
{
    BW_ASSERT(files->count < BW_REPORT_FILES);
    files->names[files->count++] = name;
}

/* What all pictures of a report have in common. */
struct drawing {
    const struct bw_result_data *data;
    const struct bw_report_view *view;
    const char *folder, *gnuplot;
    struct bw_error_list *errors;
};

/* Draws picture number p in all forms; sets *is_drawn. */
static enum bw_status draw_picture(
    const struct drawing *d, size_t p, bool *is_drawn, struct bw_report_files *files)
{
    enum bw_status status = BW_OK;
    struct bw_text plot, path;

    bw_text_init(&plot);
    bw_text_init(&path);
    *is_drawn = bw_report_pictures[p].plot(d->data, d->view, &plot);
    for (size_t f = 0; f < FORM_COUNT && *is_drawn && status == BW_OK; f++) {
        bw_text_clear(&path);
        bw_text_format(&path, "%s/%s", d->folder, file_names[p][f]);
        if (plot.failed || path.failed) {
            status =
                bw_error_fail(d->errors, BW_ERR_NOMEM, "%s: out of memory", d->folder);
        } else {
            status = draw(d->gnuplot, bw_text_get(&path), f, &plot, d->errors);
        }
        if (status == BW_OK) {
            add_file(files, file_names[p][f]);
        }
    }
    bw_text_release(&path);
    bw_text_release(&plot);
    return status;
}

static enum bw_status write_page(const struct bw_result_data *data,
    const struct bw_report_view *view, const bool *has_picture, const char *folder,
    struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    struct bw_text page, path;

    bw_text_init(&page);
    bw_text_init(&path);
    bw_report_add_page(data, view, has_picture, &page);
    bw_text_format(&path, "%s/index.html", folder);
    if (page.failed || path.failed) {
        status = bw_error_fail(errors, BW_ERR_NOMEM, "%s: out of memory", folder);
    } else {
        status = bw_io_write_file(bw_text_get(&path), page.bytes, page.length, errors);
    }
    bw_text_release(&path);
    bw_text_release(&page);
    return status;
}

enum bw_status bw_report_write(const struct bw_result_data *data, const char *folder,
    const struct bw_report_options *options, struct bw_report_files *files,
    struct bw_error_list *errors)
{
    enum bw_status status = BW_OK;
    const struct bw_report_options defaults = {0};
    struct bw_report_files written = {0};
    struct bw_report_view view;
    struct bw_arena arena;
    bool has_picture[BW_REPORT_PICTURES] = {false};

    bw_arena_init(&arena);
    options = options != NULL ? options : &defaults;
    status = bw_report_view_make(data, 0, &arena, &view);
    if (status != BW_OK) {
        status = bw_error_fail(errors, status, "%s: out of memory", folder);
        goto done;
    }
    status = bw_io_make_folder(folder, errors);
    if (status != BW_OK) {
        goto done;
    }
    add_file(&written, "index.html");
    for (size_t p = 0; p < BW_REPORT_PICTURES && !options->tables_only; p++) {
        struct drawing drawing = {data, &view, folder,
            options->gnuplot != NULL ? options->gnuplot : "gnuplot", errors};

        status = draw_picture(&drawing, p, &has_picture[p], &written);
        if (status != BW_OK) {
            goto done;
        }
    }
    status = write_page(data, &view, has_picture, folder, errors);
    if (status == BW_OK && files != NULL) {
        *files = written;
    }
done:
    bw_arena_release(&arena);
    return status;
}
