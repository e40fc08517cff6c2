/* SPDX-License-Identifier: Apache-2.0
 *
 * Probability laws. A law is plain data; its kind is a row of a table (name,
 * parameters, check, sample, inverse, moments). Parameters are means and coefficients
 * of variation, in the base unit of the quantity (durations in ticks). The methods and
 * their sources are described in docs/theory/random-numbers.md.
 */
#ifndef BW_ENGINE_DISTRIBUTION_H
#define BW_ENGINE_DISTRIBUTION_H

#include "base/arena.h"
#include "base/status.h"
#include "base/time.h"
#include "engine/stream.h"

#include <stddef.h>
#include <stdint.h>

#define BW_LAW_PARAMETERS 5

enum bw_law_id {
    BW_LAW_CONSTANT,    /* value */
    BW_LAW_UNIFORM,     /* min, max */
    BW_LAW_TRIANGULAR,  /* min, mode, max */
    BW_LAW_EXPONENTIAL, /* mean */
    BW_LAW_GAMMA,       /* mean, cv */
    BW_LAW_ERLANG,      /* mean, shape (whole) */
    BW_LAW_LOGNORMAL,   /* mean, cv | median, p95 */
    BW_LAW_WEIBULL,     /* mean, cv | mean, shape */
    BW_LAW_NORMAL,      /* mean, sd | mean, cv; below 0 drawn again unless signed */
    BW_LAW_BETA,        /* mean, sd; on [0, 1] */
    BW_LAW_PERT,        /* min, mode, max */
    BW_LAW_POISSON,     /* mean */
    BW_LAW_NEGATIVE_BINOMIAL, /* mean, dispersion k */
    BW_LAW_EMPIRICAL,         /* sorted values, each equally likely (from CSV) */
    BW_LAW_DISCRETE,          /* values with probabilities */
    BW_LAW_SHIFTED,           /* by + one law */
    BW_LAW_MIXTURE,           /* laws with probabilities */
    BW_LAW_COUNT
};

/* What a parameter is measured in. */
enum bw_law_dimension {
    BW_LAW_VALUE,  /* the unit of the quantity (a duration for a duration law) */
    BW_LAW_NUMBER, /* a plain number: cv, shape, dispersion */
};

struct bw_law_parameter {
    const char *name; /* key in scenarios: mean, cv, min, mode, max, ... */
    enum bw_law_dimension dimension;
    const char *doc;
};

/* A law. parameter[] are the constants that sampling needs, worked out by the maker
 * from what the user gave. table/components are borrowed from the network's arena. */
struct bw_law {
    uint32_t id;    /* enum bw_law_id */
    uint32_t count; /* of values or components */
    double parameter[BW_LAW_PARAMETERS];
    const double *values;            /* empirical, discrete */
    const double *cumulative;        /* discrete, mixture: cumulative probabilities */
    const struct bw_law *components; /* shifted (one), mixture */
};

struct bw_law_kind {
    const char *name; /* tag in scenarios: lognormal, negative_binomial, ... */
    const char *doc;
    struct bw_law_parameter
        parameters[BW_LAW_PARAMETERS]; /* up to the first NULL name */
    /* Checks given[] (NaN = not given, in the order of parameters) and works out
     * law->parameter. Returns NULL, or what is wrong ("cv must be above 0"), a constant
     * text. NULL for the laws that are made from tables and components. */
    const char *(*make)(const double *given, struct bw_law *law);
    /* Samples quickly; NULL where the inverse is as quick. */
    double (*sample)(const struct bw_law *law, struct bw_draw *draw);
    /* Inverse distribution function at u in (0, 1), which never falls as u rises. */
    double (*invert)(const struct bw_law *law, double u);
    /* Says what keeps a law of this kind from being inverted ("a mixture of ..."), NULL
     * when nothing does. NULL for the kinds that always have an inverse. */
    const char *(*obstacle)(const struct bw_law *law);
    double (*mean)(const struct bw_law *law);
    double (*variance)(const struct bw_law *law);
};

/* Switches off the error handler of GSL, which ends the program where a function loses
 * accuracy far in a tail; the functions then return their best value. Once per process,
 * before threads start. */
void bw_law_start(void);

/* The table, indexed by enum bw_law_id. */
const struct bw_law_kind *bw_law_kind(enum bw_law_id id);

/* Constant law. */
struct bw_law bw_law_constant(double value);

/* Makes a law with parameters. Returns NULL or a constant text that says what is wrong.
 */
const char *bw_law_make(enum bw_law_id id, const double *given, struct bw_law *law);

/* Makes a normal law that is not cut at 0, given as that which is (mean, sd, cv; cv of
 * the mean's size). */
const char *bw_law_make_signed_normal(const double *given, struct bw_law *law);

/* Makes an empirical law of count values, a discrete law of values with weights (>= 0,
 * sum above 0, normalised here), a shifted law, a mixture. Everything is copied into
 * the arena. Return NULL or what is wrong ("out of memory" included). */
const char *bw_law_make_empirical(
    struct bw_arena *arena, const double *values, size_t count, struct bw_law *law);
const char *bw_law_make_discrete(struct bw_arena *arena, const double *values,
    const double *weights, size_t count, struct bw_law *law);
const char *bw_law_make_shifted(
    struct bw_arena *arena, double by, const struct bw_law *base, struct bw_law *law);
const char *bw_law_make_mixture(struct bw_arena *arena, const struct bw_law *components,
    const double *weights, size_t count, struct bw_law *law);

/* Samples the law in the way that the draw's generator asks for. A law without an
 * inverse must not meet a generator that inverts. */
double bw_law_sample(const struct bw_law *law, struct bw_draw *draw);

/* What keeps the law from being inverted, a constant text; NULL when it has an inverse.
 */
const char *bw_law_obstacle(const struct bw_law *law);

/* Inverse distribution function at u in (0, 1) of a law that has one. */
double bw_law_invert(const struct bw_law *law, double u);

double bw_law_mean(const struct bw_law *law);
double bw_law_variance(const struct bw_law *law);

/* Draws index of stream as a duration, rounded to a tick and not negative. A constant
 * law draws nothing. */
bw_time bw_law_duration(const struct bw_law *law, const struct bw_generator *generator,
    uint64_t stream, uint64_t index);

/* Draws index of stream as a plain number. */
double bw_law_value(const struct bw_law *law, const struct bw_generator *generator,
    uint64_t stream, uint64_t index);

/* Draws index of stream from the exponential law with mean 1. */
double bw_law_unit_exponential(
    const struct bw_generator *generator, uint64_t stream, uint64_t index);

/* Draws index of stream from the normal law with mean 0 and standard deviation 1. */
double bw_law_unit_normal(
    const struct bw_generator *generator, uint64_t stream, uint64_t index);

/* True when the law can only give one value. */
int bw_law_is_constant(const struct bw_law *law);

#endif
