/* SPDX-License-Identifier: Apache-2.0
 *
 * Response of a lumped heat capacity to an ambient that is constant or swings over the
 * day, and its Arrhenius integral.
 */
#include "chain/thermal_internal.h"
#include "engine/exponential_integral.h"

#include <math.h>

#define PI 3.14159265358979323846
#define DAY_S 86400.0
#define OMEGA (2.0 * PI / DAY_S)
/* Roots are met within this [s]; a tick is 1e-6 s. */
#define ROOT_S 1e-8
/* After so many time constants the transient is below rounding. */
#define DEAD 40.0

#define ZERO_C 273.15
#define REFERENCE_K 278.15

double bw_swing_angle(double x)
{
    return 2.0 * PI * (fmod(x, DAY_S) / DAY_S);
}

double bw_swing_at(const struct bw_swing *swing, double x)
{
    return swing->amplitude_k == 0.0
        ? swing->base_c
        : swing->base_c + swing->amplitude_k * sin(OMEGA * x + swing->angle);
}

double bw_swing_integral(const struct bw_swing *swing, double level_c, double x)
{
    double half = 0.5 * OMEGA * x;

    /* cos(angle) - cos(angle + 2 half), written so that nothing cancels. */
    return (swing->base_c - level_c) * x
        + swing->amplitude_k / OMEGA * 2.0 * sin(half + swing->angle) * sin(half);
}

/* The first time after x at which omega x + angle is an angle of the given one, modulo
 * a full turn. */
static double next_angle(double angle, double wanted, double x)
{
    double turns = (OMEGA * x + angle - wanted) / (2.0 * PI);
    double at = (wanted - angle + 2.0 * PI * (floor(turns) + 1.0)) / OMEGA;

    return at > x ? at : at + DAY_S;
}

double bw_swing_next(const struct bw_swing *swing, double level_c, double x)
{
    double sine, first, second;

    if (swing->amplitude_k == 0.0) {
        return INFINITY;
    }
    sine = (level_c - swing->base_c) / swing->amplitude_k;
    if (!(fabs(sine) < 1.0)) {
        return INFINITY;
    }
    first = next_angle(swing->angle, asin(sine), x);
    second = next_angle(swing->angle, PI - asin(sine), x);
    return first < second ? first : second;
}

/* Inverse quadratic interpolation where it is safe, else bisection: T. R. Chandrupatla,
 * "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
 * function without using derivatives", Advances in Engineering Software 28 (1997). */
double bw_thermal_root(
    double (*value)(const void *of, double x), const void *of, double low, double high)
{
    double x1 = high, f1 = value(of, high);
    double x2 = low, f2 = value(of, low);
    double share = 0.5;

    if ((f1 > 0.0) == (f2 > 0.0)) {
        return fabs(f1) < fabs(f2) ? high : low;
    }
    for (;;) {
        double x = x1 + share * (x2 - x1), f = value(of, x);
        double x3 = x1, f3 = f1, step, xi, phi;

        if ((f > 0.0) != (f1 > 0.0)) {
            x3 = x2;
            f3 = f2;
            x2 = x1;
            f2 = f1;
        }
        x1 = x;
        f1 = f;
        step = ROOT_S / fabs(x2 - x1);
        if (f == 0.0 || step > 0.5) {
            return fabs(f2) < fabs(f1) ? x2 : x1;
        }
        xi = (x1 - x2) / (x3 - x2);
        phi = (f1 - f2) / (f3 - f2);
        share = 0.5;
        if (phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi) {
            share = f1 / (f2 - f1) * f3 / (f2 - f3)
                + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2);
        }
        share = fmin(fmax(share, step), 1.0 - step);
    }
}

struct bw_course bw_course_from(
    const struct bw_swing *ambient, double start_c, double tau_s)
{
    struct bw_course course = {
        .base_c = ambient->base_c, .tau_s = tau_s, .start_c = start_c};
    double lag = OMEGA * tau_s;

    if (ambient->amplitude_k != 0.0) {
        course.swing_k = ambient->amplitude_k / sqrt(1.0 + lag * lag);
        course.angle = ambient->angle - atan(lag);
    }
    course.transient_k = start_c - course.base_c - course.swing_k * sin(course.angle);
    return course;
}

double bw_course_at(const struct bw_course *course, double x)
{
    double temp_c = course->base_c + course->transient_k * exp(-x / course->tau_s);

    if (x == 0.0) {
        return course->start_c;
    }
    return course->swing_k == 0.0
        ? temp_c
        : temp_c + course->swing_k * sin(OMEGA * x + course->angle);
}

/* dT/dx [K/s]. */
static double slope(const void *of, double x)
{
    const struct bw_course *course = of;

    return course->swing_k * OMEGA * cos(OMEGA * x + course->angle)
        - course->transient_k / course->tau_s * exp(-x / course->tau_s);
}

/* slope * exp(x / tau) is monotone between the points where its own derivative
 * vanishes, tan(omega x + angle) = 1 / (omega tau), half a day apart: between two of
 * them the slope changes its sign once at the most. */
