"""How tickets, comments, audits, events, users and groups look in Zendesk's JSON."""

from __future__ import annotations

from typing import Any

from simulator import company
from simulator.platforms.wire import zulu
from simulator.records import Agent, Audit, Person, Ticket

# The same source has two spellings: a word in the ticket-event export, an object everywhere else.
VIA_WORDS = {
    "mail": "Mail",
    "web": "Web form",
    "chat": "Chat",
    "rule": "Rule",
    "merge": "Merge",
    "system": "System",
    "answer_bot": "Answer bot for web widget",
}
FOUNDED = 1_514_800_800  # agents, groups and settings are older than any ticket
REL = {"rule": "trigger", "merge": "merge"}


def via_object(via: str, ticket: Ticket, reference: int | None = None) -> dict[str, Any]:
    """The `via` of a ticket, comment or audit."""
    source: dict[str, Any] = {"from": {}, "to": {}, "rel": REL.get(via)}
    if via == "mail":
        address = {"address": company.SUPPORT_ADDRESS, "name": company.PAGE_NAME}
        source |= {"from": {"address": ticket.person.email, "name": ticket.person.name}, "to": address}
    elif via == "rule":
        title = "Eingangsbestätigung" if reference == 360015550010 else "Automatisch gelöst oder geschlossen"
        source["from"] = {"id": reference, "title": title, "deleted": False, "revision_id": 1}
        source["rel"] = "trigger" if reference == 360015550010 else "automation"
    elif via == "merge":
        source["from"] = {"ticket_id": reference, "ticket_ids": [reference]}
    channel = {"mail": "email", "merge": "web", "answer_bot": "answer_bot_for_web_widget"}.get(via, via)
    return {"channel": channel, "source": source}


def satisfaction(number: int, status: str) -> dict[str, Any]:
    """What the survey says by the time a ticket is closed: half are asked, two in five of these answer, most well."""
    if status != "closed" or number % 2:
        return {"score": "unoffered"}
    answered, content = number % 5 < 2, number % 7 < 5
    return {"score": ("good" if content else "bad") if answered else "offered", "id": 9_000_000 + number}


def ticket_json(ticket: Ticket, now: int, base: str) -> dict[str, Any]:
    """A ticket as of `now`; timestamps of the last change and of the last system update."""
    state = ticket.state_at(now)
    updated = max(audit.at for audit in ticket.audits if audit.at <= now)
    touched = ticket.touched_at if ticket.touched_at and ticket.touched_at <= now else 0
    first = ticket.audits[0]
    return {
        "url": f"{base}/api/v2/tickets/{ticket.id}.json",
        "id": ticket.id,
        "external_id": ticket.external_id,
        "via": via_object(ticket.channel, ticket),
        "created_at": zulu(ticket.created),
        "updated_at": zulu(updated),
        "generated_timestamp": max(updated, touched),
        "type": state["type"],
        "subject": state["subject"],
        "raw_subject": state["subject"],
        "description": first.comment.text if first.comment else "",
        "priority": state["priority"],
        "status": state["status"],
        "recipient": company.SUPPORT_ADDRESS if ticket.channel == "mail" else None,
        "requester_id": state["requester_id"],
        "submitter_id": ticket.submitter_id,
        "assignee_id": state["assignee_id"],
        "organization_id": None,
        "group_id": state["group_id"],
        "collaborator_ids": [],
        "follower_ids": [],
        "email_cc_ids": [],
        "forum_topic_id": None,
        "problem_id": None,
        "has_incidents": False,
        "is_public": True,
        "due_at": None,
        "tags": state["tags"],
        "custom_fields": [
            {"id": number, "value": state.get(name)} for name, number in company.CUSTOM_FIELDS.items()
        ],
        "satisfaction_rating": satisfaction(ticket.id, state["status"]),
        "sharing_agreement_ids": [],
        "followup_ids": [],
        "ticket_form_id": 360002110011,
        "brand_id": 360003220011,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": False,
    }


def comment_json(audit: Audit, ticket: Ticket) -> dict[str, Any]:
    """The comment of an audit, as /tickets/{id}/comments lists it."""
    assert audit.comment
    return {
        **_comment_body(audit),
        "audit_id": audit.id,
        "via": via_object(audit.via, ticket, audit.reference_id),
        "created_at": zulu(audit.at),
        "metadata": {"system": {}, "custom": {}},
    }


def _comment_body(audit: Audit) -> dict[str, Any]:
    comment = audit.comment
    assert comment
    html = comment.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return {
        "id": comment.id,
        "type": "Comment",
        "author_id": comment.author_id,
        "body": comment.text,
        "html_body": f'<div class="zd-comment" dir="auto">{html}</div>',
        "plain_body": comment.text,
        "public": comment.is_public,
        "attachments": [],
    }


def _fields(audit: Audit) -> list[tuple[str, Any, Any]]:
    # (field, new value, old value); a new ticket has no event for a field that is left empty.
    pairs = [(name, value, audit.previous.get(name)) for name, value in audit.changes.items()]
    return [p for p in pairs if not (audit.is_create and p[1] is None)]


