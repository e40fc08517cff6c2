/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario/units.h"

#include "base/number.h"
#include "base/status.h"
#include "base/time.h"

#include <math.h>
#include <string.h>

/* The grammar of bw_number_scan(). */
#define NUMBER "-?((0|[1-9][0-9]*)(\\.[0-9]+)?|\\.[0-9]+)([eE][+-]?[0-9]+)?"
#define TIME "(us|ms|s|min|h|d|w|month|y)"

static const struct bw_dimension_row dimensions[BW_DIMENSION_COUNT] = {
    [BW_DIMENSION_NUMBER] = {"number", "a number", "^" NUMBER "$", "", true},
    [BW_DIMENSION_SHARE] = {"share", "a share from 0 to 1", "^" NUMBER "$", "", true},
    [BW_DIMENSION_DURATION] = {"duration", "a duration such as \"3 d\"",
        "^(" NUMBER " *" TIME "|0)$", "", false},
    [BW_DIMENSION_RATE] = {"rate", "a rate such as \"40 /d\"",
        "^(" NUMBER " */ *" TIME "|0)$", "", false},
    [BW_DIMENSION_QUANTITY] = {"quantity",
        "a quantity in the item's unit, a plain number", "^" NUMBER "$", "unit", true},
    [BW_DIMENSION_PLACES] = {"places", "a number of places", "^" NUMBER "$", "places",
        true},
    [BW_DIMENSION_TEMPERATURE] = {"temperature", "a temperature in degrees C such as 5",
        "^" NUMBER "$", "degC", true},
    [BW_DIMENSION_MONEY] = {"money", "an amount of money such as 32", "^" NUMBER "$",
        "$", true},
    [BW_DIMENSION_MONEY_UNIT] = {"money per unit", "money per unit such as 15",
        "^" NUMBER "( */ *unit)?$", "$/unit", true},
    [BW_DIMENSION_MONEY_RATE] = {"money per time", "money per time such as \"900 /d\"",
        "^(" NUMBER " */ *" TIME "|0)$", "$", false},
    [BW_DIMENSION_MONEY_UNIT_RATE] = {"money per unit and time",
        "money per unit and time such as \"1 /unit/month\"",
        "^(" NUMBER " */ *unit */ *" TIME "|0)$", "$", false},
    [BW_DIMENSION_MASS] = {"mass", "a mass in kg such as 12, or one in g or t",
        "^" NUMBER "( *(g|kg|t))?$", "kg", true},
    [BW_DIMENSION_MASS_UNIT] = {"mass per unit", "kg per unit such as 0.2",
        "^" NUMBER "( */ *unit)?$", "kg/unit", true},
    [BW_DIMENSION_VOLUME] = {"volume",
        "a volume in litres such as 2, or one in ml or m3",
        "^" NUMBER "( *(ml|l|m3))?$", "l", true},
    [BW_DIMENSION_DISTANCE] = {"distance", "a distance in km such as 1200, or one in m",
        "^" NUMBER "( *(m|km))?$", "km", true},
    [BW_DIMENSION_MONEY_DISTANCE] = {"money per km", "money per km such as 0.9",
        "^" NUMBER "( */ *km)?$", "$/km", true},
    [BW_DIMENSION_MASS_DISTANCE] = {"mass per km", "kg per km such as 1.1",
        "^" NUMBER "( */ *km)?$", "kg/km", true},
    [BW_DIMENSION_MONEY_UNIT_DISTANCE] = {"money per unit and km",
        "money per unit and km such as 0.001", "^" NUMBER "( */ *unit */ *km)?$",
        "$/unit/km", true},
    [BW_DIMENSION_MASS_UNIT_DISTANCE] = {"mass per unit and km",
        "kg per unit and km such as 0.001", "^" NUMBER "( */ *unit */ *km)?$",
        "kg/unit/km", true},
    [BW_DIMENSION_DIFFERENCE] = {"temperature difference",
        "a difference of temperatures in K such as 3", "^" NUMBER "( *K)?$", "K", true},
    [BW_DIMENSION_POWER] = {"power", "a power in W such as 60, or one in kW",
        "^" NUMBER "( *k?W)?$", "W", true},
    [BW_DIMENSION_CONDUCTANCE] = {"conductance", "a conductance such as \"0.6 W/K\"",
        "^(" NUMBER " *W/K|0)$", "W/K", false},
    [BW_DIMENSION_HEAT_CAPACITY] = {"heat capacity",
        "a heat capacity such as \"20 kJ/K\"", "^(" NUMBER " *k?J/K|0)$", "J/K", false},
    [BW_DIMENSION_LATENT_HEAT] = {"latent heat", "a latent heat such as \"200 kJ/kg\"",
        "^(" NUMBER " *k?J/kg|0)$", "J/kg", false},
};

const struct bw_dimension_row *bw_dimension(enum bw_dimension dimension)
{
    BW_ASSERT((unsigned)dimension < BW_DIMENSION_COUNT);
    return &dimensions[dimension];
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " ");
}

bool bw_units_split(const char *text, double *number, const char **unit)
{
    size_t length = bw_number_scan(text, number);
    if (length == 0) {
        return false;
    }
    *unit = skip_blanks(text + length);
    return true;
}

/* Skips "/" and a word; returns NULL when they do not stand there. */
static const char *skip_per(const char *text, const char *word)
{
    size_t length = strlen(word);
    if (*text != '/') {
        return NULL;
    }
    text = skip_blanks(text + 1);
    if (strncmp(text, word, length) != 0) {
        return NULL;
    }
    return skip_blanks(text + length);
}

