"""staging.stg_chatwoot_activities: what a sentence in English or German tells of a conversation."""

from typing import Any

import pytest

from tests.warehouse.models.chatwoot_desk import AGENTS, TEAMS, activity

MODEL = "stg_chatwoot_activities"
CHANGES = ("new_status", "new_assignee", "new_team", "new_priority")


@pytest.fixture
def told(stage: Any) -> Any:
    def read(*sentences: str) -> dict[str, tuple[str | None, ...]]:
        """What each sentence tells; one that tells of no change isn't there."""
        landed = [activity(number, number, text) for number, text in enumerate(sentences)]
        staged = stage(
            MODEL, order="number", chatwoot_agents=AGENTS, chatwoot_teams=TEAMS, chatwoot_messages=landed
        )
        return {sentences[row["number"]]: tuple(row[name] for name in CHANGES) for row in staged.rows}

    return read


def test_a_status_is_read_in_both_languages(told: Any) -> None:
    statuses = {
        "Conversation was marked resolved by Anna": "resolved",
        "Conversation was resolved by Kunde 7": "resolved",
        "Conversation was marked resolved by system due to 7 days of inactivity": "resolved",
        "Conversation was reopened by Anna": "open",
        "Conversation was marked open by system due to an error with the agent bot.": "open",
        "System reopened the conversation due to a new incoming message.": "open",
        "Conversation was marked as pending by Anna": "pending",
        "Conversation was snoozed by Anna": "snoozed",
        "Das Gespräch wurde von Anna gelöst": "resolved",
        "Konversation wurde von Kunde 7 gelöst": "resolved",
        "Das Gespräch wurde vom System aufgrund von 7 Tagen Inaktivität gelöst": "resolved",
        "Das Gespräch wurde von Anna wieder eröffnet": "open",
        "Das System hat die Unterhaltung aufgrund einer neuen eingehenden Nachricht wieder geöffnet.": "open",
        "Das Gespräch wurde von Anna als ausstehend markiert": "pending",
        "Das Gespräch wurde von Anna zur Erinnerung markiert": "snoozed",
    }

    assert told(*statuses) == {text: (status, None, None, None) for text, status in statuses.items()}


def test_agents_and_teams_are_known_by_their_whole_names(told: Any) -> None:
    changes = {
        "Anna self-assigned this conversation": ("3", None),
        "Assigned to Eva by Anna": ("5", None),
        "Assigned to Anna via beschwerden by Eva": ("3", "1"),
        "Assigned to beschwerden by Anna": (None, "1"),
        "Conversation unassigned by Anna": ("", None),
        "Unassigned from beschwerden by Anna": (None, ""),
        "Anna hat sich dieses Gespräch selbst zugewiesen": ("3", None),
        "Anna von Eva von Berg zugewiesen": ("4", None),
        "Zugewiesen an Eva von Berg über beschwerden von Anna": ("4", "1"),
        "Zugewiesen an beschwerden von Anna": (None, "1"),
        "Gespräch nicht zugewiesen von Anna": ("", None),
        "Entfernt aus beschwerden von Anna": (None, ""),
    }

    assert told(*changes) == {text: (None, *change, None) for text, change in changes.items()}


def test_a_priority_is_set_changed_and_taken_away(told: Any) -> None:
    priorities = {
        "Anna set the priority to high": "high",
        "Anna changed the priority from high to urgent": "urgent",
        "Anna removed the priority": "",
        "Anna hat die Priorität auf high gesetzt": "high",
        "Anna hat die Priorität von high zu low geändert": "low",
        "Anna hat die Priorität entfernt": "",
    }

    assert told(*priorities) == {text: (None, None, None, value) for text, value in priorities.items()}


def test_what_tells_of_nothing_else_or_in_another_language_or_of_two_sams_is_left_out(told: Any) -> None:
    assert told(
        "Anna added netz", "La conversation a été résolue par Anna", "Assigned to Sam by Anna", "Anna hat netz entfernt"
    ) == {}  # fmt: skip