def audit_json(audit: Audit, ticket: Ticket) -> dict[str, Any]:
    """An audit with its events, as /tickets/{id}/audits lists it; values are text there."""
    events: list[dict[str, Any]] = []
    if audit.comment:
        events.append({**_comment_body(audit), "audit_id": audit.id})
    for number, (name, value, previous) in enumerate(_fields(audit), 1):
        event = {
            "id": audit.id + number,
            "type": "Create" if audit.is_create else "Change",
            "field_name": str(company.CUSTOM_FIELDS.get(name, name)),
        }
        event["value"] = _text(value)
        if not audit.is_create:
            event["previous_value"] = _text(previous)
        events.append(event)
    return {
        "id": audit.id,
        "ticket_id": ticket.id,
        "created_at": zulu(audit.at),
        "author_id": audit.author_id,
        "metadata": {"system": {}, "custom": {}},
        "events": events,
        "via": via_object(audit.via, ticket, audit.reference_id),
    }


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


def _changed(name: str, value: Any) -> dict[str, Any]:
    # The event export gathers custom fields under one name, by their ids.
    number = company.CUSTOM_FIELDS.get(name)
    return {"custom_ticket_fields": {str(number): value}} if number else {name: value}


def event_json(audit: Audit, ticket: Ticket, with_comments: bool) -> dict[str, Any]:
    """An audit as the ticket-event export spells it: via as a word, one child event per field, values typed."""
    via: dict[str, Any] = {"via": VIA_WORDS[audit.via], "via_reference_id": audit.reference_id}
    children: list[dict[str, Any]] = []
    if audit.comment and with_comments:
        body = _comment_body(audit)
        children.append(
            {
                "id": body.pop("id"),
                **via,
                **body,
                "audit_id": audit.id,
                "created_at": zulu(audit.at),
                "event_type": "Comment",
            }
        )
    elif audit.comment:
        flags = {"comment_present": True, "comment_public": audit.comment.is_public}
        children.append({"id": audit.comment.id, **via, **flags, "event_type": "Comment"})
    for number, (name, value, previous) in enumerate(_fields(audit), 1):
        child = {"id": audit.id + number, **via} | _changed(name, value)
        if name == "tags":
            before = previous or []
            child["added_tags"] = [t for t in value if t not in before]
            child["removed_tags"] = [t for t in before if t not in value]
        if audit.is_create:
            children.append(child | {"event_type": "Create"})
        else:
            children.append(child | {"event_type": "Change", "previous_value": previous})
    return {
        "child_events": children,
        "id": audit.id,
        "ticket_id": ticket.id,
        "timestamp": audit.at,
        "created_at": zulu(audit.at),
        "updater_id": audit.author_id,
        **via,
        "system": {},
        "metadata": {},
        "event_type": "Audit",
    }


def user_json(user: Person | Agent, base: str, now: int | None = None) -> dict[str, Any]:
    """A customer (end-user) or an employee (agent; the first of service is the admin).

    Who has left by `now` (epoch seconds; None: before anybody did) was made an end-user that day.
    """
    today = company.local(now).date() if now else None
    is_agent = isinstance(user, Agent) and not (today and user.left and user.left <= today)
    group = company.BY_ID[user.department].group_id if isinstance(user, Agent) and is_agent else None
    created = FOUNDED if isinstance(user, Agent) else (user.first_ticket_at or FOUNDED)
    role = "end-user"
    if is_agent:
        role = "admin" if user.zendesk_id == company.BY_ID["service"].people[0].zendesk_id else "agent"
    language = "de" if isinstance(user, Agent) else user.language
    return {
        "id": user.zendesk_id,
        "url": f"{base}/api/v2/users/{user.zendesk_id}.json",
        "name": user.name,
        "email": agent_email(user) if isinstance(user, Agent) else user.email,
        "created_at": zulu(created),
        "updated_at": zulu(created),
        "time_zone": "Berlin",
        "iana_time_zone": "Europe/Berlin",
        "phone": None,
        "shared_phone_number": None,
        "photo": None,
        "locale_id": 8 if language == "de" else 1,
        "locale": language if language == "de" else "en-US",
        "organization_id": None,
        "role": role,
        "verified": True,
        "external_id": None,
        "tags": [],
        "alias": None,
        "active": True,
        "shared": False,
        "shared_agent": False,
        "last_login_at": None,
        "two_factor_auth_enabled": None,
        "signature": None,
        "details": None,
        "notes": None,
        "role_type": None,
        "custom_role_id": None,
        "moderator": is_agent,
        "ticket_restriction": None if is_agent else "requested",
        "only_private_comments": False,
        "restricted_agent": role == "agent",
        "suspended": False,
        "default_group_id": group,
        "report_csv": False,
    }


def agent_email(agent: Agent) -> str:
    """first.last@nordfunk.example."""
    return agent.name.removeprefix("Dr. ").lower().replace(" ", ".") + "@nordfunk.example"


def group_json(department: company.Department, base: str) -> dict[str, Any]:
    """A group: one for each department."""
    return {
        "url": f"{base}/api/v2/groups/{department.group_id}.json",
        "id": department.group_id,
        "is_public": True,
        "name": department.name,
        "description": "",
        "default": department.id == "service",
        "deleted": False,
        "created_at": zulu(FOUNDED),
        "updated_at": zulu(FOUNDED),
    }


def deleted_json(ticket: Ticket, audit: Audit) -> dict[str, Any]:
    """An entry of /deleted_tickets; `audit` is the one that deleted it."""
    actor = next((a for d in company.DEPARTMENTS for a in d.people if a.zendesk_id == audit.author_id), None)
    return {
        "id": ticket.id,
        "subject": ticket.subject,
        "description": ticket.audits[0].comment.text if ticket.audits[0].comment else "",
        "actor": {"id": audit.author_id, "name": actor.name if actor else ""},
        "deleted_at": zulu(audit.at),
        "previous_state": audit.previous.get("status"),
    }