/* Reads a name of a time unit up to the end of the text; 0 when there is none such. */
static double time_unit(const char *text)
{
    size_t length = strcspn(text, " /");
    if (*skip_blanks(text + length) != '\0') {
        return 0.0;
    }
    return (double)bw_time_unit(text, length);
}

/* What one of a named unit is in the base unit; 0 when the name is none of them. */
static double named_unit(enum bw_dimension dimension, const char *name)
{
    static const struct {
        enum bw_dimension dimension;
        const char *name;
        double size;
    } units[] = {
        {BW_DIMENSION_MASS, "g", 1e-3},
        {BW_DIMENSION_MASS, "kg", 1.0},
        {BW_DIMENSION_MASS, "t", 1e3},
        {BW_DIMENSION_VOLUME, "ml", 1e-3},
        {BW_DIMENSION_VOLUME, "l", 1.0},
        {BW_DIMENSION_VOLUME, "m3", 1e3},
        {BW_DIMENSION_DISTANCE, "m", 1e-3},
        {BW_DIMENSION_DISTANCE, "km", 1.0},
        {BW_DIMENSION_DIFFERENCE, "K", 1.0},
        {BW_DIMENSION_POWER, "W", 1.0},
        {BW_DIMENSION_POWER, "kW", 1e3},
        {BW_DIMENSION_CONDUCTANCE, "W/K", 1.0},
        {BW_DIMENSION_HEAT_CAPACITY, "J/K", 1.0},
        {BW_DIMENSION_HEAT_CAPACITY, "kJ/K", 1e3},
        {BW_DIMENSION_LATENT_HEAT, "J/kg", 1.0},
        {BW_DIMENSION_LATENT_HEAT, "kJ/kg", 1e3},
    };
    size_t length = strcspn(name, " ");
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (units[i].dimension == dimension && strlen(units[i].name) == length
            && memcmp(units[i].name, name, length) == 0
            && *skip_blanks(name + length) == '\0') {
            return units[i].size;
        }
    }
    return 0.0;
}

/* By how much a unit multiplies a duration, a mass or a volume, or the ticks by which
 * it divides a rate; 1 where the unit holds no time. 0 when the dimension does not know
 * the unit. */
static double unit_size(enum bw_dimension dimension, const char *unit)
{
    switch (dimension) {
    case BW_DIMENSION_DURATION:
        return time_unit(unit);
    case BW_DIMENSION_MONEY_UNIT_DISTANCE:
    case BW_DIMENSION_MASS_UNIT_DISTANCE:
        unit = skip_per(unit, "unit");
        unit = unit != NULL ? skip_per(unit, "km") : NULL;
        return unit != NULL && *unit == '\0' ? 1.0 : 0.0;
    case BW_DIMENSION_MONEY_DISTANCE:
    case BW_DIMENSION_MASS_DISTANCE:
        unit = skip_per(unit, "km");
        return unit != NULL && *unit == '\0' ? 1.0 : 0.0;
    case BW_DIMENSION_RATE:
    case BW_DIMENSION_MONEY_RATE:
        unit = skip_per(unit, "");
        return unit != NULL ? time_unit(unit) : 0.0;
    case BW_DIMENSION_MONEY_UNIT_RATE:
        unit = skip_per(unit, "unit");
        unit = unit != NULL ? skip_per(unit, "") : NULL;
        return unit != NULL ? time_unit(unit) : 0.0;
    case BW_DIMENSION_MONEY_UNIT:
    case BW_DIMENSION_MASS_UNIT:
        unit = skip_per(unit, "unit");
        return unit != NULL && *unit == '\0' ? 1.0 : 0.0;
    default:
        return named_unit(dimension, unit);
    }
}

bool bw_units_read(enum bw_dimension dimension, const char *text, double *value)
{
    double number = 0.0;
    const char *unit = NULL;
    if (!bw_units_split(text, &number, &unit)) {
        return false;
    }
    if (*unit == '\0') {
        *value = number;
        return dimensions[dimension].plain || number == 0.0;
    }
    double size = unit_size(dimension, unit);
    if (size <= 0.0) {
        return false;
    }
    *value = dimension == BW_DIMENSION_DURATION || named_unit(dimension, unit) > 0.0
        ? number * size
        : number / size;
    return isfinite(*value);
}

/* The unit of time that a longer word stands for, NULL when there is none. */
static const char *short_unit(const char *word)
{
    static const char *const words[][2] = {{"sec", "s"}, {"second", "s"},
        {"minute", "min"}, {"hour", "h"}, {"hr", "h"}, {"day", "d"}, {"week", "w"},
        {"wk", "w"}, {"mon", "month"}, {"month", "month"}, {"year", "y"}, {"yr", "y"}};
    size_t length = strcspn(word, " ");
    if (length > 1 && word[length - 1] == 's') {
        length--;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i][0]) == length && memcmp(words[i][0], word, length) == 0) {
            return words[i][1];
        }
    }
    return NULL;
}

void bw_units_explain(
    enum bw_dimension dimension, const char *text, struct bw_text *message)
{
    double number = 0.0;
    double value = 0.0;
    const char *unit = NULL;
    if (dimension != BW_DIMENSION_DURATION || !bw_units_split(text, &number, &unit)
        || bw_units_read(dimension, text, &value)) {
        return;
    }
    const char *meant = short_unit(unit);
    bw_text_add(message, "; the units are us, ms, s, min, h, d, w, month, y");
    if (meant != NULL) {
        char written[32];
        bw_text_format(message, "; did you mean \"%s %s\"?",
            bw_number_write(number, written, sizeof written), meant);
    }
}
