#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does scenarios/antibody.yaml do what it was designed for?

usage: antibody.py [--long] BULLWHIP SCENARIOS

Two integration tests, with failures on:
  - Shares of time at work agree within three points with what follows from rates, yields
    and times alone.
  - Without queues, stock and losses a unit goes from thaw to release in the sum of the
    means of its stages: the sum lies in the interval of the simulation, and is 141 days;
    127 with accelerated tests.
The facts are written here once more, independently of the file. --long runs more
replications, and the trains without the losses of later tests.
"""
import sys

from reference import lognormal, main, triangular

RELEASE_DESIGNED = {"traditional": 141, "accelerated": 127}  # days
TOLERANCE = 1.0
AT_WORK = ("busy", "setup")

VIALS = 1.8e6                        # per year
CONFIRMED = 0.4                      # of tests that fail
FILLED = 0.95 * 0.98                 # yields of filling and inspection
DP_QC, DS_QC = triangular(18, 24, 35), 35


def designed(losses=True):
    """Shares of all time that are work, set-up or clean-up; two plants of each kind."""
    lot_fails = 0.02 if losses else 0
    dp_fails, ds_fails = (0.015 * CONFIRMED, 0.02 * CONFIRMED) if losses else (0, 0.02)
    lots = VIALS / (56000 * FILLED * (1 - lot_fails) * (1 - dp_fails))
    batches = 2 * lots / (0.96 * (1 - ds_fails))   # that enter a train
    tested = batches * 0.96 * (DS_QC + 0.02 * 10) + lots * (1 - lot_fails) * (DP_QC + 0.015 * 10)
    shares = {"ds-ie.resources.train": batches * 16 / (4 * 365),
              "dp-be.resources.line": lots / 48,
              "qc-eu.resources.places": tested / (12 * 365)}
    twins = {"ds-ie": "ds-sg", "dp-be": "dp-us", "qc-eu": "qc-us"}
    return shares | {name.replace(name[:5], twins[name[:5]]): share
                     for name, share in shares.items()}


def stages(ds_qc=DS_QC):
    """Mean days from thaw to the release of a pack."""
    return {
        "seed train": triangular(21, 24, 28),
        "culture": 14,
        "purification": 6,
        "tests of drug substance": ds_qc,
        "air": lognormal(5, 10),
        "filling": 2,
        "inspection": triangular(3, 5, 7),
        "tests of drug product": DP_QC,
        "plan of packaging": lognormal(8, 20),
        "packaging": 2,
        "review": lognormal(6, 14),
        "deviations": 0.2 * lognormal(25, 50),
    }


def check_steady(runs, replications):
    figures = runs.figures("antibody.yaml", replications)
    runs.compare_utilizations(figures, designed(), AT_WORK)
    fill, _ = figures["chain", "fill_rate"]
    runs.verdict(fill > 0.99, f"patients are served at once: {fill:.4f}")
    flow, _ = figures["chain", "flow_time_without_store"]
    runs.verdict(170 < flow < 230, f"flow time with queues, designed 170 to 230 d: {flow:.1f}")


def check_queue_free(runs, replications, name, ds_qc):
    expected = sum(stages(ds_qc).values())
    runs.verdict(abs(expected - RELEASE_DESIGNED[name]) <= TOLERANCE,
                 f"{name}: sum of the stages {expected:.1f} d, designed {RELEASE_DESIGNED[name]} d")
    figures = runs.figures("antibody-queue-free.yaml", replications,
                           "sites.*.stock.pack.initial=0",
                           "sites.*-*.stock.pack.policy=make_to_order",
                           f"sites.ds-*.make.substance.steps.purify.test.time={ds_qc} d")
    runs.compare_flow_time(figures, "make_release_time", expected)


def check_own_losses(runs, replications):
    """Trains work 0.79 of their time when of later losses only a yield of 0.98 and the
    tests of drug substance, all confirmed, count."""
    share = designed(losses=False)["ds-ie.resources.train"]
    runs.verdict(abs(share - 0.79) < 0.02, f"trains, designed 0.79: {share:.3f}")
    figures = runs.figures("antibody.yaml", replications,
                           "sites.dp-*.make.brite.steps.fill.reject=0",
                           "sites.dp-*.make.brite.steps.inspect.test.reject=0",
                           "sites.ds-*.make.substance.steps.purify.test.retest=null")
    own = designed(losses=False)
    runs.compare_utilizations(figures, {name: own[name] for name in own if "train" in name}, AT_WORK)


def check(runs, is_long):
    check_steady(runs, 100 if is_long else 12)
    check_queue_free(runs, 100 if is_long else 20, "traditional", DS_QC)
    check_queue_free(runs, 100 if is_long else 20, "accelerated", 21)
    if is_long:
        check_own_losses(runs, 40)


if __name__ == "__main__":
    sys.exit(main(check, "antibody.yaml", "antibody-queue-free.yaml"))
