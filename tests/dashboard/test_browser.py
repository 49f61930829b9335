"""The pages in a real browser: nothing from elsewhere, nothing in the console, and every control does what it says."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashboard.page import all_pages

pytestmark = pytest.mark.browser

PAGES = [page.path for page in all_pages() if page.path == "/" or not page.path.endswith("/")]
PATIENCE = 60_000


class Tab:
    """One tab, and what it asked for and complained about."""

    def __init__(self, context, address: str) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.address = address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> "Tab":
        self.page.goto(self.address + path)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until the page that was asked for stands there, charts included."""
        self.page.wait_for_function(
            "() => document.querySelector('#ls-main .ls-titlerow') && !document.querySelector('#ls-main[aria-busy]')"
            " && [...document.querySelectorAll('.ls-chart .dash-graph')].every(g => g.querySelector('.main-svg'))"
        )

    def title(self) -> str:
        return self.page.inner_text("h1")


@pytest.fixture
def tab(chromium, address) -> Iterator[Tab]:
    found = Tab(chromium, address)
    yield found
    found.page.evaluate("localStorage.clear()")
    found.page.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_without_a_complaint_asks_only_this_machine_and_fits_every_window(tab, path):
    tab.open(path)

    assert tab.title()
    for width in (820, 1920, 1280):
        tab.page.set_viewport_size({"width": width, "height": 900})
        # Charts and grids follow the window a moment later.
        tab.page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=20_000)
    assert tab.complaints == []
    assert {urlsplit(url).hostname for url in tab.requests if not url.startswith(("data:", "blob:"))} == {
        "127.0.0.1"
    }


def test_a_filter_is_a_chip_in_the_address_and_survives_a_reload(tab):
    page = tab.open("/sla?lang=en").page
    before = page.inner_text(".ls-count")

    page.click("#ls-filter-button")
    page.click(".ls-filter-menu .ls-option:has-text('Marketing')")
    page.wait_for_selector(".ls-chip")
    tab.settle()

    assert "f.department_id=marketing" in page.url
    assert page.is_visible(".ls-filter-menu"), "the menu stays open while values are ticked"
    assert page.inner_text(".ls-count") != before
    shown = page.inner_text("#sla-by-department")

    page.reload()
    tab.settle()

    assert page.inner_text(".ls-chip").split() == ["Department", "Marketing"]
    assert page.inner_text("#sla-by-department") == shown


def test_removing_the_chip_and_going_back_restore_what_was(tab):
    page = tab.open("/sla?lang=en&f.department_id=press").page

    page.click(".ls-chip-x")
    page.wait_for_selector(".ls-chip", state="detached")
    assert "department_id" not in page.url

    page.go_back()
    page.wait_for_selector(".ls-chip")
    assert "f.department_id=press" in page.url


def test_any_range_of_days_can_be_chosen(tab):
    page = tab.open("/sla?lang=en").page

    page.click("#ls-period-button")
    page.click("[data-day='2026-11-02']")
    page.click("[data-day='2026-11-15']")
    page.wait_for_function("() => document.querySelector('#ls-period').innerText.includes('2')")
    page.wait_for_url("**/sla?p=2026-11-02..2026-11-15&lang=en")
    tab.settle()

    assert page.inner_text("#ls-period").strip() == "2\u00a0Nov – 15\u00a0Nov 2026"


def test_the_language_switches_the_page_and_the_document(tab):
    page = tab.open("/sla").page
    assert (tab.title(), page.get_attribute("html", "lang")) == ("SLA-Einhaltung", "de")

    page.click(".ls-lang")
    page.wait_for_function("() => document.documentElement.lang === 'en'")

    assert tab.title() == "SLA compliance"
    assert page.title() == "SLA compliance · Leitstand"


def test_the_scheme_switches_page_and_figures_and_is_kept(tab):
    page = tab.open("/sla?lang=en").page
    asked = len(tab.requests)

    page.click("[data-action=scheme]")
    page.wait_for_function("() => document.querySelector('.js-plotly-plot').layout.meta.scheme === 'dark'")

    assert len(tab.requests) == asked, "no round trip"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 17, 22)"
    assert "scheme=dark" in page.url

    page.click(".ls-navlink >> nth=0")
    page.wait_for_selector("#bottlenecks-jam")
    assert "scheme=dark" in page.url

    page.goto(tab.address + "/sla?lang=en")
    tab.settle()
    assert page.evaluate("document.querySelector('.js-plotly-plot').layout.meta.scheme") == "dark"


def test_a_cell_of_the_matrix_leads_to_a_list_of_as_many(tab):
    page = tab.open("/sla?lang=en").page
    cell = page.locator("#sla-by-department td.n a").first
    count = cell.inner_text()

    cell.click()
    page.wait_for_url("**/cases?**")
    tab.settle()

    assert count in page.inner_text(".ls-main")


def test_the_file_of_a_card_holds_the_numbers_that_it_shows(tab):
    page = tab.open("/sla?lang=en").page
    shown = page.locator("#sla-by-department tr.total td.v").all_inner_texts()

    page.click("#sla-by-department button[aria-label='More']")
    with page.expect_download() as download:
        page.click("text=Download CSV")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))

    saved = [f"{float(row['Share in target (%)']):.1f}%" for row in rows if row["Department"] == "All"]
    assert [text.lstrip("▼▲ ") for text in shown] == saved


def test_t_shows_a_card_as_a_table_and_back(tab):
    page = tab.open("/sla?lang=en").page
    page.hover("#sla-trend")

    page.keyboard.press("t")
    assert page.is_visible("#sla-trend .ls-twin table")
    assert page.get_attribute("#sla-trend [data-action=twin]", "aria-pressed") == "true"

    page.keyboard.press("t")
    assert page.is_hidden("#sla-trend .ls-twin")


