"""Flows: what comes in and goes out."""

from __future__ import annotations

from tests.warehouse.conftest import Build, case_event, inbound, reply


def kinds(built: object, table: str = "marts.fct_flows") -> list[tuple[str, str | None]]:
    rows = built.rows(table, "kind", "department_id", order="occurred_at, kind")  # type: ignore[attr-defined]
    return [(row["kind"], row["department_id"]) for row in rows]


def test_a_wait_arrives_and_is_answered(build: Build) -> None:
    built = build([inbound("m1", "09:00"), reply("r1", "10:00")])

    assert kinds(built) == [
        ("arrival", "marketing"), ("opened", "marketing"), ("answer", "marketing"), ("resolved", "marketing"),
    ]  # fmt: skip


def test_a_move_leaves_one_department_and_reaches_another(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "10:00", "open", group_name="Marketing"),
            case_event("T", "11:00", "resolved", group_name="Marketing"),
            case_event("T", "12:00", "open", group_name="Service"),
            case_event("T", "13:00", "deleted", group_name="Service"),
        ]
    )

    assert kinds(built) == [
        ("opened", "service"), ("moved_in", "marketing"), ("moved_out", "service"), ("resolved", "marketing"),
        ("reopened", "service"), ("deleted", "service"),
    ]  # fmt: skip


def test_from_resolved_to_closed_nothing_flows(build: Build) -> None:
    built = build(
        events=[
            case_event("T", "09:00", "new"),
            case_event("T", "10:00", "resolved"),
            case_event("T", "11:00", "closed"),
        ]
    )

    assert kinds(built) == [("opened", "service"), ("resolved", "service")]
