/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of what shipments are exposed to: by lane, by leg and by packaging.
 */
#include "chain/extract_internal.h"
#include "chain/metrics.h"
#include "chain/trip.h"

static double quantile_of(const struct bw_histogram *histogram, double probability)
{
    return histogram != NULL && histogram->weights != NULL
        ? bw_histogram_quantile(histogram, probability)
        : NAN;
}

/* Quantiles of mean kinetic temperature from metric first on, as the list has them. */
static void set_mkt(struct row row, unsigned first, const struct bw_histogram *mkt)
{
    static const double probabilities[] = {0.05, 0.50, 0.95, 0.99};

    for (unsigned i = 0; i < 4; i++) {
        set(row, first + i, quantile_of(mkt, probabilities[i]));
    }
}

static void set_times(struct row row, unsigned first, const struct bw_sketch *times)
{
    if (times != NULL && times->buckets != NULL) {
        set_quantiles(row, first, times, NULL);
        return;
    }
    for (unsigned i = 0; i < 4; i++) {
        set(row, first + i, NAN);
    }
}

void bw_extract_lane_cold(const struct view *v, bw_index e, struct row row)
{
    const struct bw_trip_record *record =
        bw_trip_of_lane(v->state, v->network->elements[e].index);
    bool has = record != NULL;
    const struct bw_histogram *left = has ? &record->left : NULL;

    set(row, BW_METRIC_LANE_OUT_OF_RANGE,
        in_days(mean(total(v, e, BW_SUM_OUT_OF_RANGE))));
    set_times(row, BW_METRIC_LANE_OUT_OF_RANGE_P50, has ? &record->out : NULL);
    set(row, BW_METRIC_LANE_BELOW, in_days(mean(total(v, e, BW_SUM_BELOW))));
    set(row, BW_METRIC_LANE_ABOVE, in_days(mean(total(v, e, BW_SUM_ABOVE))));
    set(row, BW_METRIC_LANE_MKT, mean(total(v, e, BW_SUM_MKT)));
    set_mkt(row, BW_METRIC_LANE_MKT_P05, has ? &record->mkt : NULL);
    set(row, BW_METRIC_LANE_MKT_MAX, has ? record->mkt_c : NAN);
    set(row, BW_METRIC_LANE_COLDEST, has ? record->min_c : NAN);
    set(row, BW_METRIC_LANE_WARMEST, has ? record->max_c : NAN);
    set(row, BW_METRIC_LANE_PACKAGING_LEFT, mean(total(v, e, BW_SUM_PACKAGING_LEFT)));
    set(row, BW_METRIC_LANE_LEFT_P05, quantile_of(left, 0.05));
    set(row, BW_METRIC_LANE_LEFT_P50, quantile_of(left, 0.50));
}

void bw_extract_packaging(const struct view *v, bw_index e, struct row row)
{
    const struct bw_trip_record *record =
        bw_trip_of_packaging(v->state, v->network->elements[e].index);
    bool has = record != NULL;
    const struct bw_histogram *left = has ? &record->left : NULL;
    const struct bw_total *pieces = total(v, e, BW_SUM_PACK_PIECES);

    set(row, BW_METRIC_PACKAGING_SHIPMENTS, (double)pieces->count);
    set(row, BW_METRIC_PACKAGING_PIECES, mean(pieces));
    set(row, BW_METRIC_PACKAGING_EXCURSIONS, mean(total(v, e, BW_SUM_PACK_EXCURSION)));
    set(row, BW_METRIC_PACKAGING_WITHIN, mean(total(v, e, BW_SUM_PACK_WITHIN)));
    set(row, BW_METRIC_PACKAGING_OUT_OF_RANGE,
        in_days(mean(total(v, e, BW_SUM_PACK_OUT))));
    set_times(row, BW_METRIC_PACKAGING_OUT_OF_RANGE_P50, has ? &record->out : NULL);
    set(row, BW_METRIC_PACKAGING_MKT, mean(total(v, e, BW_SUM_PACK_MKT)));
    set_mkt(row, BW_METRIC_PACKAGING_MKT_P05, has ? &record->mkt : NULL);
    set(row, BW_METRIC_PACKAGING_COLDEST, has ? record->min_c : NAN);
    set(row, BW_METRIC_PACKAGING_WARMEST, has ? record->max_c : NAN);
    set(row, BW_METRIC_PACKAGING_LEFT, mean(total(v, e, BW_SUM_PACK_LEFT)));
    set(row, BW_METRIC_PACKAGING_LEFT_P05, quantile_of(left, 0.05));
    set(row, BW_METRIC_PACKAGING_LEFT_P50, quantile_of(left, 0.50));
    set(row, BW_METRIC_PACKAGING_RENEWED, mean(total(v, e, BW_SUM_PACK_RENEWED)));
}

void bw_extract_lane_leg(const struct view *v, bw_index e, struct row row)
{
    set(row, BW_METRIC_LANE_LEG_TIME, in_days(mean(total(v, e, BW_SUM_LEG_TIME))));
    set(row, BW_METRIC_LANE_LEG_OUT_OF_RANGE,
        in_days(mean(total(v, e, BW_SUM_LEG_OUT))));
    set(row, BW_METRIC_LANE_LEG_OUT, mean(total(v, e, BW_SUM_LEG_IS_OUT)));
    set(row, BW_METRIC_LANE_LEG_EXCURSIONS, mean(total(v, e, BW_SUM_LEG_EXCURSION)));
    set(row, BW_METRIC_LANE_LEG_MKT, mean(total(v, e, BW_SUM_LEG_MKT)));
}
