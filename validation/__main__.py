"""`make validate`: many seeds for every study, in both styles; writes docs/validation.md.

`make validate ARGS="--metric spillover"` does so for one metric; with another number of `--seeds` nothing is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from validation import report
from validation.study import Study, all_studies
from validation.verdict import Verdict, judge

SEEDS = 200


def verdicts(studies: Sequence[Study], seeds: int, workers: int | None = None) -> Iterator[Verdict]:
    """Run every study for the seeds 1 to `seeds`, spread over processes."""
    with ProcessPoolExecutor(workers) as pool:
        for study in studies:
            for style in study.styles:
                numbers = range(1, seeds + 1)
                trials = list(pool.map(study.plant, numbers, [style] * seeds, chunksize=max(1, seeds // 40)))
                yield judge(study, style, trials)


def main(arguments: Sequence[str]) -> int:
    """Run the studies; 0, or 1 where one failed."""
    options = argparse.ArgumentParser(prog="make validate", description=__doc__)
    options.add_argument("--metric", action="append", help="only this metric (may be given again)")
    options.add_argument("--seeds", type=int, default=SEEDS)
    given = options.parse_args(arguments)
    studies = [s for s in all_studies() if not given.metric or s.metric in given.metric]
    found = []
    for verdict in verdicts(studies, given.seeds):
        found.append(verdict)
        print(report.line(verdict), flush=True)
    if given.seeds == SEEDS:
        report.write(found, given.seeds)
    return 0 if all(verdict.passed for verdict in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
