/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution_internal.h"

#include <math.h>
#include <string.h>

#define OUT_OF_MEMORY "out of memory"
/* The least and the greatest value of bw_uniform_of(). */
#define U_LEAST 0x1p-53
#define U_MOST (1 - 0x1p-53)

/* Copies a row of numbers; NULL stays NULL. Returns false when memory is short. */
static bool copy_numbers(
    struct bw_arena *arena, const double *from, size_t count, const double **to)
{
    *to = NULL;
    if (from == NULL) {
        return true;
    }
    double *copy = bw_arena_allocate(arena, count, sizeof *copy);
    if (copy != NULL) {
        memcpy(copy, from, count * sizeof *copy);
    }
    *to = copy;
    return copy != NULL;
}

/* Copies laws with all that they refer to. Returns NULL when memory is short. The depth
 * is that of the laws in the scenario, which the schema bounds. */
static struct bw_law *copy_laws(
    struct bw_arena *arena, const struct bw_law *from, size_t count)
{
    struct bw_law *copies = bw_arena_allocate(arena, count, sizeof *copies);
    for (size_t i = 0; copies != NULL && i < count; i++) {
        copies[i] = from[i];
        size_t rows = from[i].count;
        if (!copy_numbers(arena, from[i].values, rows, &copies[i].values)
            || !copy_numbers(arena, from[i].cumulative, rows, &copies[i].cumulative)) {
            return NULL;
        }
        if (from[i].components != NULL) {
            copies[i].components = copy_laws(arena, from[i].components, rows);
            if (copies[i].components == NULL) {
                return NULL;
            }
        }
    }
    return copies;
}

const char *bw_law_make_shifted(
    struct bw_arena *arena, double by, const struct bw_law *base, struct bw_law *law)
{
    if (!isfinite(by)) {
        return "the shift must be finite";
    }
    if (bw_law_is_constant(base)) {
        *law = bw_law_constant(by + base->parameter[0]);
        return NULL;
    }
    struct bw_law *copy = copy_laws(arena, base, 1);
    if (copy == NULL) {
        return OUT_OF_MEMORY;
    }
    *law = (struct bw_law){
        .id = BW_LAW_SHIFTED, .count = 1, .parameter = {by}, .components = copy};
    return NULL;
}

/* True when all components of some weight are the same constant. */
static bool is_one_value(
    const struct bw_law *components, const double *weights, size_t count, double *value)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        if (weights[i] <= 0) {
            continue;
        }
        if (!bw_law_is_constant(&components[i])
            || (found && components[i].parameter[0] != *value)) {
            return false;
        }
        found = true;
        *value = components[i].parameter[0];
    }
    return found;
}

const char *bw_law_make_mixture(struct bw_arena *arena, const struct bw_law *components,
    const double *weights, size_t count, struct bw_law *law)
{
    double sum;
    double value = 0;
    if (count == 0) {
        return "there are no laws to mix";
    }
    if (count > UINT32_MAX) {
        return "there are too many laws to mix";
    }
    const char *wrong = bw_law_check_weights(weights, count, &sum);
    if (wrong != NULL) {
        return wrong;
    }
    if (is_one_value(components, weights, count, &value)) {
        *law = bw_law_constant(value);
        return NULL;
    }
    struct bw_law *copies = copy_laws(arena, components, count);
    double *cumulative = bw_arena_allocate(arena, count, sizeof *cumulative);
    if (copies == NULL || cumulative == NULL) {
        return OUT_OF_MEMORY;
    }
    double running = 0;
    size_t last = 0; /* the last component of some weight takes what rounding leaves */
    for (size_t i = 0; i < count; i++) {
        running += weights[i];
        cumulative[i] = running / sum;
        last = weights[i] > 0 ? i : last;
    }
    for (size_t i = last; i < count; i++) {
        cumulative[i] = 1;
    }
    *law = (struct bw_law){.id = BW_LAW_MIXTURE,
        .count = (uint32_t)count,
        .cumulative = cumulative,
        .components = copies};
    return NULL;
}

