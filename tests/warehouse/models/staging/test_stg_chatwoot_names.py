"""staging.stg_chatwoot_names: the names by which agents and teams can be told apart."""

from typing import Any

from tests.warehouse.models.chatwoot_desk import AGENTS, TEAMS


def test_a_name_that_two_agents_have_names_neither(stage: Any) -> None:
    staged = stage("stg_chatwoot_names", order="kind, id", chatwoot_agents=AGENTS, chatwoot_teams=TEAMS)

    assert staged.columns("kind", "id", "name") == [
        ("agent", "3", "Anna"), ("agent", "4", "Eva von Berg"), ("agent", "5", "Eva"), ("team", "1", "beschwerden"),
    ]  # fmt: skip
