"""Which waits are a service provider's."""

from tests.warehouse.conftest import Build
from tests.warehouse.providers import CALLHAUS, asked


def test_the_one_who_answered_decides_and_else_the_department_it_lies_with(build: Build) -> None:
    hidden = build(company=CALLHAUS).query("select pseudonym('files', '381') as agent")[0]["agent"]
    messages = [
        *asked(1, "09:00", hidden, "09:10"),
        *asked(2, "09:00", "380", "09:10"),
        *asked(3, "09:00", None, None, case_id="T", group_name="Legal"),
        *asked(4, "09:00", None, None),
        *asked(5, "09:00", hidden, "+1 09:10"),  # no longer the provider's by then
    ]
    built = build(messages=messages, company=CALLHAUS, now="+2 09:00")

    assert built.rows("marts.fct_provider_waits", "wait_id", "provider_name") == [
        {"wait_id": "m1", "provider_name": "Callhaus"}, {"wait_id": "m3", "provider_name": "Kanzlei"},
    ]  # fmt: skip
