#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does scenarios/clinical-trial.yaml do what it was designed for?

usage: clinical-trial.py [--long] BULLWHIP SCENARIOS

  - Enrolment: with all sites open from the start and steady rates the time to 300 patients is that
    of the Poisson-gamma model, 300 x 2.5 / 44 months in the mean.
  - Start-up: sites open 30.8 weeks after the start in the mean.
  - Kits: without missed visits a patient needs 12.07; of 7,546 packaged 52 % are never dispensed,
    which is an overage of 108 %.
  - Supply as planned misses at most 0.1 % of the dispensing visits; with damage, refrigerators that
    fail, warm parcels, import stops, outages and amendments more.
The facts are written here once more, independently of the file.
"""
import sys

from reference import WIDER, lognormal, main, triangular

MONTH = 365 / 12                        # days
SITES, PATIENTS = 45, 300
NEVER, RATE, SHAPE = 0.11, 0.4, 1.0     # patients per site and month
VISITS, STAY = 13, 0.85                 # share that stays to the end of 52 weeks
PACKAGED = 7546
OPEN_WEEKS = 30.8
GOAL = 0.001                            # of dispensing visits missed

# The plan without what disturbs it: damage, refrigerators that fail, warm parcels, stops, outages, a
# campaign that deviates, an amendment.
CALM = ("lanes.*.contracts=null", "lanes.to-*.damage=0", "lanes.to-*.legs=null",
        "trials.study.dispensing.damaged=0", "sites.site-*.storage=null",
        "sites.pack.make.*.steps.campaign.then=null", "sites.pack.make.*.steps.deviation=null",
        "trials.study.interims.amendment=null")
AT_ONCE = ("trials.study.never=0", "trials.study.decay=0", "trials.study.activation=0 d",
           "trials.study.tasks={}", "trials.study.screening.time=0 d", "trials.study.interims={}")
# Kits that keep, since patients of a slow trial come after the plan of 130 weeks; and no visits missed.
COMPLETE = CALM[:-1] + (
    "trials.study.missed=0", "trials.study.interims={}", "trials.study.visits.extension=null",
    "time.horizon=300 w", "items.kit-*.shelf_life=10 y",
    "sites.depot-be.stock.*.policy.planned.orders.*.shelf_life=10 y")


def check_enrolment(runs, replications):
    active = SITES * (1 - NEVER)
    months = PATIENTS / (round(active) * RATE)
    runs.verdict(abs(months - 18.7) < 0.1, f"40 sites x 0.4 a month: 300 patients in {months:.2f} months")
    figures = runs.figures("clinical-trial.yaml", replications, *AT_ONCE)
    expected = PATIENTS * (SHAPE / RATE) / (SITES * SHAPE - 1)
    found, half = (x / MONTH for x in figures["trials.study", "last_patient_in"])
    runs.verdict(abs(found - expected) <= WIDER * half and half < 0.1 * expected,
                 f"last patient in after {found:.2f} ± {half:.2f} months, Poisson-gamma {expected:.2f}")
    patients, half = figures["trials.study", "enrolled"]
    runs.verdict(patients == PATIENTS and half == 0, f"competitive enrolment ends at {patients:.0f}")


def check_start_up(runs, replications):
    figures = runs.figures("clinical-trial.yaml", replications, *CALM)
    days, half = figures["trials.study", "activation_time"]
    runs.verdict(abs(days / 7 - OPEN_WEEKS) < 0.8 and half / 7 < 0.8,
                 f"sites open after {days / 7:.1f} ± {half / 7:.1f} weeks, designed {OPEN_WEEKS}")
    least = lognormal(75, 150) + max(105, 100, triangular(14, 35, 90))
    runs.verdict(days > least, f"later than the slowest task alone, {least / 7:.1f} weeks")
    active, half = figures["trials.study", "active_sites"]
    runs.verdict(abs(active - SITES * (1 - NEVER)) <= WIDER * half,
                 f"{active:.1f} ± {half:.1f} sites open, designed {SITES * (1 - NEVER):.1f}")
    missed, half = figures["trials.study", "missed_dispensing_rate"]
    runs.verdict(missed <= GOAL, f"missed dispensing {100 * missed:.3f} ± {100 * half:.3f} %")
    full = runs.figures("clinical-trial.yaml", replications)
    disturbed, half = full["trials.study", "missed_dispensing_rate"]
    runs.verdict(missed < disturbed < 0.008,
                 f"with all that disturbs it {100 * disturbed:.3f} ± {100 * half:.3f} %")
    runs.verdict(full["trials.study", "activation_time"] == figures["trials.study", "activation_time"],
                 "which shifts no site")
    handled = full["trials.study", "dispensed"][0] + full["trials.study", "damaged"][0]
    share = full["trials.study", "damaged"][0] / handled
    runs.verdict(abs(share - 0.004) < 0.0012, f"{100 * share:.2f} % of kits damaged at visits")
    failures = sum(mean for (element, metric), (mean, _) in full.items()
                   if element.startswith("sites.site-") and metric == "failures")
    expected = SITES * 182 * 7 / (100 * MONTH + 4)
    runs.verdict(abs(failures - expected) < 3.3 * (expected / replications) ** 0.5,
                 f"{failures:.1f} refrigerators fail, expected {expected:.1f}")
    failed, half = figures["trials.study", "screen_failures"]
    runs.verdict(abs(failed - 0.36) <= WIDER * half, f"screening failure {failed:.3f}")


def check_kits(runs, replications):
    per_patient = sum(STAY ** (k / VISITS) for k in range(VISITS))
    needed = PATIENTS * per_patient
    waste = 1 - needed / PACKAGED
    runs.verdict(abs(per_patient - 12.07) < 0.01 and abs(needed - 3622) < 1,
                 f"{per_patient:.2f} kits per patient, {needed:.0f} in all")
    runs.verdict(abs(waste - 0.52) < 0.001 and abs(waste / (1 - waste) - 1.08) < 0.005,
                 f"waste {waste:.3f} is an overage of {waste / (1 - waste):.3f}")
    figures = runs.figures("clinical-trial.yaml", replications, *COMPLETE)
    for metric, expected in (("kits_per_patient", per_patient), ("dispensed", needed),
                             ("packaged", PACKAGED), ("waste_share", waste),
                             ("overage", waste / (1 - waste))):
        found, half = figures["trials.study", metric]
        runs.verdict(abs(found - expected) <= WIDER * half + 1e-9 and half < 0.03 * expected,
                     f"{metric} {found:.4g} ± {half:.2g}, designed {expected:.4g}")


def check_contract(runs, replications):
    """Opened by a contract, sites wait for their data and validators too, and longer for paper."""
    figures = runs.figures("clinical-trial-contract.yaml", replications)
    weeks, half = (x / 7 for x in figures["contracts.opening", "activation_time"])
    runs.verdict(OPEN_WEEKS - half < weeks < OPEN_WEEKS + half + 0.5,
                 f"by contract {weeks:.1f} ± {half:.1f} weeks, without {OPEN_WEEKS}")
    share, half = figures["contracts.opening", "automation_share"]
    runs.verdict(abs(share - 0.6 * 0.98) <= WIDER * half,
                 f"steps without people {share:.3f} ± {half:.3f}: complete and right the first time")
    visits, _ = figures["trials.study", "visits"]
    steps, _ = figures["contracts.site-payments", "steps"]
    runs.verdict(abs(steps - visits - SITES) < 0.01 * visits,
                 f"{steps:.0f} payments for {visits:.0f} visits and {SITES} openings")
    paper = runs.figures("clinical-trial-contract.yaml", replications,
                         "contracts.opening.ledger=desk", "contracts.site-payments.ledger=desk")
    days = paper["contracts.opening", "activation_time"][0] - 7 * weeks
    runs.verdict(5 < days < 12, f"paper takes {days:.1f} days more to open a site")


def check(runs, is_long):
    check_contract(runs, 40 if is_long else 10)
    check_enrolment(runs, 200 if is_long else 40)
    check_start_up(runs, 100 if is_long else 20)
    check_kits(runs, 100 if is_long else 20)


if __name__ == "__main__":
    sys.exit(main(check, "clinical-trial.yaml", "clinical-trial-contract.yaml"))
