#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What does the verification of saleable returns save, and what do alerts at dispensing cost?

usage: returns.py [--long] BULLWHIP SCENARIOS

Runs scenarios/tablets-returns.yaml and its alternatives: shares and rates as they were designed, and
the differences that its page tells. --long runs more replications.
"""
import sys

from reference import main

FILE = "tablets-returns.yaml"
RETURNS, SCAN, BOOK = "demand.pharmacies.returns", "demand.patients.scan", "ledger.maker-data"
DAYS = 52 * 7


def check_share(runs, text, found, expected, relative):
    runs.verdict(abs(found / expected - 1) <= relative,
                 f"{text}: designed {expected:.4g}, found {found:.4g}")


def check_base(runs, base):
    returned = base[RETURNS, "returned"][0]
    check_share(runs, "units back of units sold", returned / (30 * 20 * DAYS), 0.05 * 0.42, 0.06)
    check_share(runs, "failed the inspection", base[RETURNS, "refused_condition"][0] / returned,
                0.15, 0.12)
    # Little's law; refused goods stay as long as others.
    check_share(runs, "units at the desk", base[RETURNS, "at_desk"][0],
                returned / DAYS * base[RETURNS, "restock_time"][0], 0.1)
    check_share(runs, "cases of returns", base[BOOK, "cases"][0],
                0.04 * base[RETURNS, "returns"][0], 0.3)


def check_alternatives(runs, n, base):
    paper = runs.figures(FILE, n, "ledger.maker-data.kind=manual")
    fast, slow = (f[RETURNS, "verification_time"][0] for f in (base, paper))
    runs.verdict(slow > 10 * fast, f"papers take {slow:.2f} d, not {fast:.2f} d")
    more = sum(paper[key][0] - base[key][0] for key in
               ((RETURNS, "at_desk"), ("sites.wholesaler.stock.pack", "on_hand")))
    stock = base["sites.wholesaler.stock.pack", "on_hand"][0]
    runs.verdict(abs(more) < 0.005 * stock, f"and {more:.0f} packs beside {stock:.0f}")
    destroyed = runs.figures(FILE, n, "demand.pharmacies.returns.resale=false")
    few, many = (f["chain", "waste_share"][0] for f in (base, destroyed))
    runs.verdict(many > 5 * few, f"waste without resale {many:.4f}, not {few:.4f}")
    bought = [f["sites.maker.supply.pack", "delivered"][0] for f in (base, destroyed)]
    check_share(runs, "bought in place of what is not resold", bought[1] - bought[0],
                base[RETURNS, "restocked"][0], 0.1)


def check_alerts(runs, n):
    alerts = runs.figures(FILE, n, "demand.patients.scan.alerts=0.03")
    check_share(runs, "alerts", alerts[SCAN, "alert_share"][0], 0.03, 0.1)
    check_share(runs, "hours of the pharmacist", alerts["sites.counter.resources.pharmacist",
                                                      "utilization"][0] * 52 * 60,
                0.5 * alerts[SCAN, "alerts"][0], 0.1)


def check(runs, is_long):
    n = 40 if is_long else 12
    base = runs.figures(FILE, n)
    check_base(runs, base)
    check_alternatives(runs, n, base)
    check_alerts(runs, n)


if __name__ == "__main__":
    sys.exit(main(check, FILE))
