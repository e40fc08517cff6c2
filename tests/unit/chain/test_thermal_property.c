/* SPDX-License-Identifier: Apache-2.0
 *
 * Random loads in random weather: the closed forms of thermal.c against an integration
 * in steps of 10 s (Runge and Kutta of order 4; what happens within a step is met by
 * bisection). The two agree in every output within 1e-6 of its scale.
 *
 * usage: test_thermal_property [CASES]
 */
#include "unit.h"

#include "chain/thermal.h"

#include <stdlib.h>

enum { BANDS = 3, STRETCHES = 4 };
#define STEP_S 10.0
#define AGREE 1e-6

/* --- the reference --- */

struct reference {
    const struct bw_thermal_pack *pack;
    const struct bw_ambient *stretch;
    const struct bw_thermal_watch *watch;
    double temp_c, budget, fails_after_s;
    double clock, duration, below, above, band[BANDS], first_out;
    double min_c, max_c, kinetic;
};

enum mode { FOLLOW, STAND, HOLD };

static double ambient(const struct reference *r, double t)
{
    const struct bw_ambient *s = r->stretch;

    return s->mean_c + s->heat_w / r->pack->conductance_w_k
        + s->amplitude_k
        * sin(2 * M_PI * (t + (double)s->since / (double)BW_SECOND) / 86400);
}

static bool runs(const struct reference *r)
{
    return r->pack->kind == BW_THERMAL_ACTIVE && r->budget > 0 && r->fails_after_s > 0;
}

static enum mode mode_of(const struct reference *r, double *power)
{
    const struct bw_thermal_pack *p = r->pack;
    double push = ambient(r, r->clock + 1e-4) - p->holds_c;

    *power = 0;
    if (runs(r)) {
        double watts = push * p->conductance_w_k;
        bool high =
            r->temp_c > p->holds_c || (r->temp_c == p->holds_c && watts > p->cooling_w);
        bool low = r->temp_c < p->holds_c
            || (r->temp_c == p->holds_c && watts < -p->heating_w);

        *power = high ? -p->cooling_w : low ? p->heating_w : 0;
        return high || low ? FOLLOW : HOLD;
    }
    if (p->kind == BW_THERMAL_ACTIVE || p->latent_j == 0 || r->temp_c != p->holds_c) {
        return FOLLOW;
    }
    if (push > 0) {
        return r->budget > 0 ? STAND : FOLLOW;
    }
    return p->kind == BW_THERMAL_PASSIVE && r->budget < p->latent_j ? STAND : FOLLOW;
}

static double temp_after(const struct reference *r, double power, double h)
{
    const struct bw_thermal_pack *p = r->pack;
    double tau = p->capacity_j_k / p->conductance_w_k;
    double extra = power / p->conductance_w_k;
    double k1, k2, k3, k4, middle = ambient(r, r->clock + h / 2) + extra;

    k1 = (ambient(r, r->clock) + extra - r->temp_c) / tau;
    k2 = (middle - r->temp_c - h / 2 * k1) / tau;
    k3 = (middle - r->temp_c - h / 2 * k2) / tau;
    k4 = (ambient(r, r->clock + h) + extra - r->temp_c - h * k3) / tau;
    return r->temp_c + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
}

static double draw(const struct bw_thermal_pack *p, double pumped_k)
{
    return p->full_draw_k > 0
        ? p->standby_share + (1 - p->standby_share) * pumped_k / p->full_draw_k
        : 1;
}

static double budget_after(
    const struct reference *r, enum mode mode, double power, double h)
{
    const struct bw_thermal_pack *p = r->pack;
    double a = ambient(r, r->clock) - p->holds_c;
    double b = ambient(r, r->clock + h / 2) - p->holds_c;
    double c = ambient(r, r->clock + h) - p->holds_c;

    if (mode == STAND) {
        return r->budget - h / 6 * p->conductance_w_k * (a + 4 * b + c);
    }
    if (!runs(r) || isinf(r->budget)) {
        return r->budget;
    }
    return r->budget
        - (mode == HOLD
                ? h / 6 * (draw(p, fabs(a)) + 4 * draw(p, fabs(b)) + draw(p, fabs(c)))
                : h * draw(p, fabs(power) / p->conductance_w_k));
}

