"""staging.stg_zendesk_case_references: what a ticket says of the contact that it was made of."""

from typing import Any


def ticket(number: int, **fields: Any) -> tuple[str, dict[str, Any]]:
    return str(number), {"id": number, "external_id": None, "via": {"channel": "web"}, **fields}


def test_the_id_that_an_integration_wrote_names_the_contact(stage: Any) -> None:
    tickets = [ticket(7, external_id=" m_10001 "), ticket(8), ticket(9, external_id="")]
    staged = stage("stg_zendesk_case_references", order="case_id", zendesk_tickets=tickets)

    assert staged.columns("case_id", "kind", "reference") == [("zd:7", "contact", "m_10001")]


def test_who_wrote_is_known_by_the_name_that_each_source_would_give(stage: Any) -> None:
    via = {"channel": "twitter", "source": {"from": {"username": "@Anna", "name": "Anna"}, "to": {}}}
    staged = stage("stg_zendesk_case_references", order="reference", zendesk_tickets=[ticket(7, via=via)])

    found = {(kind, reference) for kind, reference in staged.columns("kind", "reference")}
    assert ("writer", staged.pseudonym("x", "anna")) in found
    assert ("writer", staged.pseudonym("fb", "anna")) in found
    assert (
        "writer",
        staged.pseudonym("zd", "anna"),
    ) not in found  # a store's own people are no contacts elsewhere


def test_a_mails_sender_and_a_rule_that_wrote_are_nobody_on_a_platform(stage: Any) -> None:
    mail = {"channel": "email", "source": {"from": {"address": "anna@example.org", "name": "Anna"}}}
    rule = {"channel": "rule", "source": {"from": {"id": 360015550010, "title": "Eingang"}}}
    tickets = [ticket(7, via=mail), ticket(8, via=rule)]
    staged = stage("stg_zendesk_case_references", order="case_id", zendesk_tickets=tickets)

    assert staged.rows == []
