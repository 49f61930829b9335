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


def test_over_as_it_opened_a_case_still_came_in_and_went_out(build: Build) -> None:
    built = build(
        # Answered in the very second of the message, as a log by the second has it.
        [inbound("m1", "09:00"), reply("r1", "09:00", in_reply_to_id="m1")],
        [
            case_event("T", "10:00", "closed"),
            case_event("T", "11:00", "open"),
            case_event("U", "12:00", "merged"),
        ],
    )

    assert kinds(built) == [
        ("answer", "marketing"), ("arrival", "marketing"), ("opened", "marketing"), ("resolved", "marketing"),
        ("opened", "service"), ("resolved", "service"), ("reopened", "service"), ("merged", "service"),
        ("opened", "service"),
    ]  # fmt: skip
    assert [check.name for check in built.failed_checks()] == []