def test_backspace_in_an_empty_search_removes_the_last_filter(tab):
    page = tab.open("/sla?lang=en&f.department_id=press&x.channel=mail").page

    page.keyboard.press("/")
    page.wait_for_selector("#ls-filter-search:focus")
    page.keyboard.press("Backspace")
    page.wait_for_function("() => document.querySelectorAll('.ls-chip').length === 1")

    assert "x.channel" not in page.url


def test_the_first_tab_stop_skips_to_the_content(tab):
    page = tab.open("/sla?lang=en").page

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to content"


def test_every_control_is_large_enough_and_named(tab):
    page = tab.open("/sla?lang=en").page
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a.ls-icon, a.ls-segment, .ls-chip-x, .ls-navlink')]
            .filter(e => e.offsetParent && !e.closest('.ag-root-wrapper'))
            .map(e => [e.getBoundingClientRect(), e])
            .filter(([box, e]) => Math.min(box.width, box.height) < 24 || !(e.ariaLabel || e.textContent.trim()))
            .map(([box, e]) => e.outerHTML.slice(0, 120))"""
    )

    assert small == []


def test_on_a_narrow_screen_the_pages_are_behind_a_button(tab):
    page = tab.page
    page.set_viewport_size({"width": 820, "height": 900})
    tab.open("/sla?lang=en")
    assert page.is_hidden(".ls-nav")

    page.click("#ls-menu")
    page.click(".mantine-Drawer-body .ls-navlink >> nth=0")
    page.wait_for_selector("#bottlenecks-jam")

    assert tab.title() == "Start"
    page.wait_for_selector(".mantine-Drawer-body", state="hidden")


def test_a_chart_can_be_saved_as_a_picture(tab):
    page = tab.open("/sla?lang=en").page

    page.click("#sla-trend button[aria-label='More']")
    with page.expect_download() as download:
        page.click("text=Download PNG")

    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_slider_of_the_backlog_moves_the_moment(tab):
    tab.open("/backlog?lang=en&p=7d")
    before = tab.page.locator("#backlog-moment h3").inner_text()
    tab.page.locator("#ls-moment").focus()
    tab.page.keyboard.press("Home")
    tab.page.wait_for_function(
        "before => document.querySelector('#backlog-moment h3').innerText !== before", arg=before
    )

    # The week begins at midnight in Berlin.
    assert "at=2026-11-13T23:00:00Z" in tab.page.url
    assert "14\u00a0Nov 2026, 00:00" in tab.page.locator("#backlog-moment h3").inner_text()


def test_the_list_of_cases_keeps_columns_and_order_in_its_address(tab):
    tab.open("/cases?lang=en")
    tab.page.wait_for_selector(".ag-row a")
    tab.page.locator("#ls-chooser summary").click()
    tab.page.locator("#ls-chooser a", has_text="Priority").click()
    tab.page.wait_for_selector(".ag-header-cell[col-id=priority]")
    assert "priority" in tab.page.url
    assert tab.page.locator("#ls-chooser").evaluate("box => box.open")

    tab.page.locator(".ag-header-cell[col-id=age_seconds]").click()
    tab.page.wait_for_function("location.search.includes('sort=age_seconds')")


@pytest.mark.parametrize("width", [820, 1280])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_state_of_a_case_is_read_whole_in_the_list(tab, lang, width):
    tab.page.set_viewport_size({"width": width, "height": 900})
    tab.open(f"/cases?lang={lang}&open_at=2026-08-19T09:00:00Z&state=waiting_customer")
    tab.page.wait_for_selector(".ag-row a")

    cells = tab.page.locator(".ag-cell[col-id=state]")
    assert cells.count()
    assert not cells.evaluate_all("cells => cells.some(cell => cell.scrollWidth > cell.clientWidth)")


def test_the_search_leaves_the_definitions_that_hold_its_words_and_an_anchor_is_scrolled_to(tab):
    tab.open("/definitions?lang=en#unowned_time")
    tab.page.wait_for_function(
        "document.getElementById('unowned_time').getBoundingClientRect().top < innerHeight"
    )
    tab.page.locator("#ls-definition-search").fill("double answers")
    tab.page.wait_for_function("document.querySelectorAll('.ls-definition:not([hidden])').length < 4")

    assert tab.page.locator("#double_answers").is_visible()


def test_an_address_opens_its_definition_and_paper_shows_them_all(tab):
    page = tab.open("/definitions?lang=en#unowned_time").page
    page.wait_for_function("document.getElementById('unowned_time').open")
    assert page.locator("details.ls-definition[open]").count() == 1

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.ls-definition:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.ls-definition[open]").count() == 1


def test_a_dark_page_is_printed_light_with_tables_for_grids(tab):
    page = tab.open("/sla?lang=en&scheme=dark").page
    scheme = "getComputedStyle(document.querySelector('.js-plotly-plot .xtick text')).fill"
    dark = page.evaluate(scheme)

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.get_attribute("html", "data-mantine-color-scheme") == "light"
    assert page.is_visible("#breaches-breaches .ls-twin table")
    assert page.is_hidden("#breaches-grid")
    assert page.evaluate(scheme) != dark

    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.get_attribute("html", "data-mantine-color-scheme") == "dark"
    assert page.is_visible("#breaches-grid")
    page.wait_for_function(f"{scheme} === '{dark}'")


def test_g_and_a_letter_go_to_a_page_and_a_question_mark_says_which(tab):
    page = tab.open("/sla?lang=en").page

    page.keyboard.press("?")
    assert page.is_visible("#ls-keys >> text=Response times")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press(page.get_attribute(".ls-navlink[href^='/responses']", "data-key"))
    page.wait_for_url("**/responses?**")
    tab.settle()

    assert tab.title() == "Response times"