double bw_course_piece(const struct bw_course *course, double x, double end)
{
    double turn, next, here, there;

    if (course->swing_k == 0.0) {
        return end;
    }
    turn = atan(1.0 / (OMEGA * course->tau_s));
    next = next_angle(course->angle, turn, x);
    here = next_angle(course->angle, turn + PI, x);
    next = here < next ? here : next;
    next = next < end ? next : end;
    here = slope(course, x);
    there = slope(course, next);
    if ((here > 0.0) == (there > 0.0)) {
        return next;
    }
    next = bw_thermal_root(slope, course, x, next);
    return next > x ? next : x;
}

struct level {
    const struct bw_course *course;
    double temp_c;
};

static double above_level(const void *of, double x)
{
    const struct level *level = of;

    return bw_course_at(level->course, x) - level->temp_c;
}

double bw_course_crossing(
    const struct bw_course *course, double level_c, double from, double to)
{
    if (course->swing_k == 0.0) {
        double at = course->tau_s
            * log((course->start_c - course->base_c) / (level_c - course->base_c));

        return at > from ? (at < to ? at : to) : from;
    }
    return bw_thermal_root(
        above_level, &(const struct level){course, level_c}, from, to);
}

double bw_thermal_rate(double temp_c, double activation_k)
{
    return exp(activation_k * (1.0 / REFERENCE_K - 1.0 / (temp_c + ZERO_C)));
}

/* Nodes and weights of Gauss and Legendre, 16 points, the positive half. */
static const double gauss[][2] = {
    {0.095012509837637441, 0.1894506104550685},
    {0.28160355077925892, 0.18260341504492358},
    {0.45801677765722737, 0.16915651939500254},
    {0.61787624440264377, 0.14959598881657674},
    {0.755404408355003, 0.12462897125553388},
    {0.86563120238783176, 0.095158511682492786},
    {0.9445750230732326, 0.062253523938647894},
    {0.98940093499164994, 0.027152459411754096},
};

static double quadrature(
    const struct bw_course *course, double activation_k, double from, double to)
{
    double middle = 0.5 * (from + to);
    double half = 0.5 * (to - from);
    double sum = 0.0;

    for (size_t i = 0; i < sizeof gauss / sizeof *gauss; i++) {
        double off = half * gauss[i][0];

        sum += gauss[i][1]
            * (bw_thermal_rate(bw_course_at(course, middle - off), activation_k)
                + bw_thermal_rate(bw_course_at(course, middle + off), activation_k));
    }
    return half * sum;
}

/* Pieces of a sixth of a day, and of one time constant while the transient lives. */
static double integrate(const struct bw_course *course, double activation_k, double x)
{
    double alive = DEAD * course->tau_s;
    double longest = course->swing_k == 0.0 ? INFINITY : DAY_S / 6.0;
    double sum = 0.0;

    for (double from = 0.0; from < x;) {
        double length =
            from < alive && course->tau_s < longest ? course->tau_s : longest;
        double to = from + length < x ? from + length : x;

        sum += quadrature(course, activation_k, from, to);
        from = to;
    }
    return sum;
}

/* Antiderivative of the rate along an exponential approach, see the theory page;
 * distance_k = T - base, not 0. */
static double primitive(double base_c, double distance_k, double activation_k)
{
    double base_k = base_c + ZERO_C;
    double temp_k = base_k + distance_k;
    double here = activation_k / temp_k;
    double away = -activation_k * distance_k / (temp_k * base_k);

    return bw_thermal_rate(base_c + distance_k, activation_k)
        * (bw_exponential_integral_scaled(here) - bw_exponential_integral_scaled(away));
}

double bw_course_kinetic(const struct bw_course *course, double activation_k, double x)
{
    double distance = course->transient_k;
    double lived = x < DEAD * course->tau_s ? x : DEAD * course->tau_s;
    double rest;

    if (activation_k == 0.0) {
        return x;
    }
    if (course->swing_k != 0.0) {
        return integrate(course, activation_k, x);
    }
    if (fabs(distance) < 1e-12) {
        return x * bw_thermal_rate(course->start_c, activation_k);
    }
    rest = x > lived ? (x - lived) * bw_thermal_rate(course->base_c, activation_k) : 0;
    /* The difference of two antiderivatives loses digits over a short time, the library
     * stops at an argument of 600, and a machine at full power may aim below 0 K. */
    if (lived < 0.05 * course->tau_s || activation_k > 60000.0 || fabs(distance) > 200
        || course->base_c < -150.0) {
        return rest + integrate(course, activation_k, lived);
    }
    return rest
        + course->tau_s
        * (primitive(course->base_c, distance, activation_k)
            - primitive(
                course->base_c, distance * exp(-lived / course->tau_s), activation_k));
}

double bw_thermal_inverse_rate_c(double rate, double activation_k)
{
    return 1.0 / (1.0 / REFERENCE_K - log(rate) / activation_k) - ZERO_C;
}
