/* SPDX-License-Identifier: Apache-2.0
 *
 * From what stands behind the gate to values: clinical trials and their sites.
 */
#include "chain/extract_internal.h"
#include "chain/trial.h"

/* Sum of what all sites of a trial observed. */
static struct bw_total all_sites(
    const struct view *v, const struct bw_trial *trial, enum bw_sum sum)
{
    struct bw_total all = {0};

    for (bw_index i = 0; i < trial->site_count; i++) {
        bw_index element = v->network->trial_sites[trial->first_site + i].element;
        const struct bw_total *t = total(v, element, sum);

        all.count += t->count;
        all.sum += t->sum;
    }
    return all;
}

/* Sites that opened by the end of the window, the sum of the times it took, and those
 * of them that had no patient by then. */
struct opened {
    double sites, time, empty;
};

static struct opened count_opened(const struct view *v, const struct bw_trial *trial)
{
    struct opened opened = {0};

    for (bw_index i = 0; i < trial->site_count; i++) {
        bw_index site = trial->first_site + i;
        bw_time time = bw_trial_site_opened(v->state, site);

        if (time > v->network->horizon) {
            continue;
        }
        opened.sites += 1.0;
        opened.time += (double)(time - trial->start);
        opened.empty += bw_trial_site_first_in(v->state, site) > v->network->horizon;
    }
    return opened;
}

static double treated(const struct view *v, const struct bw_trial *trial)
{
    double sum = 0.0;

    for (bw_index i = 0; i < trial->site_count; i++) {
        sum += level(v, v->network->trial_sites[trial->first_site + i].element,
            BW_LEVEL_TREATED);
    }
    return sum;
}

/* Kits of all types that were given to patients, and that ever entered the chain. */
static double count_dispensed(const struct view *v, const struct bw_trial *trial)
{
    double units = 0.0;

    for (bw_index i = 0; i < trial->site_count; i++) {
        bw_index first = v->network->trial_sites[trial->first_site + i].first_demand;

        for (bw_index k = 0; k < trial->type_count; k++) {
            const struct bw_demand *demand = &v->network->demands[first + k];

            units += total(v, demand->element, BW_SUM_DELIVERED)->sum
                * v->network->items[demand->item].quantum;
        }
    }
    return units;
}

static double count_packaged(const struct view *v, const struct bw_trial *trial)
{
    double units = 0.0;

    for (bw_index k = 0; k < trial->type_count; k++) {
        bw_index item = v->network->kit_types[trial->first_type + k];

        units += (double)v->measure->balances[item].entered
            * v->network->items[item].quantum;
    }
    return units;
}

static void extract_patients(
    const struct view *v, const struct bw_trial *trial, struct row row)
{
    struct opened opened = count_opened(v, trial);
    struct bw_total screened = all_sites(v, trial, BW_SUM_TRIAL_SCREENED);
    bw_time last_in =
        bw_trial_last_in(v->state, v->network->elements[trial->element].index);
    bool reached = last_in < v->network->horizon;

    set(row, BW_METRIC_TRIAL_SITES, (double)trial->site_count);
    set(row, BW_METRIC_TRIAL_ACTIVE, opened.sites);
    set(row, BW_METRIC_TRIAL_ACTIVATION, in_days(ratio(opened.time, opened.sites)));
    set(row, BW_METRIC_TRIAL_EMPTY, ratio(opened.empty, opened.sites));
    set(row, BW_METRIC_TRIAL_SCREENED, (double)screened.count);
    set(row, BW_METRIC_TRIAL_FAILURES, mean(&screened));
    set(row, BW_METRIC_TRIAL_TURNED_AWAY,
        total(v, trial->element, BW_SUM_TRIAL_TURNED_AWAY)->sum);
    set(row, BW_METRIC_TRIAL_LAST_IN,
        reached ? in_days((double)(last_in - trial->start)) : NAN);
    set(row, BW_METRIC_TRIAL_REACHED, reached ? 1.0 : 0.0);
    set(row, BW_METRIC_TRIAL_ENROLLED, all_sites(v, trial, BW_SUM_TRIAL_ENROLLED).sum);
    set(row, BW_METRIC_TRIAL_ON_TREATMENT, treated(v, trial));
    set(row, BW_METRIC_TRIAL_DROP_OUTS, all_sites(v, trial, BW_SUM_TRIAL_DROPPED).sum);
    set(row, BW_METRIC_TRIAL_STOPPED, all_sites(v, trial, BW_SUM_TRIAL_STOPPED).sum);
    set(row, BW_METRIC_TRIAL_COMPLETED,
        all_sites(v, trial, BW_SUM_TRIAL_COMPLETED).sum);
}

