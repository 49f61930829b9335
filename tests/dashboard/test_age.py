"""Every page says when its data is too old, whenever it is opened."""

import json
from datetime import datetime, timedelta

import pytest

from dashboard.components.header import data_line
from dashboard.components.static import markup

pytestmark = pytest.mark.thorough

PATIENCE = 60_000


def test_the_data_line_carries_its_instant_and_the_words(view):
    drawn = markup(data_line(view("/sla?lang=de"))[1])
    assert 'data-as-of="2026-11-21T05:00:00+00:00"' in drawn
    assert 'data-one="1 Tag alt"' in drawn and 'data-other="DAYS Tage alt"' in drawn


@pytest.mark.browser
def test_the_browser_says_so_after_a_day_and_a_half_and_not_before(chromium, address):
    said = {}
    for hours in (1, 35, 37, 49, 24 * 30):
        at = datetime.fromisoformat("2026-11-21T05:00:00+00:00") + timedelta(hours=hours)
        page = chromium.new_page()
        page.add_init_script(f"Date.now = () => Date.parse({json.dumps(at.isoformat())});")
        page.goto(address + "/definitions?lang=en", timeout=PATIENCE)
        page.wait_for_selector("[data-as-of]", state="attached", timeout=PATIENCE)
        said[hours] = page.inner_text("[data-as-of]")
        page.close()

    assert said == {1: "", 35: "", 37: "1 day old", 49: "2 days old", 720: "30 days old"}
