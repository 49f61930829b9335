"""What the checks found is published beside what they looked at."""

from tests.warehouse.conftest import inbound
from warehouse import checks


def test_every_check_of_a_run_stands_in_quality_checks_in_its_order(build):
    built = build(messages=[inbound("a", "09:00")])
    found = [
        checks.CheckResult("unique marts.fct_waits", True, "0 keys stand more than once"),
        checks.CheckResult("backlog identity", False, "1 day differs", blocking=False),
    ]

    for _ in range(2):  # the next run replaces what this one found
        checks.keep(built.workspace.connection, found)
    kept = built.workspace.connection.execute("select * from quality.checks order by position").fetchall()
    assert kept == [
        (1, "unique marts.fct_waits", True, True, "0 keys stand more than once"),
        (2, "backlog identity", False, False, "1 day differs"),
    ]
