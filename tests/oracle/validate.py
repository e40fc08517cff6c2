#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the published cases of cases.yaml and compares what the simulator finds.

usage: validate.py [--fast] [--write FILE] [--only ID] BULLWHIP

A figure passes when the expected value lies in the 99.9 % confidence interval over the
replications and when it is met within its relative tolerance. The seed of a case is the
CRC-32 of its id, so nobody has chosen it. --fast runs the cases marked so with half
of the replications and a tolerance that is half as wide again; --write writes the table.
"""
import argparse
import csv
import io
import math
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from statistics import NormalDist

sys.dont_write_bytecode = True  # the sources stay as they are

import closed_forms

try:
    import yaml
except ImportError:
    print("needs PyYAML: skipped")
    sys.exit(77)

HERE = Path(__file__).resolve().parent
CONFIDENCE = 0.999


def student(probability, degrees):
    """Quantile of Student's t by the expansion of Cornish and Fisher."""
    z = NormalDist().inv_cdf(probability)
    z2 = z * z
    terms = [
        z,
        z * (z2 + 1) / 4,
        z * (5 * z2**2 + 16 * z2 + 3) / 96,
        z * (3 * z2**3 + 19 * z2**2 + 17 * z2 - 15) / 384,
        z * (79 * z2**4 + 776 * z2**3 + 1482 * z2**2 - 1920 * z2 - 945) / 92160,
    ]
    return sum(term / degrees**power for power, term in enumerate(terms))


def number(value):
    """A number of the file; 1/8000 is a quotient."""
    above, _, under = str(value).partition("/")
    return float(above) / float(under or 1)


def change(scenario, path, value):
    *folders, last = path.split(".")
    for key in folders:
        scenario = scenario.setdefault(key, {})
    if value is None:
        scenario.pop(last, None)
    else:
        scenario[last] = value


def build(book, case, fast):
    """The scenario of a case: a file or one of the book, with its changes."""
    name = case["scenario"]
    text = ((HERE / name).read_text() if name.endswith(".yaml")
            else yaml.safe_dump(book["scenarios"][name], sort_keys=False))
    scenario = yaml.safe_load(text)
    for path, value in case.get("set", {}).items():
        change(scenario, path, value)
    run = scenario.setdefault("run", {})
    run["replications"] = case.get("replications", run.get("replications", 40))
    if fast:
        run["replications"] = max(2, run["replications"] // 2)
    run["seed"] = zlib.crc32(case["id"].encode())
    return scenario


def simulate(program, scenario):
    """All figures of one scenario, by (element, metric)."""
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder, "case.yaml"), Path(folder, "case.h5")
        source.write_text(yaml.safe_dump(scenario, sort_keys=False))
        for command in (["run", "-q", "-o", result, source], ["export", "--csv", result]):
            done = subprocess.run([program, *command], capture_output=True, text=True)
            if done.returncode != 0:
                raise RuntimeError(done.stderr.strip())
    return {(row["element"], row["metric"]): row
            for row in csv.DictReader(io.StringIO(done.stdout))}


def expectation(case, figure, exact):
    """The expected value: published, computed, or both, which must then agree."""
    published, name = figure.get("expected"), figure["name"]
    if published is None:
        return exact[name]
    if name in exact and not math.isclose(exact[name], published, rel_tol=2e-9):
        raise RuntimeError(f"{name}: published {published}, computed {exact[name]}")
    return float(published)


def judge(case, figure, exact, rows, widen):
    """One line of the table."""
    row = rows.get((figure["element"], figure["metric"]))
    if row is None:
        raise RuntimeError(f"no metric {figure['metric']} of {figure['element']}")
    factor, count = number(figure.get("times", 1)), int(row["n"])
    mean, sd = float(row["mean"]) * factor, float(row["sd"]) * abs(factor)
    half = (student((1 + CONFIDENCE) / 2, count - 1) * sd / math.sqrt(count)
            if count > 1 else math.nan)
    expected = expectation(case, figure, exact)
    distance = abs(mean - expected)
    within = distance <= figure["within"] * widen * abs(expected)
    # Without any scatter there is no interval, and the tolerance alone decides.
    covered = distance <= half if sd > 1e-9 * abs(mean) else within
    return {"id": case["id"], "name": figure["name"], "expected": expected, "mean": mean,
            "half": half, "within": figure["within"] * widen, "covered": covered,
            "good": covered and within}