static double sample_shifted(const struct bw_law *law, struct bw_draw *draw)
{
    return law->parameter[0] + bw_law_sample(law->components, draw);
}

static double invert_shifted(const struct bw_law *law, double u)
{
    return law->parameter[0] + bw_law_invert(law->components, u);
}

static const char *obstacle_of_shifted(const struct bw_law *law)
{
    return bw_law_obstacle(law->components);
}

static double mean_shifted(const struct bw_law *law)
{
    return law->parameter[0] + bw_law_mean(law->components);
}

static double variance_shifted(const struct bw_law *law)
{
    return bw_law_variance(law->components);
}

/* The first word chooses the component, which then takes its words from the same draw.
 */
static double sample_mixture(const struct bw_law *law, struct bw_draw *draw)
{
    double u = bw_draw_uniform(draw);
    uint32_t i = 0;
    while (i + 1 < law->count && u >= law->cumulative[i]) {
        i++;
    }
    return bw_law_sample(&law->components[i], draw);
}

static double weight_of(const struct bw_law *law, uint32_t i)
{
    return law->cumulative[i] - (i > 0 ? law->cumulative[i - 1] : 0);
}

/* Where the laws follow each other on the line, u chooses the law, and its place among
 * the u that choose this law is the u of the law. */
static double invert_mixture(const struct bw_law *law, double u)
{
    uint32_t i = 0;
    while (i + 1 < law->count && u >= law->cumulative[i]) {
        i++;
    }
    double below = i > 0 ? law->cumulative[i - 1] : 0;
    double place = (u - below) / (law->cumulative[i] - below);
    return bw_law_invert(&law->components[i], fmin(U_MOST, fmax(U_LEAST, place)));
}

/* Elsewhere a value does not tell which law it is from, and the distribution function
 * of the mixture cannot be inverted law by law. */
static const char *obstacle_of_mixture(const struct bw_law *law)
{
    double reached = (double)-INFINITY;
    for (uint32_t i = 0; i < law->count; i++) {
        const struct bw_law *component = &law->components[i];
        if (!(weight_of(law, i) > 0)) {
            continue;
        }
        const char *obstacle = bw_law_obstacle(component);
        if (obstacle != NULL) {
            return obstacle;
        }
        if (bw_law_invert(component, U_LEAST) < reached) {
            return "a mixture whose laws overlap or do not rise in the order written";
        }
        reached = bw_law_invert(component, U_MOST);
    }
    return NULL;
}

static double mean_mixture(const struct bw_law *law)
{
    double mean = 0;
    for (uint32_t i = 0; i < law->count; i++) {
        mean += weight_of(law, i) * bw_law_mean(&law->components[i]);
    }
    return mean;
}

/* Mean of the variances plus variance of the means. */
static double variance_mixture(const struct bw_law *law)
{
    double mean = mean_mixture(law);
    double variance = 0;
    for (uint32_t i = 0; i < law->count; i++) {
        double off = bw_law_mean(&law->components[i]) - mean;
        variance +=
            weight_of(law, i) * (bw_law_variance(&law->components[i]) + off * off);
    }
    return variance;
}

const struct bw_law_kind bw_law_kind_shifted = {
    .name = "shifted",
    .doc = "another law plus a fixed value",
    .sample = sample_shifted,
    .invert = invert_shifted,
    .obstacle = obstacle_of_shifted,
    .mean = mean_shifted,
    .variance = variance_shifted,
};

const struct bw_law_kind bw_law_kind_mixture = {
    .name = "mixture",
    .doc = "one of several laws, chosen with given probabilities",
    .sample = sample_mixture,
    .invert = invert_mixture,
    .obstacle = obstacle_of_mixture,
    .mean = mean_mixture,
    .variance = variance_mixture,
};
