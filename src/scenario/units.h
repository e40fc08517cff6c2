/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers with units: the one parser for scenarios, CSV cells, --set and sweeps.
 */
#ifndef BW_SCENARIO_UNITS_H
#define BW_SCENARIO_UNITS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What a number measures; it decides which units may follow it. */
enum bw_dimension {
    BW_DIMENSION_NUMBER,              /* plain */
    BW_DIMENSION_SHARE,               /* plain, 0..1 */
    BW_DIMENSION_DURATION,            /* "3 d"; in ticks */
    BW_DIMENSION_RATE,                /* "40 /d"; per tick */
    BW_DIMENSION_QUANTITY,            /* in the item's unit, plain */
    BW_DIMENSION_PLACES,              /* places of a storage class, plain */
    BW_DIMENSION_TEMPERATURE,         /* degrees C, plain */
    BW_DIMENSION_MONEY,               /* in the scenario's currency, plain */
    BW_DIMENSION_MONEY_UNIT,          /* "15" or "15 /unit" */
    BW_DIMENSION_MONEY_RATE,          /* "900 /d"; per tick */
    BW_DIMENSION_MONEY_UNIT_RATE,     /* "1 /unit/month"; per unit and tick */
    BW_DIMENSION_MASS,                /* kg: "12", "12 kg", "80 g" or "3 t" */
    BW_DIMENSION_MASS_UNIT,           /* kg per unit: "0.2" or "0.2 /unit" */
    BW_DIMENSION_VOLUME,              /* litres: "2", "2 l", "15 ml" or "30 m3" */
    BW_DIMENSION_DISTANCE,            /* km, plain */
    BW_DIMENSION_MONEY_DISTANCE,      /* money per km: "0.9" or "0.9 /km" */
    BW_DIMENSION_MASS_DISTANCE,       /* kg per km: "1.1" or "1.1 /km" */
    BW_DIMENSION_MONEY_UNIT_DISTANCE, /* "0.001" or "0.001 /unit/km" */
    BW_DIMENSION_MASS_UNIT_DISTANCE,  /* kg: "0.001" or "0.001 /unit/km" */
    BW_DIMENSION_DIFFERENCE,          /* of temperatures: "3" or "3 K" */
    BW_DIMENSION_POWER,               /* W: "60", "60 W" or "1.2 kW" */
    BW_DIMENSION_CONDUCTANCE,         /* "0.6 W/K" */
    BW_DIMENSION_HEAT_CAPACITY,       /* "800 J/K" or "20 kJ/K"; in J/K */
    BW_DIMENSION_LATENT_HEAT,         /* "200 kJ/kg" or "200000 J/kg"; in J/kg */
    BW_DIMENSION_COUNT
};

struct bw_dimension_row {
    const char *name;    /* for the reference: "duration" */
    const char *phrase;  /* for errors: `a duration such as "3 d"` */
    const char *pattern; /* regular expression of the text, for JSON Schema */
    const char *unit;    /* for the results, when none is written: "", "degC", "kg";
                            a leading "$" stands for the currency */
    bool plain;          /* a bare number is allowed (0 always is) */
};

/* The row of a dimension. */
const struct bw_dimension_row *bw_dimension(enum bw_dimension dimension);

/* Reads the whole text as a number of that dimension, in its base unit (ticks, per
 * tick, units, degrees C, money, kg). Blanks may stand around the unit. Returns false
 * when the text is anything else. Ranges are checked by the caller. */
bool bw_units_read(enum bw_dimension dimension, const char *text, double *value);

/* Splits "3 d" into the number and the place where its unit begins (the end of the text
 * when it has none). Returns false when the text does not begin with a number. */
bool bw_units_split(const char *text, double *number, const char **unit);

/* Appends `; the units are ...` when text is a number whose unit of time a duration
 * does not know, and what was probably meant: `; did you mean "21 d"?`. */
void bw_units_explain(
    enum bw_dimension dimension, const char *text, struct bw_text *message);

#endif
