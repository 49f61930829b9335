"""What many trials say of a metric: the share, its own 99.9 % interval (Clopper and Pearson, 1934), pass or fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from validation.study import Study, Trial
from warehouse.quantiles import beta

CONFIDENCE = 0.999
FALSE_ALARMS = 0.05


@dataclass(frozen=True)
class Verdict:
    """`share` of `trials` seeds with its interval; `declined` gave no interval; `badge` is what users saw most often.

    `error` is the mean of value less truth, None where no truth or no value is known.
    """

    study: Study
    style: str
    share: float | None
    lower: float
    upper: float
    trials: int
    declined: int
    error: float | None
    badge: str
    passed: bool


def binomial(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Exact interval of a share; (0, 1) without trials."""
    if trials == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    lower = 0.0 if successes == 0 else float(beta(tail, successes, trials - successes + 1))
    upper = 1.0 if successes == trials else float(beta(1 - tail, successes + 1, trials - successes))
    return lower, upper


def judge(study: Study, style: str, trials: Sequence[Trial]) -> Verdict:
    """Whether the metric does what its interval says."""
    found = {
        "coverage": [trial.holds for trial in trials],
        "false_alarm": [trial.excludes_nothing for trial in trials],
        "recovery": [trial.hit for trial in trials],
    }[study.kind]
    known = [one for one in found if one is not None]
    lower, upper = binomial(sum(known), len(known))
    errors = [t.value - t.truth for t in trials if t.value is not None and t.truth is not None]
    badges = Counter(trial.badge for trial in trials if trial.badge)
    return Verdict(
        study, style,
        sum(known) / len(known) if known else None, lower, upper, len(known), len(trials) - len(known),
        sum(errors) / len(errors) if errors else None,
        badges.most_common(1)[0][0] if badges else "",
        bool(known) and _passes(study, sum(known) / len(known), lower, upper),
    )  # fmt: skip


def _passes(study: Study, share: float, lower: float, upper: float) -> bool:
    if study.kind == "coverage":
        return lower <= study.nominal <= upper
    if study.kind == "false_alarm":
        return lower <= FALSE_ALARMS
    return share >= study.nominal
