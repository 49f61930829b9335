"""Where departments and accounts belong, and since when; what an entry leaves out goes on."""

from datetime import date

from tests.warehouse.conftest import COMPANY, Build

ORGANISATION = COMPANY + (
    '[[organisation]]\ndepartment = "legal"\nunit = "Zentrale"\ncountry = "DE"\nmodel = "central"\n'
    '[[organisation]]\ndepartment = "legal"\nfrom = 2026-07-01\ncountry = ["DE", "AT"]\npolicy = "zwei Länder"\n'
    '[[organisation]]\ndepartment = "legal"\nfrom = 2026-10-12\nunit = "Service"\nprovider = "Kanzlei"\n'
    '[[organisation]]\naccount = "nordfunk_at"\nbrand = "Nordfunk Austria"\ncountry = "AT"\n'
)


def test_each_entry_holds_until_the_next_and_keeps_what_it_does_not_say(build: Build) -> None:
    columns = (
        "member_id",
        "unit",
        "countries",
        "brands",
        "model",
        "policy",
        "provider",
        "from_day",
        "until_day",
    )
    rows = build(company=ORGANISATION).rows(
        "marts.dim_organisation", *columns, order="member_kind, member_id, from_day nulls first"
    )

    july, october = date(2026, 7, 1), date(2026, 10, 12)
    assert [tuple(row.values()) for row in rows] == [
        ("nordfunk_at", None, ["AT"], ["Nordfunk Austria"], None, None, None, None, None),
        ("legal", "Zentrale", ["DE"], [], "central", None, None, None, july),
        ("legal", "Zentrale", ["DE", "AT"], [], "central", "zwei Länder", None, july, october),
        ("legal", "Service", ["DE", "AT"], [], "central", "zwei Länder", "Kanzlei", october, None),
    ]


def test_only_what_changes_the_way_of_working_is_a_reorganisation(build: Build) -> None:
    rows = build(company=ORGANISATION).rows("marts.dim_org_change", "change_id", "model", "policy")

    assert [tuple(row.values()) for row in rows] == [
        ("legal/2026-07-01", "central", "zwei Länder"), ("legal/start", "central", None),
    ]  # fmt: skip
