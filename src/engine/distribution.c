/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/distribution.h"

#include "engine/distribution_internal.h"

#include <math.h>

static const char *make_constant(const double *given, struct bw_law *law)
{
    if (isnan(given[0])) {
        return "value is missing";
    }
    *law = bw_law_constant(given[0]);
    return NULL;
}

static double invert_constant(const struct bw_law *law, double u)
{
    (void)u;
    return law->parameter[0];
}

static double mean_constant(const struct bw_law *law)
{
    return law->parameter[0];
}

static double variance_constant(const struct bw_law *law)
{
    (void)law;
    return 0;
}

static const struct bw_law_kind kind_constant = {
    .name = "constant",
    .doc = "always the same value",
    .parameters = {{"value", BW_LAW_VALUE, "the value"}},
    .make = make_constant,
    .invert = invert_constant,
    .mean = mean_constant,
    .variance = variance_constant,
};

const struct bw_law_kind *bw_law_kind(enum bw_law_id id)
{
    static const struct bw_law_kind *const kinds[BW_LAW_COUNT] = {
        [BW_LAW_CONSTANT] = &kind_constant,
        [BW_LAW_UNIFORM] = &bw_law_kind_uniform,
        [BW_LAW_TRIANGULAR] = &bw_law_kind_triangular,
        [BW_LAW_EXPONENTIAL] = &bw_law_kind_exponential,
        [BW_LAW_GAMMA] = &bw_law_kind_gamma,
        [BW_LAW_ERLANG] = &bw_law_kind_erlang,
        [BW_LAW_LOGNORMAL] = &bw_law_kind_lognormal,
        [BW_LAW_WEIBULL] = &bw_law_kind_weibull,
        [BW_LAW_NORMAL] = &bw_law_kind_normal,
        [BW_LAW_BETA] = &bw_law_kind_beta,
        [BW_LAW_PERT] = &bw_law_kind_pert,
        [BW_LAW_POISSON] = &bw_law_kind_poisson,
        [BW_LAW_NEGATIVE_BINOMIAL] = &bw_law_kind_negative_binomial,
        [BW_LAW_EMPIRICAL] = &bw_law_kind_empirical,
        [BW_LAW_DISCRETE] = &bw_law_kind_discrete,
        [BW_LAW_SHIFTED] = &bw_law_kind_shifted,
        [BW_LAW_MIXTURE] = &bw_law_kind_mixture,
    };
    BW_ASSERT((unsigned)id < BW_LAW_COUNT);
    return kinds[id];
}

struct bw_law bw_law_constant(double value)
{
    return (struct bw_law){.id = BW_LAW_CONSTANT, .parameter = {value}};
}

const char *bw_law_make(enum bw_law_id id, const double *given, struct bw_law *law)
{
    const struct bw_law_kind *kind = bw_law_kind(id);
    *law = (struct bw_law){.id = id};
    if (kind->make == NULL) {
        return "this law is made from a table or from other laws";
    }
    for (int i = 0; i < BW_LAW_PARAMETERS && kind->parameters[i].name != NULL; i++) {
        if (isinf(given[i])) {
            return "all parameters must be finite";
        }
    }
    return kind->make(given, law);
}

const char *bw_law_check_mean(double mean)
{
    if (isnan(mean)) {
        return "mean is missing";
    }
    return mean > 0 ? NULL : "mean must be above 0";
}

const char *bw_law_check_cv(double cv)
{
    if (isnan(cv)) {
        return "cv is missing";
    }
    if (cv < 0) {
        return "cv must not be below 0";
    }
    return cv <= BW_LAW_CV_MAX ? NULL : "cv must be at most 100";
}

int bw_law_count_given(const double *given, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        sum += isnan(given[i]) ? 0 : 1;
    }
    return sum;
}

const char *bw_law_check_weights(const double *weights, size_t count, double *sum)
{
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(weights[i]) || weights[i] < 0) {
            return "every probability must be finite and not below 0";
        }
        *sum += weights[i];
    }
    return *sum > 0 && isfinite(*sum) ? NULL : "the probabilities must sum to above 0";
}

double bw_law_sample(const struct bw_law *law, struct bw_draw *draw)
{
    const struct bw_law_kind *kind = bw_law_kind((enum bw_law_id)law->id);
    if (kind->sample != NULL && !draw->generator->inverts) {
        return kind->sample(law, draw);
    }
    return kind->invert(law, bw_draw_uniform(draw));
}

const char *bw_law_obstacle(const struct bw_law *law)
{
    const struct bw_law_kind *kind = bw_law_kind((enum bw_law_id)law->id);
    return kind->obstacle != NULL ? kind->obstacle(law) : NULL;
}

double bw_law_invert(const struct bw_law *law, double u)
{
    return bw_law_kind((enum bw_law_id)law->id)->invert(law, u);
}

double bw_law_mean(const struct bw_law *law)
{
    return bw_law_kind((enum bw_law_id)law->id)->mean(law);
}

double bw_law_variance(const struct bw_law *law)
{
    return bw_law_kind((enum bw_law_id)law->id)->variance(law);
}

bw_time bw_law_duration(const struct bw_law *law, const struct bw_generator *generator,
    uint64_t stream, uint64_t index)
{
    return bw_time_round(bw_law_value(law, generator, stream, index));
}

double bw_law_value(const struct bw_law *law, const struct bw_generator *generator,
    uint64_t stream, uint64_t index)
{
    if (law->id == BW_LAW_CONSTANT) {
        return law->parameter[0];
    }
    const struct bw_law_kind *kind = bw_law_kind((enum bw_law_id)law->id);
    if (kind->sample == NULL || generator->inverts) {
        return kind->invert(law, bw_generator_uniform(generator, stream, index));
    }
    struct bw_draw draw;
    bw_draw_init(&draw, generator, stream, index);
    return kind->sample(law, &draw);
}

double bw_law_unit_exponential(
    const struct bw_generator *generator, uint64_t stream, uint64_t index)
{
    const struct bw_law law = {.id = BW_LAW_EXPONENTIAL, .parameter = {1}};
    return bw_law_value(&law, generator, stream, index);
}

/* The makers turn every law that can give one value only into a constant. */
int bw_law_is_constant(const struct bw_law *law)
{
    return law->id == BW_LAW_CONSTANT;
}
