"""What if: the address is the scenario, moving nothing changes nothing, and what it says is saved and exported."""

import io
import json
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from dashboard.cards.capacity import export_scenario, scenario, scenario_card, scenario_store
from dashboard.components.static import markup
from warehouse.scenario import PerThousand, Scenario, compare


def lines(view, search: str):
    found = scenario.moved(view(f"/capacity?of=service&lang=en&{search}"))
    assert found is not None
    return {line.target_id or line.name: line for line in found.lines}


def test_moving_nothing_changes_nothing(view):
    for line in lines(view, "").values():
        assert line.now == line.then


def test_more_people_keep_more_and_cost_more(view):
    found = lines(view, "people=5")

    assert found["public_5h"].then.value >= found["public_5h"].now.value
    assert found["late"].then.value <= found["late"].now.value
    assert found["people"].then.value == pytest.approx(found["people"].now.value + 5)
    assert found["cost"].then.value > found["cost"].now.value
    assert found["contacts"].then == found["contacts"].now


def test_money_becomes_people_at_the_department_s_rate(view):
    found = scenario.moved(view("/capacity?of=service&money=36400"))
    assert found is not None
    people = next(line for line in found.lines if line.name == "people")

    # A person is 35 hours in each of 13 weeks.
    bought = 36_400 / (35 * 13 * found.inputs.euro_per_hour)
    assert people.then.value - people.now.value == pytest.approx(bought)


def test_a_campaign_adds_its_contacts_and_leaves_all_else_as_it_was(view):
    found = scenario.moved(view("/capacity?of=service"))
    assert found is not None
    known = {"campaign": PerThousand("campaign", 2.0, 0.0, 9)}
    contacts = next(iter(compare(found.inputs, Scenario(reach=200_000), known)))

    # Two contacts per thousand of 200,000.
    for now, then in zip(
        (contacts.now.value, contacts.now.lower), (contacts.then.value, contacts.then.lower), strict=True
    ):
        assert then - now == pytest.approx(400, abs=60)


def test_a_campaign_of_a_kind_that_nobody_knows_is_not_computable(view):
    found = lines(view, "reach=500000&kind=nonsense")

    assert found["contacts"].then.value is None
    assert found["contacts"].then.reason == "few_posts"
    assert found["contacts"].now.value > 0


def test_a_number_that_is_none_is_put_right(view):
    asked = scenario.asked(view("/capacity?people=many&money=-5&reach=9e99&in=-3"))

    assert (asked.people, asked.money, asked.campaign_in) == (0, 0.0, 0)
    assert asked.reach == scenario.REACH[1]


def test_the_card_says_why_there_is_no_scenario(view):
    html = markup(scenario_card.card(view("/capacity?lang=en&of=product")).body)

    assert "nobody is on shift" in html


def test_sliders_carry_the_address_that_they_lead_to(view):
    card = scenario_card.card(view("/capacity?of=service&lang=en&people=2"))
    sliders = [part for part in card.body if getattr(part, "className", "") == "ls-slider"]
    addresses = [getattr(part, "data-href") for part in sliders]

    assert [getattr(part, "data-scenario") for part in sliders] == ["people", "money", "reach"]
    assert addresses[1].endswith("people=2&money=VALUE")


def test_the_spreadsheet_reckons_what_the_page_says(view):
    shown = view("/capacity?of=service&lang=en&people=3&money=20000")
    found = scenario.moved(shown)
    assert found is not None
    book = load_workbook(io.BytesIO(export_scenario.workbook(shown, found)))
    cells = {row[0].value: row[1] for row in book["Scenario"].iter_rows()}
    cost = next(line for line in found.lines if line.name == "cost")

    people_now = cells["Hours on shift a week now"].value / cells["Hours of one person a week"].value
    assert cells["People now"].value == "=B4/B5"
    bought = 20000 / (cells["Rate in € an hour"].value * cells["Hours of one person a week"].value * 13)
    hours = (people_now + 3 + bought) * cells["Hours of one person a week"].value * 13
    reckoned = hours * cells["Rate in € an hour"].value
    reckoned += cells["Contacts a quarter in the scenario"].value * cells["Tools in € a contact"].value
    assert cells["Cost a quarter in the scenario, €"].value == "=B14*B5*91/7*B6+B9*B7"
    assert reckoned == pytest.approx(cost.then.value, rel=1e-3)
    assert book["Forecast"].max_row > 6


def test_a_scenario_is_saved_by_name_replaced_and_removed(tmp_path: Path):
    path = tmp_path / "scenarios.json"

    scenario_store.save(path, "Winter", "/capacity?people=3")
    scenario_store.save(path, "Winter", "/capacity?people=4")
    assert scenario_store.read(path) == [{"name": "Winter", "address": "/capacity?people=4"}]
    assert scenario_store.save(path, "Winter", "") == []


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere",
        "/\t/elsewhere.example",
        "/\ud800",
        7,
        None,
    ],
)
def test_an_address_of_elsewhere_is_not_saved(tmp_path: Path, address):
    server = Flask("test")
    scenario_store.register(server, tmp_path)

    answer = server.test_client().post("/scenarios", json={"name": "Trap", "address": address})

    assert answer.status_code == 400
    assert scenario_store.read(tmp_path / "scenarios.json") == []


def test_a_page_of_elsewhere_can_save_nothing(tmp_path: Path):
    server = Flask("test")
    scenario_store.register(server, tmp_path)
    given = {"name": "Winter", "address": "/capacity?people=3"}
    client = server.test_client()

    assert (
        client.post("/scenarios", json=given, headers={"Origin": "https://elsewhere.example"}).status_code
        == 403
    )
    assert client.post("/scenarios", data=json.dumps(given), content_type="text/plain").status_code == 403
    assert client.post("/scenarios", json=given, headers={"Origin": "http://localhost"}).status_code == 200
    assert client.get("/scenarios").get_json() == [given]


def test_a_file_that_nobody_can_read_holds_nothing(tmp_path: Path):
    path = tmp_path / "scenarios.json"
    path.write_text("{broken", encoding="utf-8")

    assert scenario_store.read(path) == []


def test_a_name_is_what_can_be_seen_of_it(tmp_path: Path):
    path = tmp_path / "scenarios.json"
    server = Flask("test")
    scenario_store.register(server, tmp_path)
    client = server.test_client()
    for name in ("a\u202e\x00 \ud800b", "\u202e", "x" * 500):
        client.post("/scenarios", json={"name": name, "address": "/capacity"})

    assert [one["name"] for one in scenario_store.read(path)] == ["a b", "x" * 80]


def test_one_more_than_may_be_costs_no_other(tmp_path: Path):
    path = tmp_path / "scenarios.json"
    rows = [{"name": f"n{n:03d}", "address": "/capacity"} for n in range(scenario_store.MOST)]
    path.write_text(json.dumps(rows), encoding="utf-8")

    with pytest.raises(scenario_store.NotSaved, match="remove one first"):
        scenario_store.save(path, "a new one", "/capacity?people=1")
    assert scenario_store.read(path) == rows
    assert len(scenario_store.save(path, "n000", "/capacity?people=1")) == scenario_store.MOST


def test_what_can_no_longer_be_read_is_not_written_over(tmp_path: Path):
    path = tmp_path / "scenarios.json"
    path.write_text("{broken", encoding="utf-8")
    server = Flask("test")
    scenario_store.register(server, tmp_path)

    answer = server.test_client().post("/scenarios", json={"name": "Winter", "address": "/capacity"})
    assert (answer.status_code, path.read_text(encoding="utf-8")) == (409, "{broken")
