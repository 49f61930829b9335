"""`make validate`: many seeds for every study, in both styles; writes docs/validation.md.

`make validate ARGS="--metric spillover"` does so for one metric; with another number of `--seeds` nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from validation import report
from validation.study import Study, Trial, all_studies
from validation.verdict import Verdict, judge

SEEDS = 200


def verdicts(studies: Sequence[Study], seeds: int, workers: int | None = None) -> Iterator[Verdict]:
    """Run every study for the seeds 1 to `seeds`, spread over processes."""
    with ProcessPoolExecutor(workers) as pool:
        for study in studies:
            for style in study.styles:
                trial = partial(_trial, study.name, style)
                trials = list(pool.map(trial, range(1, seeds + 1), chunksize=max(1, seeds // 40)))
                yield judge(study, style, trials)


def _trial(name: str, style: str, seed: int) -> Trial:
    """One seed of a study, found by its name: what plants it needn't travel between processes."""
    return next(study for study in all_studies() if study.name == name).plant(seed, style)


def main(arguments: Sequence[str]) -> int:
    """Run the studies; 0, or 1 where one failed."""
    options = argparse.ArgumentParser(prog="make validate", description=__doc__)
    options.add_argument("--metric", action="append", help="only this metric (may be given again)")
    options.add_argument("--seeds", type=int, default=SEEDS)
    given = options.parse_args(arguments)
    studies = [s for s in all_studies() if not given.metric or s.metric in given.metric]
    found = []
    for metric in dict.fromkeys(study.metric for study in studies):
        of_metric = []
        for verdict in verdicts([study for study in studies if study.metric == metric], given.seeds):
            of_metric.append(verdict)
            print(report.line(verdict), flush=True)
        # Each metric's at once: what comes later may take long.
        if given.seeds == SEEDS:
            report.write(of_metric, given.seeds)
        found += of_metric
    return 0 if all(verdict.passed for verdict in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
