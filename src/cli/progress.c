/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include "base/time.h"
#include "cli/terminal.h"
#include "experiment/wall_clock.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#define REDRAW_NS (BW_WALL_SECOND / 10)
#define SAMPLE_NS (BW_WALL_SECOND / 2)
#define PLAIN_SHORTEST_NS (5 * BW_WALL_SECOND) /* between two plain lines */
#define PLAIN_LONGEST_NS (60 * BW_WALL_SECOND)
#define AVERAGE_S 15.0 /* time constant of the rate */

void bw_progress_init(struct bw_progress *progress, bool is_quiet)
{
    int64_t now = bw_wall_ns();
    *progress = (struct bw_progress){.is_quiet = is_quiet,
        .is_interactive = bw_terminal_is_interactive(stderr),
        .start_ns = now,
        .shown_ns = now,
        .sample_ns = now};
}

/* Moving average of the speed; what came from a journal is no speed. */
static void sample_rate(
    struct bw_progress *progress, const struct bw_run_progress *state, int64_t now)
{
    uint64_t done = state->done + state->failed - state->resumed;
    double seconds = (double)(now - progress->sample_ns) / (double)BW_WALL_SECOND;
    if (now - progress->sample_ns < SAMPLE_NS) {
        return;
    }
    double rate = (double)(done - progress->sample_done) / seconds;
    double weight = progress->rate > 0.0 ? 1.0 - exp(-seconds / AVERAGE_S) : 1.0;
    progress->rate += weight * (rate - progress->rate);
    progress->sample_ns = now;
    progress->sample_done = done;
}

static void write_line(
    const struct bw_progress *progress, const struct bw_run_progress *state)
{
    uint64_t finished = state->done + state->failed;
    (void)fprintf(
        stderr, "%" PRIu64 "/%" PRIu64 " replications", finished, state->total);
    if (progress->rate > 0.0) {
        char left[32];
        double seconds = (double)(state->total - finished) / progress->rate;
        (void)bw_time_write(
            bw_time_round(ceil(seconds) * (double)BW_SECOND), left, sizeof left);
        (void)fprintf(stderr, ", %.3g /s, %s left", progress->rate, left);
    }
    if (state->failed > 0) {
        (void)fprintf(stderr, ", %" PRIu64 " failed", state->failed);
    }
}

void bw_progress_update(void *context, const struct bw_run_progress *state)
{
    struct bw_progress *progress = context;
    int64_t now = bw_wall_ns();
    uint64_t finished = state->done + state->failed;
    uint64_t tenths = state->total > 0 ? 10 * finished / state->total : 10;
    progress->last = *state;
    sample_rate(progress, state, now);
    if (progress->is_quiet || finished == state->total) {
        return;
    }
    int64_t since = now - progress->shown_ns;
    if (progress->is_interactive) {
        if (since >= REDRAW_NS) {
            (void)fputs("\r\033[K", stderr);
            write_line(progress, state);
            (void)fflush(stderr);
            progress->is_shown = true;
            progress->shown_ns = now;
        }
    } else if (since >= PLAIN_LONGEST_NS
        || (tenths > progress->shown_tenths && since >= PLAIN_SHORTEST_NS)) {
        write_line(progress, state);
        (void)fputc('\n', stderr);
        progress->shown_ns = now;
        progress->shown_tenths = tenths;
    }
}

void bw_progress_finish(struct bw_progress *progress)
{
    if (progress->is_shown) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
        progress->is_shown = false;
    }
}
