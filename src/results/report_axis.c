/* SPDX-License-Identifier: Apache-2.0 */
#include "results/report_axis.h"

#include "results/report_internal.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

void bw_report_widen(struct bw_report_scale *scale, double value)
{
    if (isfinite(value)) {
        scale->low = fmin(scale->low, value);
        scale->high = fmax(scale->high, value);
    }
}

double bw_report_interval_low(const struct bw_summary *summary)
{
    double low = summary->mean - summary->half_width;
    return summary->min >= 0 ? fmax(low, 0) : low;
}

void bw_report_choose_scale(struct bw_report_scale *scale)
{
    static const char *const names[] = {"", "thousand ", "million ", "billion "};
    double size = fmax(fabs(scale->low), fabs(scale->high));
    size_t i = 0;
    scale->divisor = 1;
    while (i < 3 && size >= (i == 0 ? 10000 : 2000) * scale->divisor) {
        scale->divisor *= 1000;
        i++;
    }
    scale->name = names[i];
}

double bw_report_tic_distance(double range, int count)
{
    static const double steps[] = {1, 2, 5, 10};
    double raw = range / count, power = 1;
    if (!(raw > 0)) {
        return 1;
    }
    power = pow(10, floor(log10(raw)));
    for (size_t i = 0; i < 3; i++) {
        if (raw <= steps[i] * power * 1.0001) {
            return steps[i] * power;
        }
    }
    return steps[3] * power;
}

void bw_report_add_axis_text(struct bw_text *script, const char *text, const char *unit,
    const struct bw_report_scale *scale)
{
    struct bw_text label;
    bool is_plain = strcmp(unit, "1") == 0;
    bw_text_init(&label);
    bw_report_add_shortened(&label, text, 64);
    if (!is_plain || scale->name[0] != '\0') {
        bw_text_format(&label, " [%s%s]", scale->name,
            is_plain                        ? ""
                : strcmp(unit, "unit") == 0 ? "units"
                                            : unit);
    }
    bw_report_add_quoted(script, bw_text_get(&label), 100, false);
    bw_text_release(&label);
}
