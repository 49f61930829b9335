"""A budget planner in a real browser: from Start to when it breaks and what waiting costs, and then a what-if."""

from pathlib import Path

import pytest

from tests.dashboard.test_browser import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.conflict(10)]


def test_from_start_one_click_says_when_it_breaks_and_what_a_month_too_late_costs(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}/?lang=en")
    page.click("#start-overload a", timeout=PATIENCE)
    page.wait_for_selector("#capacity-load .js-plotly-plot", timeout=PATIENCE)
    text = page.inner_text("main")
    page.close()

    assert "Days until overload" in text
    assert "A month too late" in text
    assert "80% interval" in text


def test_a_scenario_is_moved_saved_and_opened_again(chromium, address, var: Path):
    page = chromium.new_page()
    page.on("dialog", lambda dialog: dialog.accept("Winter"))
    page.goto(f"{address}/capacity?lang=en&of=service")
    page.wait_for_selector("#ls-scenario-people", timeout=PATIENCE)
    page.focus("#ls-scenario-people")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**people=1**", timeout=PATIENCE)
    page.click('[data-action="save-scenario"]')
    page.wait_for_selector(".ls-saved a", timeout=PATIENCE)
    page.goto(f"{address}/capacity?lang=en&of=service")
    page.click(".ls-saved a >> text=Winter", timeout=PATIENCE)
    page.wait_for_url("**people=1**", timeout=PATIENCE)
    page.close()

    assert "people=1" in (var / "scenarios.json").read_text(encoding="utf-8")
