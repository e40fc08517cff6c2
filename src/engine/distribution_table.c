/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memory.h"
#include "engine/distribution_internal.h"

#include <math.h>
#include <stdlib.h>

enum { MEAN, VARIANCE };

struct row {
    double value, weight;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *left = a;
    const struct row *right = b;
    return (left->value > right->value) - (left->value < right->value);
}

/* Copies the values, sorted, and their cumulative probabilities into the arena. The
 * values are sorted because inversion is then monotone in the uniform. */
static const char *fill_table(struct bw_arena *arena, const struct row *rows,
    size_t count, double sum, struct bw_law *law)
{
    double *values = bw_arena_allocate(arena, count, sizeof *values);
    double *cumulative = bw_arena_allocate(arena, count, sizeof *cumulative);
    if (values == NULL || cumulative == NULL) {
        return "out of memory";
    }
    double mean = 0;
    double running = 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = rows[i].value;
        running += rows[i].weight;
        cumulative[i] = running / sum;
        mean += rows[i].value * (rows[i].weight / sum);
    }
    cumulative[count - 1] = 1; /* whatever the rounding: a uniform is below 1 */
    double variance = 0;
    for (size_t i = 0; i < count; i++) {
        double off = rows[i].value - mean;
        variance += off * off * (rows[i].weight / sum);
    }
    law->count = (uint32_t)count;
    law->parameter[MEAN] = mean;
    law->parameter[VARIANCE] = variance;
    law->values = values;
    law->cumulative = cumulative;
    return NULL;
}

/* weights may be NULL: all equal. */
static const char *make_table(struct bw_arena *arena, const double *values,
    const double *weights, size_t count, struct bw_law *law)
{
    if (count == 0) {
        return "there are no values";
    }
    if (count > UINT32_MAX) {
        return "there are too many values";
    }
    double sum = (double)count;
    const char *wrong =
        weights != NULL ? bw_law_check_weights(weights, count, &sum) : NULL;
    if (wrong != NULL) {
        return wrong;
    }
    struct row *rows = bw_memory_allocate(count, sizeof *rows);
    if (rows == NULL) {
        return "out of memory";
    }
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) {
            wrong = "every value must be finite";
            goto done;
        }
        double weight = weights != NULL ? weights[i] : 1;
        if (weight > 0) {
            rows[used++] = (struct row){.value = values[i], .weight = weight};
        }
    }
    qsort(rows, used, sizeof *rows, compare_rows);
    if (rows[0].value == rows[used - 1].value) {
        *law = bw_law_constant(rows[0].value);
        goto done;
    }
    wrong = fill_table(arena, rows, used, sum, law);
done:
    bw_memory_free(rows);
    return wrong;
}

const char *bw_law_make_empirical(
    struct bw_arena *arena, const double *values, size_t count, struct bw_law *law)
{
    *law = (struct bw_law){.id = BW_LAW_EMPIRICAL};
    return make_table(arena, values, NULL, count, law);
}

const char *bw_law_make_discrete(struct bw_arena *arena, const double *values,
    const double *weights, size_t count, struct bw_law *law)
{
    *law = (struct bw_law){.id = BW_LAW_DISCRETE};
    return make_table(arena, values, weights, count, law);
}

static double invert_empirical(const struct bw_law *law, double u)
{
    /* The product may round up to count. */
    uint32_t index = (uint32_t)((double)law->count * u);
    return law->values[index < law->count ? index : law->count - 1];
}

static double invert_discrete(const struct bw_law *law, double u)
{
    uint32_t low = 0;
    uint32_t high = law->count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (u < law->cumulative[middle]) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return law->values[low];
}

static double mean_table(const struct bw_law *law)
{
    return law->parameter[MEAN];
}

static double variance_table(const struct bw_law *law)
{
    return law->parameter[VARIANCE];
}

const struct bw_law_kind bw_law_kind_empirical = {
    .name = "empirical",
    .doc = "one of the observed values, each equally likely",
    .invert = invert_empirical,
    .mean = mean_table,
    .variance = variance_table,
};

const struct bw_law_kind bw_law_kind_discrete = {
    .name = "discrete",
    .doc = "one of the values, with given probabilities",
    .invert = invert_discrete,
    .mean = mean_table,
    .variance = variance_table,
};
