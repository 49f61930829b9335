"""A budget planner's two questions, walked in a real browser: three clicks from Start at most."""

from __future__ import annotations

import pytest

from tests.dashboard.test_browser import address, chromium  # noqa: F401 - fixtures

pytestmark = pytest.mark.browser


def test_what_the_last_campaign_really_cost_is_one_click_from_start_and_its_posts_are_two(
    chromium,  # noqa: F811
    address,  # noqa: F811
):
    page = chromium.new_page()
    page.goto(f"{address}/?lang=en")
    page.get_by_role("link", name="really cost, with service").click()
    page.wait_for_url("**/budget?**")
    waterfall = page.locator("#budget-waterfall")
    waterfall.locator("svg").get_by_text("True cost").first.wait_for()
    assert "campaign=" in page.url

    waterfall.get_by_role("link", name="Posts and contacts behind it").click()
    page.wait_for_url("**/campaigns/**")
    page.close()


def test_an_amount_leads_to_the_row_of_the_file_that_it_stands_in(chromium, address):  # noqa: F811
    page = chromium.new_page()
    page.goto(f"{address}/budget?lang=en&p=90d")
    page.locator("#budget-consolidated table a").first.click()
    page.wait_for_url("**lines=budget**")
    page.locator("#budget-lines").get_by_text("budgets.xlsx [Plan]").first.wait_for()
    page.close()
