"""How much hangs on a few customers."""

import polars as pl
import pytest

from tests.warehouse.conftest import Build, inbound
from tests.warehouse.metrics.conflict_frames import by_statistic
from warehouse.metrics.super_users import compute

pytestmark = pytest.mark.conflict(13)


def answers(counts: dict[str, int], silent: tuple[str, ...] = ()) -> pl.DataFrame:
    """One answer a thread, so many by each person."""
    return pl.DataFrame(
        [
            (who, f"{who}{n}", f"w{who}{n}", who not in silent)
            for who, count in counts.items()
            for n in range(count)
        ],
        schema=["author_id", "conversation_id", "wait_id", "is_recent"],
        orient="row",
    )


def test_shares_of_the_most_active_and_who_is_silent() -> None:
    counts = {"star": 16, "b": 3, "c": 3, "d": 3, "e": 3, **{f"x{n}": 1 for n in range(12)}}
    found = by_statistic(compute(answers(counts, silent=("star", "b")), []))

    assert (found["top1"]["metric_value"], found["top5"]["metric_value"]) == (0.4, 0.7)
    assert found["top1"]["lower"] < 0.4 < found["top1"]["upper"]
    assert (found["people"]["metric_value"], found["answers"]["metric_value"]) == (17, 40)
    assert found["silent"]["metric_value"] == 2


def test_a_question_is_lost_only_if_nobody_else_answered_it() -> None:
    alone = answers({"star": 6, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1})
    shared = pl.DataFrame([("b", "star0", "wstar0", True)], schema=alone.schema, orient="row")
    found = by_statistic(compute(pl.concat([alone, shared]), []))

    assert (found["lost_without_top1"]["numerator"], found["lost_without_top1"]["sample_size"]) == (5, 11)


def test_of_five_people_the_five_most_active_are_all_there_are() -> None:
    found = by_statistic(compute(answers({"a": 9, "b": 9, "c": 9}), []))

    assert (found["top5"]["metric_value"], found["top5"]["reason"]) == (None, "few_people")
    assert found["lost_without_top1"]["grade"] == "not_computable"


def test_it_is_computed_from_the_marts(build: Build) -> None:
    built = build(
        [
            inbound("q", "09:00", author_id="anna"),
            inbound("p", "09:10", author_id="ben", in_reply_to_id="q", text="Unter Einstellungen."),
        ]
    )
    built.make("metrics.super_users")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "super_users")

    assert by_statistic(frame)["answers"]["metric_value"] == 1
