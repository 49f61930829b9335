"""Which contact on the page a ticket is about: who wrote there, and had a ticket opened within three days.

The desk notes the platform's id in the ticket. It follows from what happened and draws nothing, so that the world stays
the same.
"""

from __future__ import annotations

from simulator.records import Comment, Conversation, Ticket

WITHIN = 3 * 86400


def note_contacts(tickets: list[Ticket], conversations: list[Conversation], comments: list[Comment]) -> None:
    """Set `external_id` of each ticket to the id of its customer's latest text on the page before it, if there is one.

    What was deleted or hidden later isn't noted: a reader that comes once doesn't see it.
    """
    written: dict[int, list[tuple[int, str]]] = {}
    for conversation in conversations:
        for message in conversation.messages:
            if message.person and message.kind == "text":
                written.setdefault(message.person.zendesk_id, []).append((message.created, message.id))
    for comment in comments:
        if comment.person and comment.kind == "text" and not (comment.deleted_at or comment.hidden_at):
            written.setdefault(comment.person.zendesk_id, []).append((comment.created, comment.id))
    for ticket in tickets:
        own = written.get(ticket.person.zendesk_id, ())
        near = [one for one in own if ticket.created - WITHIN <= one[0] < ticket.created]
        ticket.external_id = max(near)[1] if near else None
