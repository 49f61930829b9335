"""What may be said in words about shares and targets: templates of the locales, chosen by tested conditions only.

Each returns None where nothing may be said (intervals overlap, too few): then the heading asks its question.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from dashboard import formats
from dashboard.cards.responses.response_times import lacks_calendar
from dashboard.cards.sla.compliance import Target
from dashboard.verdict import Estimate
from dashboard.view import View

_NAMED = 3
_LASTING = 0.5
"""A share has left its usual range for good if at least half of the days since are outside it."""


def number_word(view: View, count: int) -> str:
    """Return "two", or the digits from 13 on."""
    return view.t(f"common.number.{count}") if count <= 12 else view.number(count)


def answer(view: View, targets: Sequence[Target], shares: Mapping[str, Estimate]) -> str:
    """Return how many targets are missed, and the one missed by most with its interval."""
    if not targets:
        return view.t("sla.no_targets")
    verdicts = {t.target_id: shares.get(t.target_id, Estimate(None)).against(t.goal) for t in targets}
    judged = [t for t in targets if verdicts[t.target_id] not in ("unknown", "few")]
    missed = [t for t in judged if verdicts[t.target_id] == "bad"]
    if not judged:
        return view.t("responses.answer.no_calendar" if lacks_calendar(view) else "sla.answer.nothing")
    if not missed:
        kept = all(verdicts[t.target_id] == "good" for t in judged)
        return view.t(
            "sla.answer.all_kept" if kept else "sla.answer.none_missed",
            count=len(judged),
            number=number_word(view, len(judged)),
        )
    worst = min(missed, key=lambda t: (shares[t.target_id].value or 0) - t.goal)
    share = shares[worst.target_id]
    first = view.t(
        "sla.answer.missed_all" if len(missed) == len(judged) else "sla.answer.missed",
        count=len(missed),
        number=number_word(view, len(missed)).capitalize(),
        total=number_word(view, len(judged)),
    )
    second = view.t(
        "sla.answer.worst",
        target=worst.label,
        share=view.share(share.value),
        range=view.share_range(share.lower, share.upper),
        gap=view.number((worst.goal - (share.value or 0)) * 100, 1),
    )
    return f"{first} {second}"


def departments_that_miss(
    view: View, targets: Sequence[Target], shares: Mapping[tuple[str | None, str], Estimate]
) -> list[tuple[str, int]]:
    """Return names of the departments that clearly miss a target, with how many, most first."""
    counts: dict[str | None, int] = {}
    for (department, target_id), share in shares.items():
        goal = next((t.goal for t in targets if t.target_id == target_id), None)
        if share.against(goal) == "bad":
            counts[department] = counts.get(department, 0) + 1
    order = {department: i for i, department in enumerate([*view.departments, None])}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], order.get(item[0], 0)))
    return [(view.name("department_id", department), count) for department, count in ranked]


def matrix_heading(
    view: View, targets: Sequence[Target], shares: Mapping[tuple[str | None, str], Estimate]
) -> str:
    """Return who misses which number of targets, or the question."""
    missing = departments_that_miss(view, targets, shares)
    if not missing:
        tones = [
            s.against(next((t.goal for t in targets if t.target_id == i), None))
            for (_, i), s in shares.items()
        ]
        judged = [tone for tone in tones if tone not in ("unknown", "few")]
        kept = bool(judged) and all(tone == "good" for tone in judged)
        return view.t("sla.matrix.all_kept" if kept else "sla.matrix.question")
    if len(targets) == 1:
        return _who_misses(view, [name for name, _ in missing])
    parts = []
    for i, (name, count) in enumerate(missing[:_NAMED]):
        everything = count == len(targets) > 1
        number = (
            view.t("sla.matrix.all_of", count=count, number=number_word(view, count))
            if everything
            else number_word(view, count)
        )
        key = "sla.matrix.misses" if i == 0 else "sla.matrix.further"
        parts.append(view.t(key, count=count, name=name, number=number))
    more = len(missing) - _NAMED
    if more > 0:
        parts.append(view.t("sla.matrix.more", count=more, number=number_word(view, more)))
    return ", ".join(parts[:-1]) + (view.t("sla.matrix.and") if len(parts) > 1 else "") + parts[-1]


def _who_misses(view: View, names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    shown = list(names[:_NAMED])
    if more > 0:
        shown.append(view.t("sla.matrix.others", count=more, number=number_word(view, more)))
    return view.t("sla.matrix.who", count=len(names), names=formats.listed(shown, view.lang))


def lasting_change(days: pl.DataFrame) -> date | None:
    """Return the day since when a share is below its usual range for good; None if it isn't.

    `days`: date_day, is_out, share, centre (figures/p_chart.control_limits). At least three days, the last included
    in the half that must be out.
    """
    below = (
        days.sort("date_day")
        .filter(pl.col("sample_size") > 0)
        .select(
            "date_day",
            out=pl.col("is_out") & (pl.col("numerator") / pl.col("sample_size") < pl.col("centre")),
        )
    )
    flags = below["out"].to_list()
    for i, out in enumerate(flags):
        rest = flags[i:]
        if (
            out
            and len(rest) >= 3
            and sum(rest) >= 3
            and sum(rest) >= _LASTING * len(rest)
            and not any(flags[:i])
        ):
            return below["date_day"][i]
    return None


def trend_heading(view: View, changes: Sequence[tuple[Target, pl.DataFrame]]) -> str:
    """Return since when which share has left its usual range, how many days did, or the question."""
    if all(days["centre"].null_count() == days.height for _, days in changes):
        return view.t("sla.trend.no_baseline")
    for target, days in changes:
        if since := lasting_change(days):
            return view.t("sla.trend.since", date=formats.date(since, view.lang, "long"), target=target.label)
    out = sum(int(days["is_out"].sum()) for _, days in changes)
    total = sum(days.filter(pl.col("sample_size") > 0).height for _, days in changes)
    if out == 0:
        return view.t("sla.trend.none_out")
    return view.t("sla.trend.some_out", count=out, number=view.number(out), total=view.number(total))