/* Whether the mode has ended before h. */
static bool over(const struct reference *r, enum mode mode, double power, double h)
{
    const struct bw_thermal_pack *p = r->pack;
    double budget = budget_after(r, mode, power, h);
    double push = ambient(r, r->clock + h) - p->holds_c;

    if (runs(r) && (budget < 0 || h > r->fails_after_s)) {
        return true;
    }
    if (mode == HOLD) {
        return push * p->conductance_w_k > p->cooling_w
            || push * p->conductance_w_k < -p->heating_w;
    }
    if (mode == STAND) {
        return budget < 0 || budget > p->latent_j
            || (p->kind == BW_THERMAL_DRY_ICE && push < 0);
    }
    if (p->kind == BW_THERMAL_ACTIVE ? !runs(r) : p->latent_j == 0) {
        return false;
    }
    if (r->temp_c == p->holds_c) {
        return false; /* has just left it */
    }
    if (p->kind == BW_THERMAL_DRY_ICE && (r->temp_c > p->holds_c || r->budget == 0)) {
        return false;
    }
    return (temp_after(r, power, h) > p->holds_c) != (r->temp_c > p->holds_c);
}

/* Where within [0, h] the load passes a level; h when it does not. */
static double passes(const struct reference *r, double power, double level, double h)
{
    bool above = r->temp_c > level;
    double low = 0, high = h;

    if ((temp_after(r, power, h) > level) == above) {
        return h;
    }
    for (int i = 0; i < 50; i++) {
        double middle = (low + high) / 2;

        *((temp_after(r, power, middle) > level) == above ? &low : &high) = middle;
    }
    return high;
}

static double time_above(
    const struct reference *r, double power, double level, double h)
{
    double at = passes(r, power, level, h);

    return r->temp_c > level ? at : h - at;
}

static double rate(const struct reference *r, double temp_c)
{
    return exp(r->watch->activation_k * (1 / 278.15 - 1 / (temp_c + 273.15)));
}

static void record_level(struct reference *r, double h)
{
    const struct bw_thermal_watch *w = r->watch;

    if (r->temp_c < w->low_c || r->temp_c > w->high_c) {
        r->first_out = fmin(r->first_out, r->duration);
    }
    r->below += r->temp_c < w->low_c ? h : 0;
    r->above += r->temp_c > w->high_c ? h : 0;
    for (int i = 0; i < BANDS; i++) {
        bool within = r->temp_c >= w->bands[i].low_c && r->temp_c < w->bands[i].high_c;

        r->band[i] += within ? h : 0;
    }
    r->kinetic += h * rate(r, r->temp_c);
}

static void record_course(struct reference *r, double power, double h)
{
    const struct bw_thermal_watch *w = r->watch;
    double end = temp_after(r, power, h);

    if (r->temp_c < w->low_c || r->temp_c > w->high_c) {
        r->first_out = fmin(r->first_out, r->duration);
    } else if (end < w->low_c || end > w->high_c) {
        double at = passes(r, power, end > w->high_c ? w->high_c : w->low_c, h);

        r->first_out = fmin(r->first_out, r->duration + at);
    }
    r->below += h - time_above(r, power, w->low_c, h);
    r->above += time_above(r, power, w->high_c, h);
    for (int i = 0; i < BANDS; i++) {
        r->band[i] += time_above(r, power, w->bands[i].low_c, h)
            - time_above(r, power, w->bands[i].high_c, h);
    }
    r->kinetic += h / 6
        * (rate(r, r->temp_c) + 4 * rate(r, temp_after(r, power, h / 2))
            + rate(r, end));
}

/* Goes on in one mode for at most h; returns the time taken. */
static double go(struct reference *r, double h)
{
    double power, budget;
    enum mode mode = mode_of(r, &power);
    bool ends = over(r, mode, power, h);

    if (ends) {
        double low = 0, high = h;

        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;

            *(over(r, mode, power, middle) ? &high : &low) = middle;
        }
        h = high;
    }
    if (mode == FOLLOW) {
        record_course(r, power, h);
    } else {
        record_level(r, h);
    }
    budget = budget_after(r, mode, power, h);
    if (mode == FOLLOW) {
        double temp_c = temp_after(r, power, h);
        double target = r->pack->holds_c;
        bool reached =
            ends && (temp_c > target) != (r->temp_c > target) && r->temp_c != target;

        r->temp_c = reached ? target : temp_c;
    }
    if (runs(r)) {
        r->fails_after_s = fmax(0, r->fails_after_s - h);
    }
    r->budget = fmax(0, budget);
    if (mode == STAND) {
        r->budget = fmin(r->budget, r->pack->latent_j);
    }
    r->min_c = fmin(r->min_c, r->temp_c);
    r->max_c = fmax(r->max_c, r->temp_c);
    r->clock += h;
    r->duration += h;
    return h;
}

