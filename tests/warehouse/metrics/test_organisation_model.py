"""How the house works, and its departments under one mix."""

import polars as pl
import pytest

from tests.warehouse.conftest import Build, inbound, reply
from tests.warehouse.metrics.conflict_frames import by_statistic
from warehouse.metrics.organisation_model import compute

pytestmark = pytest.mark.conflict(14)


def frames(
    answers: dict[str, int], handoffs: list[tuple], tickets: tuple[int, int], due: list[tuple]
) -> dict:
    return {
        "answers": pl.DataFrame(
            [("x", unit, count) for unit, count in answers.items()],
            schema=["department_id", "answered_by", "answers"],
            orient="row",
        ),
        "handoffs": pl.DataFrame(
            handoffs,
            schema={"department_id": pl.String, "giver": pl.String, "receiver": pl.String, "handoffs": pl.Int64},
            orient="row",
        ),
        "tickets": pl.DataFrame([("x", *tickets)], schema=["department_id", "tickets", "crossed"], orient="row"),
        "due": pl.DataFrame(
            due,
            schema={
                "department_id": pl.String, "channel": pl.String, "visibility": pl.String, "topic": pl.String,
                "hour_of_week": pl.Int32, "due": pl.Int64, "met": pl.Int64,
            },
            orient="row",
        ),
    }  # fmt: skip


MIXED = [
    ("a", "mail", "private", None, 10, 10, 9),
    ("a", "chat", "private", None, 10, 90, 45),
    ("b", "mail", "private", None, 10, 90, 81),
    ("b", "chat", "private", None, 10, 10, 5),
]


def test_the_fingerprint_is_the_sum_of_squares_the_hub_and_what_crosses() -> None:
    handoffs = [("x", "service", "legal", 6), ("x", "marketing", "service", 3), ("x", "sales", "press", 1)]
    found = by_statistic(compute(frames({"service": 80, "marketing": 20}, handoffs, (50, 10), MIXED), []))

    assert found["herfindahl"]["metric_value"] == pytest.approx(0.68)
    assert found["hub_share"]["metric_value"] == 0.9
    assert found["cross_edges"]["metric_value"] == 0.2
    assert found["lived"]["model"] == "central"
    assert found["lived"]["metric_value"] is None


@pytest.mark.parametrize(
    ("answers", "handoffs", "tickets", "model"),
    [
        ({"a": 50, "b": 50}, [("x", "a", "b", 9), ("x", "c", "d", 1)], (50, 10), "hub"),
        ({"a": 50, "b": 50}, [("x", "a", "b", 5), ("x", "c", "d", 5)], (50, 20), "holistic"),
        ({"a": 50, "b": 50}, [("x", "a", "b", 5), ("x", "c", "d", 5)], (50, 5), "decentral"),
        ({"a": 50, "b": 50}, [], (50, 0), None),
    ],
)
def test_a_model_is_named_by_its_fingerprint_or_not_at_all(answers, handoffs, tickets, model) -> None:
    found = by_statistic(compute(frames(answers, handoffs, tickets, MIXED), []))

    assert found["lived"]["model"] == model


def test_two_departments_that_differ_only_in_their_mix_are_the_same_standardised() -> None:
    table = compute(frames({"a": 1}, [], (1, 0), MIXED), ["department_id"])
    found = by_statistic(table, "department_id")

    # Mail is kept in nine of ten, chat in one of two, whoever answers: crude 54 against 86 %.
    assert found["a", "crude"]["metric_value"] == pytest.approx(0.54)
    assert found["b", "crude"]["metric_value"] == pytest.approx(0.86)
    for unit in "ab":
        assert found[unit, "standardised"]["metric_value"] == pytest.approx(0.7)
        assert found[unit, "standardised"]["reason"] == "association"
        assert found[unit, "standardised"]["lower"] < 0.7 < found[unit, "standardised"]["upper"]


def test_what_a_department_never_has_is_left_out_of_its_mix() -> None:
    only = [("a", "mail", "private", None, 10, 10, 9), ("b", "chat", "private", None, 10, 30, 15)]
    found = by_statistic(compute(frames({"a": 1}, [], (1, 0), only), ["department_id"]), "department_id")

    assert found["a", "standardised"]["metric_value"] == pytest.approx(0.9)
    assert found["a", "standardised"]["numerator"] == pytest.approx(0.25)


def test_it_is_computed_from_the_marts(build: Build) -> None:
    built = build([inbound("q", "09:00"), reply("a", "09:10", in_reply_to_id="q")])
    built.make("metrics.organisation_model")
    frame = built.workspace.catalog.evaluate(built.workspace.connection, "organisation_model")

    assert by_statistic(frame)["herfindahl"]["metric_value"] == 1.0
    assert by_statistic(frame)["hub_share"]["reason"] == "no_handoff"
