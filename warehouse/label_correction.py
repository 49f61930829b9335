"""A share of labelled messages, set right for the labels that are wrong.

p = (q + Sp - 1) / (Se + Sp - 1) with q the share that bears the label, Se and Sp the sensitivity and specificity of
labels in a sample that people have read (Rogan and Gladen, 1978). What isn't known of Se and Sp widens the interval
(delta method): a small sample makes an honest correction wide, not wrong.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from warehouse.quantiles import beta, normal

Floats = NDArray[np.float64]

# Below this, Se + Sp - 1 says that the labels hardly tell one message from another.
WEAKEST = 0.2


class LabelQuality(NamedTuple):
    """Sensitivity and specificity with their variances, from counts of right and wrong labels."""

    sensitivity: float
    sensitivity_variance: float
    specificity: float
    specificity_variance: float

    @classmethod
    def counted(cls, found: int, positives: int, passed: int, negatives: int) -> LabelQuality | None:
        """From a sample: `found` of `positives` bear the label, `passed` of `negatives` don't; None without either.

        Half a message is added on each side (Jeffreys), so that twenty right ones aren't taken for certainty.
        """
        if not positives or not negatives:
            return None
        first, second = ((found + 0.5) / (positives + 1), (passed + 0.5) / (negatives + 1))
        return cls(
            first, first * (1 - first) / (positives + 2), second, second * (1 - second) / (negatives + 2)
        )

    @property
    def strength(self) -> float:
        """Se + Sp - 1: 1 for perfect labels, 0 for a coin."""
        return self.sensitivity + self.specificity - 1

    @property
    def is_weak(self) -> bool:
        """Whether nothing can be said with such labels."""
        return self.strength < WEAKEST


def correct(share: Floats, variance: Floats, quality: LabelQuality) -> tuple[Floats, Floats]:
    """The true share and its variance, from the share that bears the label; may lie outside of 0 to 1."""
    true = (share + quality.specificity - 1) / quality.strength
    unknown = true**2 * quality.sensitivity_variance + (1 - true) ** 2 * quality.specificity_variance
    return true, (variance + unknown) / quality.strength**2


def bounds(mean: Floats, variance: Floats, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper of shares: of the beta distribution with this mean and variance, or a normal one at the edge."""
    tail = (1 - confidence) / 2
    half = normal(confidence) * np.sqrt(variance)
    inner = (mean > 0) & (mean < 1)
    safe = np.where(inner, mean, 0.5)
    size = safe * (1 - safe) / np.maximum(variance, 1e-12) - 1
    is_beta = inner & (size > 0)
    size = np.where(is_beta, size, 1.0)
    lower = np.where(is_beta, beta(tail, safe * size, (1 - safe) * size), np.clip(mean - half, 0, 1))
    upper = np.where(is_beta, beta(1 - tail, safe * size, (1 - safe) * size), np.clip(mean + half, 0, 1))
    return lower, upper
