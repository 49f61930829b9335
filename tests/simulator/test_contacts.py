"""Tickets bear the id of what their customer wrote on the page shortly before."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.contacts import WITHIN
from simulator.platforms.zendesk_records import ticket_json
from simulator.truth import tell
from simulator.world import build

pytestmark = pytest.mark.thorough


def test_a_ticket_names_its_customers_latest_text_of_three_days_and_the_truth_says_so() -> None:
    world = build(datetime.fromisoformat("2026-11-22T06:00:00+01:00"), days=40)
    wrote = {
        message.id: (message.person, message.created)
        for conversation in world.conversations
        for message in conversation.messages
    } | {comment.id: (comment.person, comment.created) for comment in world.comments}
    noted = [ticket for ticket in world.tickets if ticket.external_id]

    assert len(noted) > 10
    for ticket in noted:
        person, at = wrote[str(ticket.external_id)]
        assert person is ticket.person
        assert 0 < ticket.created - at <= WITHIN
        assert ticket_json(ticket, world.end, "http://z")["external_id"] == ticket.external_id
    links = tell(world).case_links
    assert [(row["message_id"], row["case_id"]) for row in links] == [
        (f"facebook:{ticket.external_id}", f"zendesk:{ticket.id}")
        for ticket in noted
        if ticket.state_at(world.end)["status"] != "deleted"
    ]
