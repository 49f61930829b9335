"""The incident log: a hand-made case, and the real log where it is present."""

import gzip

import pytest

from tests.examples.chain import ask, built, settle

pytestmark = pytest.mark.thorough

COLUMNS = (
    "number incident_state active reassignment_count reopen_count sys_mod_count made_sla caller_id opened_by opened_at "
    "sys_created_by sys_created_at sys_updated_by sys_updated_at contact_type location category subcategory u_symptom "
    "cmdb_ci impact urgency priority assignment_group assigned_to knowledge u_priority_confirmation notify problem_id "
    "rfc vendor caused_by closed_code resolved_by resolved_at closed_at"
).split()


def line(number: str, at: str, state: str, group: str, order: int, opened: str = "29/2/2016 09:00") -> str:
    cells = dict.fromkeys(COLUMNS, "?") | {
        "number": number,
        "sys_updated_at": at,
        "incident_state": state,
        "assignment_group": group,
        "sys_mod_count": str(order),
        "opened_at": opened,
        "contact_type": "Phone",
        "priority": "3 - Moderate",
    }
    return ",".join(cells[name] for name in COLUMNS) + "\n"


LOG = (
    ",".join(COLUMNS)
    + "\n"
    + line("INC1", "29/2/2016 09:20", "Active", "Group 70", 3)
    + line("INC1", "29/2/2016 09:20", "New", "?", 2)
    + line("INC1", "29/2/2016 10:00", "-100", "Group 24", 4)
    + line("INC1", "1/3/2016 10:00", "Resolved", "Group 24", 5)
    + line("INC1", "6/3/2016 10:00", "Closed", "Group 24", 6)
    + line("INC2", "29/2/2016 08:00", "Awaiting User Info", "Group 70", 0)
)


def test_the_small_log_becomes_these_states(tmp_path):
    config = settle("uci_incidents.toml", tmp_path, gzip.compress(LOG.encode()))

    with built(config, "marts.fct_case_states") as workspace:
        states = ask(
            workspace,
            """
            select case_id, strftime(started_at, '%d.%m. %H:%M'), state, department_id
            from marts.fct_case_states order by case_id, started_at
            """,
        )
        rejected = ask(workspace, "from quality.rejected")

    assert states == [
        ("incidents:INC1", "29.02. 09:00", "new", None),
        ("incidents:INC1", "29.02. 09:20", "open", "group_70"),
        ("incidents:INC1", "29.02. 10:00", "open", "group_24"),
        ("incidents:INC1", "01.03. 10:00", "resolved", "group_24"),
        ("incidents:INC1", "06.03. 10:00", "closed", "group_24"),
        ("incidents:INC2", "29.02. 08:00", "waiting_customer", "group_70"),
    ]
    assert rejected == []


@pytest.mark.server  # starts none, but takes too long for every quick run
def test_all_real_events_arrive_and_each_incident_is_one_case(real_incidents):
    [(logged, opened)] = ask(
        real_incidents,
        "select count(*) filter (event_order > 0), count(*) filter (event_order = 0) "
        "from staging.stg_files_case_events",
    )
    [(cases, closed)] = ask(
        real_incidents,
        "select count(distinct case_id), count(*) filter (ended_at is null and state = 'closed') "
        "from marts.fct_case_states",
    )
    [(rejected,)] = ask(real_incidents, "select count(*) from quality.rejected")
    [(ids,)] = ask(real_incidents, "select count(distinct record_id) from raw.files_case_events")

    # 11,389 logs begin after the incident was opened; one incident is still new at the log's end
    assert (ids, logged, opened, rejected) == (119_998, 119_998, 11_389, 0)
    assert (cases, closed) == (20_769, 20_768)
