"""Instances for a list, with the text of the message that they are about: the wait's own, or the first of the case."""

from collections.abc import Sequence
from typing import Any

from dashboard.view import View
from dashboard.wordless import called

_TEXTS = """
    with listed as ({query})
    select listed.*, texts.text, waits.outcome
    from listed
    left join (
        select case_id, arg_min(message_id, sent_at) as message_id
        from marts.fct_messages
        where direction = 'inbound' and case_id in (select case_id from listed)
        group by case_id
    ) as openings using (case_id)
    left join marts.message_texts as texts on texts.message_id = coalesce(listed.wait_id, openings.message_id)
    left join (
        select wait_id, any_value(outcome) as outcome from marts.fct_waits
        where wait_id in (select wait_id from listed)
        group by wait_id
    ) as waits on waits.wait_id = listed.wait_id
    order by {order}, sla_id
"""


def told(view: View, query: str, parameters: Sequence[object], order: str) -> list[dict[str, Any]]:
    """Return rows of a query on marts.fct_sla_instances, with text, names of department, channel and target.

    The query gives at least sla_id, case_id, wait_id, target_id, department_id, platform and channel.
    """
    labels: dict[str, str] = dict(view.targets.select("target_id", "label").iter_rows())
    found = view.rows(_TEXTS.format(query=query, order=order), parameters).to_dicts()
    return [
        {
            **row,
            "text": called(view, row),
            "department": view.name("department_id", row["department_id"]),
            "platform_name": view.name("platform", row["platform"]),
            "channel_name": view.name("channel", row["channel"]),
            "target": labels.get(row["target_id"], row["target_id"]),
        }
        for row in found
    ]


def address(view: View, row: dict[str, Any], **own: object) -> str:
    """Return the page of an instance's conversation."""
    return view.link(f"/conversation/{row['wait_id'] or row['case_id']}", **own)
