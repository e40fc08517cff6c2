# SPDX-License-Identifier: Apache-2.0
"""What the tests of the reference scenarios share: means of laws, runs, verdicts."""
import csv
import io
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
POINTS = 0.03  # of utilisation
# A 99.9 % interval over the 95 % half-widths that are exported, at 8 replications or more.
WIDER = 2.29


def lognormal(median, p95):
    sigma = math.log(p95 / median) / 1.6448536269514722
    return median * math.exp(sigma**2 / 2)


def triangular(low, mode, high):
    return (low + mode + high) / 3


class Runs:
    def __init__(self, program, folder):
        self.program, self.folder, self.failed = program, folder, False
        self.printed = ""

    def figures(self, scenario, replications, *changes):
        """(element, metric) to (mean, half-width); what the run prints stays in printed."""
        result = self.folder / "result.h5"
        sets = [part for change in changes for part in ("--set", change)]
        self.printed = subprocess.run(
            [self.program, "run", scenario, "-n", str(replications), "-q", "-o", result, *sets],
            cwd=self.folder, check=True, stdout=subprocess.PIPE, text=True).stdout
        text = subprocess.run([self.program, "export", result, "--csv"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        result.unlink()
        return {(row["element"], row["metric"]): (float(row["mean"]), float(row["half_width"]))
                for row in csv.DictReader(io.StringIO(text)) if row["mean"]}

    def verdict(self, good, text):
        print(("ok    " if good else "FAIL  ") + text)
        self.failed |= not good

    def compare_utilizations(self, figures, expected, metrics=("utilization",)):
        """Sums of metrics against designed shares."""
        for name, share in expected.items():
            found = sum(figures[f"sites.{name}", metric][0] for metric in metrics)
            self.verdict(abs(found - share) <= POINTS,
                         f"{name}: designed {share:.3f}, found {found:.3f}")

    def compare_flow_time(self, figures, metric, expected):
        """A flow time without queues and stock against the sum of its stages."""
        found, half = figures["chain", metric]
        self.verdict(abs(found - expected) <= WIDER * half and half < 0.02 * expected,
                     f"{metric} {found:.2f} ± {half:.2f} d, stages {expected:.2f} d")


def main(check, *files):
    """Calls check(runs, is_long) beside copies of files, scenarios or overlays of ours."""
    is_long = "--long" in sys.argv
    program, scenarios = [a for a in sys.argv[1:] if a != "--long"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in files:
            own = HERE / file
            shutil.copy(own if own.exists() else Path(scenarios) / file, folder)
        runs = Runs(Path(program).resolve(), folder)
        check(runs, is_long)
    return runs.failed
