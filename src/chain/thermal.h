/* SPDX-License-Identifier: Apache-2.0
 *
 * The temperature of packed goods, in closed form: no time steps.
 *
 * A load of heat capacity C stands behind walls of conductance UA in an ambient that is
 * constant or swings over the day. What keeps its temperature is a budget: a
 * phase-change material (latent heat, both ways), dry ice (latent heat, one way) or a
 * machine (battery). While the budget acts the temperature stands still; otherwise it
 * follows Newton's law of cooling, tau = C / UA. Derived in docs/theory/cold-chain.md.
 *
 * Pure functions without state of their own. Temperatures in degrees Celsius, heat in
 * J.
 */
#ifndef BW_CHAIN_THERMAL_H
#define BW_CHAIN_THERMAL_H

#include "base/time.h"

#include <stdbool.h>
#include <stdint.h>

enum { BW_THERMAL_BANDS = 8 };

/* dH/R of mean kinetic temperature by convention (83.144 kJ/mol) [K]. */
#define BW_THERMAL_ACTIVATION_K 10000.0

/* A temperature band [low_c, high_c) whose time is counted; open ends are +-infinity.
 * Bands may overlap. high_c belongs to a band, too, where that is above the label range
 * and no other band has it. */
struct bw_thermal_band {
    double low_c, high_c;
};

/* What is watched: the label range [low_c, high_c], both ends within, and
 * band_count <= BW_THERMAL_BANDS bands (borrowed). activation_k: dH/R of the kinetic
 * integral, >= 0. */
struct bw_thermal_watch {
    double low_c, high_c;
    const struct bw_thermal_band *bands;
    uint32_t band_count;
    double activation_k;
    /* By how much range and bands lie below those of the goods, for a logger that shows
     * so much too much [K]: packaging keeps the range of the goods. */
    double shift_k;
};

/* A stretch of constant conditions. Ambient at time t of the stretch:
 * mean_c + amplitude_k sin(2 pi (t + since) / day); heat_w: extra heat to the load
 * (sun, door openings, own warmth). duration >= 0. */
struct bw_ambient {
    bw_time duration;
    double mean_c, amplitude_k;
    bw_time since;
    double heat_w;
    bool plugged; /* active: runs on the mains, which charge the battery */
};

/* What goods have suffered; additive over stretches, in the order of time. Empty as
 * bw_exposure_reset() leaves it. */
struct bw_exposure {
    bw_time duration, below, above; /* of the label range */
    bw_time band[BW_THERMAL_BANDS];
    double min_c, max_c; /* +inf, -inf when empty */
    double kinetic_s;    /* integral of exp(-(dH/R) (1/T - 1/278.15 K)) dt [s] */
    bw_time first_out;   /* since the start of the exposure; BW_FOREVER = never */
};

enum bw_thermal_kind {
    BW_THERMAL_PASSIVE, /* with latent_j = 0 a mere cover */
    BW_THERMAL_DRY_ICE, /* latent heat is only lost: what has sublimated is gone */
    BW_THERMAL_ACTIVE   /* a machine keeps holds_c while its battery lasts */
};

/* A load in its packaging. conductance_w_k and capacity_j_k > 0. */
struct bw_thermal_pack {
    enum bw_thermal_kind kind;
    double conductance_w_k; /* UA of the walls */
    double capacity_j_k;    /* C of goods and packaging */
    double holds_c;         /* melting, sublimation or set point */
    double latent_j;        /* passive, dry ice: latent heat of the whole material */
    /* active */
    double cooling_w, heating_w; /* largest power, >= 0 */
    double battery_s;            /* running time at full draw; +inf: none needed */
    double full_draw_k;          /* |ambient - holds_c| of full draw; 0: always full */
    double standby_share;        /* of full draw, needed at any ambient */
    double recharge_s;           /* time on the mains that fills an empty battery */
};

/* The state of a load. */
struct bw_thermal_body {
    double temp_c;
    /* Heat that the material can still take up while it stays at holds_c [J]; active:
     * what is left of the battery [s at full draw]. */
    double budget;
    double fails_after_s; /* active: running time until the machine stops; +inf never */
};

/* A freshly packed load: goods and material at temp_c except that the share frozen of
 * the material (0..1) is at its melting point and frozen; the load is then mixed at
 * once (its enthalpy is kept). Active: at temp_c with a full battery; frozen is not
 * used. fails_after_s is set to +inf. */
void bw_thermal_start(struct bw_thermal_body *body, const struct bw_thermal_pack *pack,
    double temp_c, double frozen);

/* New material (share frozen of it) or a full battery, at the present temperature. A
 * machine that has failed stays so. */
void bw_thermal_restore(
    struct bw_thermal_body *body, const struct bw_thermal_pack *pack, double frozen);

/* Share of the budget that is left, 0..1; 1 where there is no budget to spend. */
double bw_thermal_budget_left(
    const struct bw_thermal_body *body, const struct bw_thermal_pack *pack);

void bw_exposure_reset(struct bw_exposure *exposure);

/* Advances a load through one stretch and adds to its exposure. Exact but for rounding;
 * limits are met within 1 us, the kinetic integral within 1e-9 of its value. */
void bw_thermal_pass(struct bw_thermal_body *body, const struct bw_thermal_pack *pack,
    const struct bw_ambient *stretch, const struct bw_thermal_watch *watch,
    struct bw_exposure *exposure);

/* Goods that stand at temp_c throughout: a stretch without packaging or thermal mass.
 */
void bw_thermal_stay(double temp_c, bw_time duration,
    const struct bw_thermal_watch *watch, struct bw_exposure *exposure);

/* Time until a freshly packed load leaves the label range at a constant ambient, at the
 * most limit; BW_FOREVER when it stays within for that long. */
bw_time bw_thermal_hold(const struct bw_thermal_body *fresh,
    const struct bw_thermal_pack *pack, double ambient_c, double low_c, double high_c,
    bw_time limit);

/* Mean kinetic temperature (Haynes, 1971) of an exposure that was watched with
 * activation_k > 0; NaN when it is empty. */
double bw_thermal_mkt_c(const struct bw_exposure *exposure, double activation_k);

#endif
