"""Sources and how fresh they are."""

from __future__ import annotations

import re
from pathlib import Path

from connectors import registry
from tests.warehouse.conftest import COMPANY, Build, at, case_event, inbound


def test_a_source_that_was_never_read_says_so(build: Build) -> None:
    assert build().rows("marts.dim_source", "source", "type", "state", "row_count") == [
        {"source": "files", "type": "files", "state": "never", "row_count": 0}
    ]


def test_it_counts_what_is_known_and_not_what_was_fetched(build: Build) -> None:
    built = build([inbound("m1", "09:00"), inbound("m2", "10:00")], [case_event("T", "09:00", "new")])

    assert built.rows("marts.dim_source", "row_count") == [{"row_count": 3}]


def test_an_export_is_as_old_as_the_last_file_that_brought_anything(build: Build) -> None:
    # A company of its own: what is put by hand stays in a workspace that tests share.
    built = build(now="12:00", company=f"{COMPANY}# with loads")
    for when in ("08:00", "09:30"):
        built.change("insert into landed.loads by name select 'files' as source, ? as loaded_at", [at(when)])
    columns = ("captured_by", "export_age_seconds")

    assert built.rows("marts.dim_source", *columns) == [
        dict(zip(columns, ("export", 2.5 * 3600), strict=True))
    ]
    assert build().rows("marts.dim_source", *columns) == [dict(zip(columns, ("export", None), strict=True))]


def test_a_source_read_as_of_an_earlier_instant_is_as_fresh_as_that(build: Build) -> None:
    for ran, until, known in (
        ("10:30", "09:00", "09:00"),
        ("10:30", "10:31", "10:30"),
        ("10:30", None, "10:30"),
        (None, None, None),
    ):
        built = build(company=f"{COMPANY}# read {ran} {until}")
        built.change(
            "update company.source_states set last_success_at = ?, read_until = ?",
            [ran and at(ran), until and at(until)],
        )

        assert built.rows("marts.dim_source", "last_success_at") == [{"last_success_at": known and at(known)}]


def test_what_people_provide_and_what_is_sent_here_are_told_from_what_is_fetched(build: Build) -> None:
    sections = {"snapchat": 'path = "a"', "whatsapp": "", "zendesk": "", "spend": 'files = "a"'}
    company = COMPANY + "".join(
        f'[sources.{name}]\ntype = "{name}"\n{more}\n' for name, more in sections.items()
    )
    found = build(company=company).rows("marts.dim_source", "source", "captured_by", "export_age_seconds")

    assert {row["source"]: row["captured_by"] for row in found} == {
        "files": "export", "snapchat": "export", "spend": "export", "whatsapp": "push", "zendesk": "api"
    }  # fmt: skip


def test_each_source_type_is_captured_as_its_connector_says() -> None:
    sql = (Path(__file__).parents[4] / "warehouse/models/marts/dim_source.sql").read_text(encoding="utf-8")
    push, export = (re.findall(r"'(\w+)'", part) for part in re.findall(r"type in\s*\(([^)]*)\)", sql))
    groups = {name: registry.about(name).group for name in registry.types()}

    assert {name for name, group in groups.items() if group == "push"} <= set(push)
    assert {name for name, group in groups.items() if group == "export"} <= set(export)
    assert set(export) <= set(groups)
