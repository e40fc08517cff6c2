/* SPDX-License-Identifier: Apache-2.0 */
#include "chain/line_choice.h"

#include "chain/recipe.h"
#include "chain/resource.h"

#include <math.h>

/* A line as a rule sees it. */
struct candidate {
    const struct bw_step *step;
    const struct bw_line *line;
    struct bw_resource_view view;
};

/* Jobs per server; a line that stands still is measured by one. */
static double score_shortest_queue(const struct candidate *c)
{
    return (double)c->view.jobs / fmax((double)c->view.up, 1.0);
}

/* Who could begin at once, else as above. */
static double score_first_idle(const struct candidate *c)
{
    return c->view.idle > 0 ? -1.0 : score_shortest_queue(c);
}

static double score_priority(const struct candidate *c)
{
    (void)c;
    return 0.0;
}

/* Mean time until the batch would be done, all jobs ahead being as long as it. */
static double score_fastest(const struct candidate *c)
{
    double servers = fmax((double)c->view.up, 1.0);
    double ahead = fmax((double)c->view.jobs + 1.0 - servers, 0.0) / servers;
    double work = bw_sampler_mean(&c->step->setup)
        + c->line->time_factor * bw_sampler_mean(&c->step->time);

    return work * (1.0 + ahead);
}

/* One row per rule that compares: the line with the lowest score is taken. */
static double (*const scores[BW_LINE_RULE_COUNT])(const struct candidate *) = {
    [BW_LINE_SHORTEST_QUEUE] = score_shortest_queue,
    [BW_LINE_FIRST_IDLE] = score_first_idle,
    [BW_LINE_PRIORITY] = score_priority,
    [BW_LINE_FASTEST] = score_fastest,
};

static bw_index split(
    const struct bw_state *state, const struct bw_step *step, uint64_t draw)
{
    const struct bw_line *lines = &state->network->lines[step->first_line];
    double u = bw_state_uniform(state, step->line_stream, draw);
    bw_index i = 0;

    while (i + 1 < step->line_count && u >= lines[i].cumulative) {
        i++;
    }
    return step->first_line + i;
}

bw_index bw_line_choose(const struct bw_state *state, bw_index step, uint64_t draw)
{
    const struct bw_step *s = &state->network->steps[step];
    bw_index best = s->first_line;
    int least_rank = 4;
    double lowest = INFINITY;

    if (s->line_rule == BW_LINE_SPLIT) {
        return split(state, s, draw);
    }
    for (bw_index i = 0; i < s->line_count; i++) {
        const struct bw_line *line = &state->network->lines[s->first_line + i];
        struct candidate c = {s, line, bw_resource_view(state, line->resource)};
        int rank =
            2 * bw_resource_is_full(state, line->resource) + (c.view.up == 0 ? 1 : 0);
        double score = scores[s->line_rule](&c);

        if (rank < least_rank || (rank == least_rank && score < lowest)) {
            least_rank = rank;
            lowest = score;
            best = s->first_line + i;
        }
    }
    return best;
}