def run_case(program, book, case, fast):
    exact = {}
    if "closed_form" in case:
        function, parameters = case["closed_form"]
        exact = getattr(closed_forms, function)(**parameters)
    rows = simulate(program, build(book, case, fast))
    return [judge(case, dict(zip(("name", "element", "metric", "times", "within", "expected"),
                                 figure)), exact, rows, 1.5 if fast else 1.0)
            for figure in case["figures"]]


def verdict(line):
    if line["good"]:
        return "pass"
    return "outside the tolerance" if line["covered"] else "outside the interval"


def write_table(path, book, lines):
    titles = {case["id"]: case for case in book["cases"]}
    count = len(lines)
    out = [
        "# Validation",
        "",
        "Written by `tests/oracle/validate.py --write docs/validation.md BULLWHIP` from",
        "`tests/oracle/cases.yaml`; do not edit.",
        "",
        "Each case is a scenario whose figures are known from theory or from the literature. A",
        "figure passes when the expected value lies in the 99.9 % confidence interval over the",
        "replications and the mean is within the relative tolerance. Without any scatter the",
        "tolerance alone decides. Expected values with a closed form are computed by",
        "`tests/oracle/closed_forms.py` too and must agree with the published ones; those without",
        "a published value are its. Tolerances are those that suit runs of this length.",
        "",
        "Seeds are the CRC-32 of the id of the case, so that nobody has chosen them. With fresh",
        f"seeds, {count * (1 - CONFIDENCE):.1g} of the {count} intervals of a correct program miss "
        "on average, and if the figures were",
        f"independent, at least one would with a probability of "
        f"{100 * (1 - CONFIDENCE**count):.0f} %. For a given seed the figures",
        "are the same on every machine.",
        "",
        f"{sum(line['good'] for line in lines)} of {count} figures of "
        f"{len({line['id'] for line in lines})} cases pass.",
        "",
    ]
    for family in book["families"]:
        members = [case for case in book["cases"] if case["family"] == family]
        out += [f"## {book['families'][family]}", "",
                "| case | system | source | replications |", "| --- | --- | --- | --- |"]
        out += [f"| {case['id']} | {case['title']} | {case['source']} | "
                f"{build(book, case, False)['run']['replications']} |" for case in members]
        out += ["", "| case | figure | expected | simulated | interval | tolerance | verdict |",
                "| --- | --- | --- | --- | --- | --- | --- |"]
        out += [f"| {line['id']} | {line['name']} | {line['expected']:.6g} | "
                f"{line['mean']:.6g} | ± {line['half']:.2g} | {100 * line['within']:g} % | "
                f"{verdict(line)} |"
                for line in lines if titles[line["id"]]["family"] == family]
        out.append("")
    out += (HERE / "shapes.md").read_text().splitlines() + [""]
    out += ["## Not simulated", "", "| case | what | reason |", "| --- | --- | --- |"]
    out += [f"| {gap['id']} | {gap['what']} | {gap['reason']} |" for gap in book["left_out"]]
    Path(path).write_text("\n".join(out) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", metavar="BULLWHIP")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--write", metavar="FILE")
    parser.add_argument("--only", metavar="ID", default="")
    options = parser.parse_args()
    book = yaml.safe_load((HERE / "cases.yaml").read_text())
    lines, failed = [], 0
    for case in book["cases"]:
        if (options.fast and not case.get("fast")) or not case["id"].startswith(options.only):
            continue
        try:
            found = run_case(options.program, book, case, options.fast)
        except RuntimeError as error:
            print(f"not ok - {case['id']}: {error}", flush=True)
            failed += 1
            continue
        for line in found:
            print(f"{'ok' if line['good'] else 'not ok'} - {line['id']}: {line['name']} "
                  f"expected {line['expected']:.6g} found {line['mean']:.6g} "
                  f"+- {line['half']:.2g}, tolerance {100 * line['within']:g} %"
                  f"{'' if line['good'] else ': ' + verdict(line)}", flush=True)
            failed += not line["good"]
        lines += found
    if options.write:
        write_table(options.write, book, lines)
    print(f"{len(lines)} figures, {failed} failures")
    return 0 if failed == 0 and lines else 1


if __name__ == "__main__":
    sys.exit(main())
