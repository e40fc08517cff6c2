#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does scenarios/tablets.yaml do what it was designed for?

usage: tablets.py [--long] BULLWHIP SCENARIOS

Two integration tests, with failures on:
  - Utilisations agree within three points with what follows from rates, yields and
    calendars alone.
  - Without queues and stock a pack for the US is as old as the sum of the means of the
    stages on its way: the sum lies in the interval of the simulation, and near 112 days.
The facts are written here once more, independently of the file. --long runs more
replications, and the chain without the losses after the active ingredient.
"""
import math
import re
import sys

from reference import lognormal, main, triangular

FLOW_DESIGNED = 112  # days
FLOW_TOLERANCE = 0.03
# Demand that neither rises and falls with the year nor grows.
STEADY = ("demand.*.season=null", "demand.*.trend=null")

# What is made and lost, per year.
PACKS = 32 * 1712 * 365
PACK_YIELD = 0.997
TABLET_YIELD = 0.97 * 0.99 * 0.988   # tablets, failed batches, out of specification
INCOMING = 0.992
API_YIELD = 0.97 * 0.985


def designed(losses=True):
    """Share of the time on duty and up that resources work."""
    lost = (PACK_YIELD, TABLET_YIELD, INCOMING) if losses else (1, 1, 1)
    packs = PACKS / lost[0]
    tablets = packs * 30 / lost[1]               # started
    api = tablets * 0.00005 / lost[2]            # kg, after release
    lots = tablets / 2e6 * triangular(8, 12, 20) + api / 242.5 * triangular(5, 10, 25)
    lines = packs / 2 / (115200 * 0.40 * 250)
    return {
        "packaging-ie.resources.line": lines,
        "packaging-us.resources.line": lines,
        "tablets-in.resources.line": tablets / 3 / 2e6 * 2.2 / 330,
        "tablets-ie.resources.line": tablets * 2 / 3 / 2e6 * 2.2 / (2 * 330),
        "tablets-in.resources.qc-lab": lots / 3 / (7 * 365),
        "tablets-ie.resources.qc-lab": lots * 2 / 3 / (13 * 365),
        "api-in.resources.train": api * 0.6 / (250 * API_YIELD) * 3.5 / 330,
        "api-it.resources.train": api * 0.4 / (250 * API_YIELD) * 5 / 330,
    }


def stages():
    """Mean days of what a pack goes through from India by way of Ireland to the US."""
    return {
        "active ingredient": 3.5,
        "release test": (14 + 28) / 2,
        "sea to Ireland": lognormal(32, 50) + 0.18 * (10 + 14) / 2,
        "incoming QC": triangular(5, 10, 25),
        "tablets": 2.2,
        "QC": triangular(8, 12, 20),
        "road": lognormal(1, 2),
        "packaging": 64000 / (115200 * 0.40),
        "release": lognormal(5, 12),
        "sea to the US": lognormal(14, 24),
        "US entry": 1.5 + 0.03 * triangular(2, 5, 20),
    }


def check_as_written(runs, replications):
    """With season and growth the packaging lines are the bottleneck, and patients are served."""
    figures = runs.figures("tablets.yaml", replications)
    growth = (1.02**1.5 - 1) / math.log(1.02) / 1.5   # mean of the horizon
    lines = {name: share * growth for name, share in designed().items() if "packaging" in name}
    runs.compare_utilizations(figures, lines)
    first = re.search(r"^ *1 +(\S+)", runs.printed, re.MULTILINE).group(1)
    runs.verdict(re.fullmatch(r"sites\.packaging-..\.resources\.line", first),
                 f"first bottleneck: {first}")
    runs.verdict(figures["chain", "fill_rate"][0] > 0.99,
                 f"patients are served at once: {figures['chain', 'fill_rate'][0]:.4f}")


def check_steady(runs, replications):
    figures = runs.figures("tablets.yaml", replications, *STEADY)
    runs.compare_utilizations(figures, designed())
    excluded, _ = figures["chain", "flow_excluded_share"]
    runs.verdict(excluded == 0, f"packs older than the warm-up: {excluded:.4f}")
    for stock in ("wholesaler-us-1.stock.pack-us", "wholesaler-eu-1.stock.pack-eu"):
        days, _ = figures[f"sites.{stock}", "days_of_supply"]
        runs.verdict(abs(days - 27) < 2, f"{stock}: 27 days on hand, found {days:.1f}")
    share, _ = figures["ledger.dscsa", "exceptions"]
    runs.verdict(abs(share - 0.09) < 0.02, f"deliveries with exceptions: {share:.3f}")
    check_bullwhip(runs, figures)


def mean_ratio(figures, kind):
    """Mean order variance ratio of the stocks of packs at sites of a kind."""
    ratios = [mean for (element, metric), (mean, _) in figures.items()
              if metric == "order_variance_ratio" and element.startswith("sites." + kind)
              and ".pack-" in element]
    return sum(ratios) / len(ratios)


def check_bullwhip(runs, figures):
    """Variance of weekly orders / of weekly demand. For pharmacies it has a closed form.

    With a level of c days of cover on the mean of w days, looked at each evening, the order
    of day t is D(t) + c/w (D(t - 1) - D(t - 1 - w)) (Chen et al., 2000). In a week one day
    before it has the weight c/w, six days 1 + c/w, the last day 1, seven old days -c/w.
    """
    gain = 10 / 28
    expected = (gain**2 + 6 * (1 + gain)**2 + 1 + 7 * gain**2) / 7
    found = mean_ratio(figures, "pharmacy-")
    runs.verdict(abs(found - expected) < 0.1,
                 f"pharmacies' order variance ratio {found:.2f}, expected {expected:.2f}")
    for kind in ("wholesaler-", "dc-", "packaging-"):
        found = mean_ratio(figures, kind)
        runs.verdict(found > 1.5, f"{kind}*: order variance ratio {found:.2f}, above 1.5")


def check_shared_sales(runs, replications):
    """With echelon levels that stay, what is ordered is what was sold."""
    figures = runs.figures("tablets-shared-sales.yaml", replications, *STEADY)
    for kind in ("pharmacy-", "wholesaler-", "dc-"):
        found = mean_ratio(figures, kind)
        runs.verdict(abs(found - 1) < 0.2,
                     f"{kind}*: order variance ratio {found:.2f} with shared sales")


def check_visibility(runs, replications):
    """Forecasts from sales swing less than those from orders; without anybody who tells
    them it is the chain of tablets.yaml."""
    nobody = runs.figures("tablets-visibility.yaml", replications, *STEADY,
                          "sites.*.stock.*.visibility.participation=0")
    without = runs.figures("tablets.yaml", replications, *STEADY)
    runs.verdict(nobody["chain", "bullwhip_ratio"] == without["chain", "bullwhip_ratio"],
                 "participation of 0 is as without")
    all_tell = runs.figures("tablets-visibility.yaml", replications, *STEADY)
    for kind in ("wholesaler-", "dc-"):
        few, many = mean_ratio(nobody, kind), mean_ratio(all_tell, kind)
        runs.verdict(many < 0.9 * few,
                     f"{kind}*: order variance ratio {few:.2f}, with sales {many:.2f}")


def check_queue_free(runs, replications):
    expected = sum(stages().values())
    runs.verdict(abs(expected / FLOW_DESIGNED - 1) <= FLOW_TOLERANCE,
                 f"sum of the stages {expected:.1f} d, designed {FLOW_DESIGNED} d")
    figures = runs.figures("tablets-queue-free.yaml", replications)
    runs.compare_flow_time(figures, "flow_time_without_store", expected)
    queue = sum(figures["chain", "flow_time." + stage][0]
                for stage in ("queue", "shift", "batch", "space", "dispatch"))
    runs.verdict(queue == 0, f"waiting {queue:.3f} d")


def check_own_losses(runs, replications):
    """The train of api-in works 0.80 of its time when nothing is lost after it."""
    figures = runs.figures("tablets.yaml", replications, *STEADY,
                           "sites.packaging-*.make.pack-*.steps.pack.yield=1",
                           "sites.tablets-*.make.tablet*.steps.press.yield=1",
                           "sites.tablets-*.make.*.steps.*.reject=0")
    runs.compare_utilizations(figures, designed(losses=False))
    share = designed(losses=False)["api-in.resources.train"]
    runs.verdict(abs(share - 0.80) < 0.005, f"train of api-in, designed 0.80: {share:.3f}")


def check(runs, is_long):
    check_as_written(runs, 40 if is_long else 8)
    check_steady(runs, 40 if is_long else 8)
    check_queue_free(runs, 60 if is_long else 12)
    check_shared_sales(runs, 20 if is_long else 4)
    check_visibility(runs, 10 if is_long else 2)
    if is_long:
        check_own_losses(runs, 20)


if __name__ == "__main__":
    sys.exit(main(check, "tablets.yaml", "tablets-shared-sales.yaml", "tablets-visibility.yaml",
                  "tablets-queue-free.yaml"))