void bw_extract_trial(const struct view *v, bw_index e, struct row row)
{
    const struct bw_trial *trial = &v->network->trials[v->network->elements[e].index];
    struct bw_total visits = all_sites(v, trial, BW_SUM_TRIAL_VISIT);
    struct bw_total kits = all_sites(v, trial, BW_SUM_TRIAL_DISPENSING);
    double enrolled = all_sites(v, trial, BW_SUM_TRIAL_ENROLLED).sum;
    double dispensed = count_dispensed(v, trial), packaged = count_packaged(v, trial);

    extract_patients(v, trial, row);
    set(row, BW_METRIC_TRIAL_VISITS, (double)visits.count - visits.sum);
    set(row, BW_METRIC_TRIAL_MISSED_VISITS, mean(&visits));
    set(row, BW_METRIC_TRIAL_MISSED, kits.sum);
    set(row, BW_METRIC_TRIAL_MISSED_RATE, mean(&kits));
    set(row, BW_METRIC_TRIAL_ANY_MISSED, kits.sum > 0.0 ? 1.0 : 0.0);
    set(row, BW_METRIC_TRIAL_DISPENSED, dispensed);
    set(row, BW_METRIC_TRIAL_DAMAGED, all_sites(v, trial, BW_SUM_TRIAL_DAMAGED).sum);
    set(row, BW_METRIC_TRIAL_RETURNED, total(v, e, BW_SUM_TRIAL_RETURNED)->sum);
    set(row, BW_METRIC_TRIAL_CLOSE_OUT,
        in_days(mean(total(v, e, BW_SUM_TRIAL_CLOSED))));
    set(row, BW_METRIC_TRIAL_KITS_PER_PATIENT, ratio(dispensed, enrolled));
    set(row, BW_METRIC_TRIAL_PACKAGED, packaged);
    set(row, BW_METRIC_TRIAL_WASTE, ratio(packaged - dispensed, packaged));
    set(row, BW_METRIC_TRIAL_OVERAGE, ratio(packaged - dispensed, dispensed));
}

void bw_extract_trial_site(const struct view *v, bw_index e, struct row row)
{
    bw_index index = v->network->elements[e].index;
    const struct bw_trial_site *site = &v->network->trial_sites[index];
    const struct bw_total *visits = total(v, e, BW_SUM_TRIAL_VISIT);
    bw_time opened = bw_trial_site_opened(v->state, index);

    set(row, BW_METRIC_TRIAL_SITE_ACTIVATION,
        opened > v->network->horizon
            ? NAN
            : in_days((double)(opened - v->network->trials[site->trial].start)));
    set(row, BW_METRIC_TRIAL_SITE_SCREENED,
        (double)total(v, e, BW_SUM_TRIAL_SCREENED)->count);
    set(row, BW_METRIC_TRIAL_SITE_ENROLLED, total(v, e, BW_SUM_TRIAL_ENROLLED)->sum);
    set(row, BW_METRIC_TRIAL_SITE_ON_TREATMENT, level(v, e, BW_LEVEL_TREATED));
    set(row, BW_METRIC_TRIAL_SITE_DROP_OUTS, total(v, e, BW_SUM_TRIAL_DROPPED)->sum);
    set(row, BW_METRIC_TRIAL_SITE_VISITS, (double)visits->count - visits->sum);
    set(row, BW_METRIC_TRIAL_SITE_MISSED, total(v, e, BW_SUM_TRIAL_DISPENSING)->sum);
}
