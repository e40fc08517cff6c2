#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""When does a ledger save time, cost time, and stand in the way itself?

usage: ledger.py [--long] BULLWHIP SCENARIOS

Each overlay of scenarios/ledger-versus-paper.yaml must be led by the bottleneck that it was made
for, and the alternatives must differ as its head says. --long runs more replications.
"""
import re
import sys

from reference import main

FLOW = ("chain", "flow_time_without_store")
DESK = r"sites\.service-centre\.resources\.desk"
BOOK = r"ledger\.book"


def check_first(runs, expected):
    first = re.search(r"^ *1 +(\S+)", runs.printed, re.MULTILINE).group(1)
    runs.verdict(re.fullmatch(expected, first), f"first bottleneck: {first}")


def compare(runs, text, better, worse, least):
    """Ages of two chains under the same draws differ by at least so many days."""
    runs.verdict(worse[FLOW][0] - better[FLOW][0] > least,
                 f"{text}: {better[FLOW][0]:.2f} d, not {worse[FLOW][0]:.2f} d")


def check_saves(runs, n):
    paper = runs.figures("ledger-saves.yaml", n)
    check_first(runs, BOOK)
    ledger = paper["ledger.book", "paper_queue"][0]
    runs.verdict(ledger > paper["ledger.book", "papers"][0],
                 f"papers wait for people: {ledger:.2f} d each")
    chain = runs.figures("ledger-saves.yaml", n, "ledger.book.kind=endorse-order-validate")
    compare(runs, "a ledger in place of papers", chain, paper, 1)


def check_costs(runs, n):
    hard = runs.figures("ledger-costs.yaml", n)
    check_first(runs, DESK)
    soft = runs.figures("ledger-costs.yaml", n, "lanes.*.verify.gate=soft")
    nobody = runs.figures(
        "ledger-costs.yaml", n,
        "lanes.*.verify={receive: book, gate: off, reconcile: {after: 7 d, detects: 0.5}}")
    compare(runs, "without a ledger", nobody, hard, 0.2)
    compare(runs, "behind a soft gate", soft, hard, 0)
    runs.verdict(soft["ledger.book", "caught_up"][0] > 0.9 * soft["ledger.book", "cases"][0]
                 - soft["ledger.book", "errors_no_goods"][0],
                 "behind a soft gate cases catch up with goods")
    errors = [figures["ledger.book", "exceptions"][0] for figures in (hard, soft, nobody)]
    runs.verdict(max(errors) - min(errors) < 0.01,
                 f"a gate changes no error: {min(errors):.3f} to {max(errors):.3f}")


def check_bottleneck(runs, n):
    units = runs.figures("ledger-bottleneck.yaml", n)
    check_first(runs, BOOK)
    time, part = (units["ledger.book", m][0] for m in ("verification_time", "validate"))
    runs.verdict(part > 0.95 * time, f"records wait for the validator: {part:.2f} of {time:.2f} d")
    cases = runs.figures("ledger-bottleneck.yaml", n,
                         "ledger.book.endorse-order-validate.validate=3 min")
    compare(runs, "records of cases", cases, units, 0.5)


def check_outage(runs, n):
    everybody = runs.figures("ledger-outage.yaml", n)
    check_first(runs, BOOK)
    time, part = (everybody["ledger.book", m][0] for m in ("verification_time", "outage"))
    runs.verdict(part > 0.99 * time, f"records wait for members: {part:.2f} of {time:.2f} d")
    share = everybody["chain", "ledger_share"][0]
    runs.verdict(share > 0.9, f"the ledger causes {100 * share:.0f} % of the lead time")
    most = runs.figures("ledger-outage.yaml", n,
                        "ledger.book.endorse-order-validate.endorse.need=7")
    compare(runs, "with seven of eight", most, everybody, 0.3)


def check(runs, is_long):
    n = 40 if is_long else 8
    check_saves(runs, n)
    check_costs(runs, n)
    check_outage(runs, n)
    check_bottleneck(runs, n)


if __name__ == "__main__":
    sys.exit(main(check, "ledger-versus-paper.yaml", "ledger-saves.yaml", "ledger-costs.yaml",
                  "ledger-outage.yaml", "ledger-bottleneck.yaml"))