static void integrate(struct reference *r)
{
    double length = (double)r->stretch->duration / (double)BW_SECOND;

    r->clock = 0;
    r->min_c = fmin(r->min_c, r->temp_c);
    r->max_c = fmax(r->max_c, r->temp_c);
    while (r->clock < length) {
        double h = fmin(STEP_S, length - r->clock);

        if (h < 1e-9) {
            break;
        }
        (void)go(r, h);
    }
}

/* --- random cases --- */

/* SplitMix64. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double between(uint64_t *state, double low, double high)
{
    return low + (high - low) * ((double)(next(state) >> 11) * 0x1p-53);
}

static bool coin(uint64_t *state)
{
    return (next(state) >> 63) != 0;
}

static struct bw_thermal_pack random_pack(uint64_t *u)
{
    struct bw_thermal_pack pack = {.kind = (enum bw_thermal_kind)(next(u) % 3)};
    double tau_s = 3600 * exp(between(u, log(0.5), log(60)));

    pack.conductance_w_k = exp(between(u, log(0.05), log(3)));
    pack.capacity_j_k = tau_s * pack.conductance_w_k;
    pack.holds_c =
        pack.kind == BW_THERMAL_DRY_ICE && coin(u) ? -78.5 : between(u, -25, 15);
    if (pack.kind == BW_THERMAL_ACTIVE) {
        pack.cooling_w = pack.conductance_w_k * between(u, 0, 40);
        pack.heating_w = coin(u) ? pack.conductance_w_k * between(u, 0, 40) : 0;
        pack.battery_s = coin(u) ? INFINITY : 3600 * between(u, 1, 90);
        pack.full_draw_k = coin(u) ? 0 : between(u, 5, 30);
        pack.standby_share = between(u, 0, 0.5);
    } else {
        pack.latent_j =
            coin(u) || coin(u) ? pack.conductance_w_k * 3600 * between(u, 1, 900) : 0;
    }
    return pack;
}

static struct bw_ambient random_stretch(uint64_t *u, double conductance_w_k)
{
    return (struct bw_ambient){.duration = (bw_time)between(u, 1e6, 36 * 3600e6),
        .mean_c = between(u, -25, 40),
        .amplitude_k = coin(u) ? between(u, -15, 15) : 0,
        .since = (bw_time)between(u, -86400e6, 86400e6),
        .heat_w = coin(u) ? conductance_w_k * between(u, -5, 15) : 0};
}

struct comparison {
    uint64_t number;
    double worst;
};

static void compare(struct comparison *c, const char *what, double actual,
    double expected, double scale)
{
    double off = fabs(actual - expected) / scale;

    c->worst = off > c->worst ? off : c->worst;
    if (!(off <= AGREE)) {
        print_error("case %llu: %s is %.12g, expected %.12g (off %.2g)\n",
            (unsigned long long)c->number, what, actual, expected, off);
        fail();
    }
}

static void compare_all(struct comparison *c, const struct bw_thermal_body *body,
    const struct bw_exposure *e, const struct reference *r)
{
    double whole =
        r->pack->kind == BW_THERMAL_ACTIVE ? r->pack->battery_s : r->pack->latent_j;

    compare(c, "temperature", body->temp_c, r->temp_c, 10);
    compare(c, "least temperature", e->min_c, r->min_c, 10);
    compare(c, "greatest temperature", e->max_c, r->max_c, 10);
    compare(c, "kinetic integral", e->kinetic_s, r->kinetic, r->kinetic);
    compare(c, "time below", (double)e->below / 1e6, r->below, r->duration);
    compare(c, "time above", (double)e->above / 1e6, r->above, r->duration);
    for (int i = 0; i < BANDS; i++) {
        compare(c, "time in band", (double)e->band[i] / 1e6, r->band[i], r->duration);
    }
    if (whole > 0 && !isinf(whole)) {
        compare(c, "budget", body->budget, r->budget, whole);
    }
    assert_int_equal(e->first_out == BW_FOREVER, isinf(r->first_out));
    if (e->first_out != BW_FOREVER) {
        compare(
            c, "first passage", (double)e->first_out / 1e6, r->first_out, r->duration);
    }
}

static double check_case(uint64_t number)
{
    uint64_t u = number * 0x2545f4914f6cdd1du + 20261125;
    static const struct bw_thermal_band bands[BANDS] = {
        {-INFINITY, 0}, {8, 25}, {15, INFINITY}};
    struct bw_thermal_watch watch = {.low_c = 2,
        .high_c = 8,
        .bands = bands,
        .band_count = BANDS,
        .activation_k = between(&u, 5000, 15000)};
    struct bw_thermal_pack pack = random_pack(&u);
    struct bw_thermal_body body;
    struct bw_exposure exposure;
    struct comparison comparison = {.number = number};
    struct reference r = {.pack = &pack,
        .watch = &watch,
        .first_out = INFINITY,
        .min_c = INFINITY,
        .max_c = -INFINITY};

    bw_thermal_start(
        &body, &pack, pack.holds_c + between(&u, -5, 5), between(&u, 0, 1.2));
    if (coin(&u)) {
        body.fails_after_s = 3600 * between(&u, 1, 60);
    }
    r.temp_c = body.temp_c;
    r.budget = body.budget;
    r.fails_after_s = body.fails_after_s;
    bw_exposure_reset(&exposure);
    for (int i = 0; i < STRETCHES; i++) {
        struct bw_ambient stretch = random_stretch(&u, pack.conductance_w_k);

        r.stretch = &stretch;
        integrate(&r);
        bw_thermal_pass(&body, &pack, &stretch, &watch, &exposure);
        compare_all(&comparison, &body, &exposure, &r);
    }
    return comparison.worst;
}

static uint64_t cases = 60;

static void test_closed_forms_agree_with_integration(void **state)
{
    double worst = 0;

    (void)state;
    for (uint64_t i = 0; i < cases; i++) {
        worst = fmax(worst, check_case(i));
    }
    print_message(
        "%llu cases, worst difference %.2g\n", (unsigned long long)cases, worst);
}

/* A stretch cut in two suffers the same; a repeated pass, bit for bit. */
static void test_stretches_add_up(void **state)
{
    static const struct bw_thermal_watch watch = {
        .low_c = 2, .high_c = 8, .activation_k = BW_THERMAL_ACTIVATION_K};

    (void)state;
    for (uint64_t i = 0; i < 200; i++) {
        uint64_t u = i + 7;
        struct bw_thermal_pack pack = random_pack(&u);
        struct bw_ambient whole = random_stretch(&u, pack.conductance_w_k);
        struct bw_ambient first = whole, second = whole;
        struct bw_thermal_body body[3];
        struct bw_exposure exposure[3];

        first.duration = whole.duration / 3;
        second.duration = whole.duration - first.duration;
        second.since = whole.since + first.duration;
        for (int k = 0; k < 3; k++) {
            bw_thermal_start(&body[k], &pack, pack.holds_c + 1, 0.7);
            bw_exposure_reset(&exposure[k]);
        }
        bw_thermal_pass(&body[0], &pack, &whole, &watch, &exposure[0]);
        bw_thermal_pass(&body[1], &pack, &whole, &watch, &exposure[1]);
        bw_thermal_pass(&body[2], &pack, &first, &watch, &exposure[2]);
        bw_thermal_pass(&body[2], &pack, &second, &watch, &exposure[2]);
        assert_memory_equal(&body[0], &body[1], sizeof *body);
        assert_memory_equal(&exposure[0], &exposure[1], sizeof *exposure);
        bw_assert_close(body[0].temp_c, body[2].temp_c, 1e-7);
        bw_assert_close((double)exposure[0].above, (double)exposure[2].above, 100);
        bw_assert_close(
            exposure[0].kinetic_s, exposure[2].kinetic_s, 1e-9 * exposure[0].kinetic_s);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_forms_agree_with_integration),
        cmocka_unit_test(test_stretches_add_up),
    };

    if (argc > 1) {
        cases = strtoull(argv[1], NULL, 10);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
