"""Every page, drawn from the hand-made company: both languages, both clocks, filters that leave nothing."""

import json
import re
from copy import deepcopy
from dataclasses import replace

import plotly.graph_objects as go
import pytest
from dash import dcc
from dash.development.base_component import Component

from dashboard import glossary, router, texts
from dashboard.components.static import flatten, markup
from dashboard.data import CATALOG, Reader
from dashboard.page import all_pages
from dashboard.pages.definitions import CITED
from dashboard.texts import catalogue
from tests.dashboard import company_evidence, company_exposures, company_money, company_posts, company_sla
from tests.dashboard.company import DEPARTMENTS, TARGETS

PAGES = [page.path for page in all_pages() if page.path == "/" or not page.path.endswith("/")]
DARK = "lang=de&scheme=dark&clock=calendar"
SEARCHES = [
    "lang=en",
    DARK,
    "f.department_id=marketing,none&x.channel=mail",
    "f.department_id=legal&p=2026-11-20..2026-11-20&lang=en",
    "f.platform=sms&p=2030-01-01..2030-01-31",
]
# One of them says early that something is wrong; every page under every search is for `make test`.
SEARCHES_IN_TIME = [
    search if number == 1 else pytest.param(search, marks=pytest.mark.thorough)
    for number, search in enumerate(SEARCHES)
]


def components(node):
    if isinstance(node, list | tuple):
        for child in node:
            yield from components(child)
    elif isinstance(node, Component):
        yield node
        yield from components(getattr(node, "children", None))


def words(node) -> str:
    """All texts of a tree, one after the other."""
    if isinstance(node, list | tuple):
        return " ".join(words(child) for child in node)
    if isinstance(node, Component):
        return words(getattr(node, "children", None))
    return "" if node is None else str(node)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("search", SEARCHES_IN_TIME)
def test_every_page_is_drawn_whatever_the_filters(drawn, path, search):
    places = deepcopy(drawn(path, search))  # flattened in place below, and other tests look at it too
    shown = words(places["main"])

    assert catalogue("de")["common.error.title"] not in shown
    assert catalogue("en")["common.error.title"] not in shown
    assert not re.search(r"\b(nan|None|inf)\b", shown)
    assert "{" not in shown
    json.dumps([flatten(place) for place in places.values()], default=lambda c: c.to_plotly_json())


@pytest.mark.parametrize("path", PAGES)
def test_every_figure_is_one_that_plotly_takes_and_says_its_scheme(drawn, path):
    for search in ("lang=en", DARK):
        for one in components(drawn(path, search)["main"]):
            if isinstance(one, dcc.Graph):
                go.Figure(one.figure)
                assert one.figure["layout"]["meta"]["scheme"] == ("dark" if "dark" in search else "light")


@pytest.mark.thorough
@pytest.mark.parametrize("path", PAGES)
def test_a_page_stays_small_enough_for_the_browser(drawn, path):
    places = deepcopy(drawn(path, DARK))

    # A card with its menu is about twenty; the page of all conflict figures has thirteen.
    assert sum(1 for place in places.values() for _ in components(flatten(place))) < 400


@pytest.mark.parametrize("path", PAGES)
def test_every_card_has_a_heading_and_every_button_a_name(drawn, path):
    for one in components(drawn(path, "lang=en")["main"]):
        if one._type == "Section":
            assert any(child._type == "H3" and words(child).strip() for child in components(one))
        if one._type == "Button":
            assert words(one).strip() or getattr(one, "aria-label", "").strip()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_word_of_the_other_language_is_on_a_page(drawn, lang):
    other = "en" if lang == "de" else "de"
    own = {v for v in catalogue(lang).values() if isinstance(v, str)}
    foreign = {
        value
        for value in catalogue(other).values()
        if isinstance(value, str) and value not in own and "{" not in value and len(value) > 12
    }
    for path in PAGES:
        places = drawn(path, DARK if lang == "de" else "lang=en")
        shown = words([part for place, part in places.items() if place != "tools"])
        assert not [value for value in foreign if value in shown], path


def header_texts(metric) -> list[str]:
    """What a metric's header says in sentences; a line of an example also without its time or sign."""
    values = [value if isinstance(value, list) else [value] for value in metric.header.values()]
    lines = [text for value in values for text in value if isinstance(text, str) and " " in text]
    parts = [re.sub(r"^(=|\S+ \d\d:\d\d|\d?\d:\d\d)\s+", "", line) for line in lines]
    listed = [", ".join(metric.statistics)] if len(metric.statistics) > 1 else []
    file = [f"warehouse/metrics/{metric.path.name}", metric.content_hash[:8]]
    parted = re.split("|".join(map(re.escape, [*CITED.values(), "; "])), metric.source)
    cited = [part for part in parted if re.search("[A-Za-z]{2}", part)]
    # Names in backticks stand as code, each a leaf of its own.
    around = [" ".join(line.replace("`", " ").split()) for line in lines]
    around += [" ".join(line.replace("`", "").split()) for line in lines]
    around.append(", ".join(metric.dimensions))
    return [*lines, *parts, *around, metric.label, *listed, *file, *cited]


STATE = "(?:new|open|waiting_[a-z_]+|resolved|closed|merged|deleted)"
PATH = rf"(?:(?:[a-z_-]+:)?{STATE} > )+(?:[a-z_-]+:)?{STATE}|[a-z_-]+:{STATE}"
WORDS = r"discount|min|h|d|s|pp|n|Leitstand|XLSX|facebook|zendesk|DE|metrics\.\w+"
UNITS = rf"^crm$|^service$|(?:zendesk|facebook):[\w/]+|{PATH}|\b(?:{WORDS})\b"
MONTHS = "January February March April May June July August September October November December".split()
GLOSSARY = [ours[name] for ours in glossary.concepts().values() for name in ("en", "means_en")]
GLOSSARY += [", ".join(words["en"]) for found in glossary.platforms().values() for words in found.values()]
FROM_DATA = sorted(
    [d[2] for d in DEPARTMENTS]
    + [t[2] for t in (*TARGETS, *company_sla.TARGETS)]
    + [
        "The Graph API answered 190: the access token has expired.",
        "Hallo, seit gestern geht mein Internet nicht mehr. Wann wird das behoben? Meine Kundennummer ist 4711.",
    ]
    + [text for metric in CATALOG.metrics.values() for text in header_texts(metric)]
    + GLOSSARY
    + company_evidence.WORDS
    + company_posts.WORDS
    + [company_exposures.HELP_TEXT]
    + company_money.FILES
    + MONTHS
    + "Jan Feb Mar Apr Jun Jul Aug Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun".split(),
    key=len,
    reverse=True,
)


@pytest.mark.thorough
def test_no_word_on_a_page_stands_in_the_code(reader, monkeypatch):
    """In a pseudo-language whose every text is in brackets, whatever is outside is a number or comes from the data."""

    def bracketed(entry):
        return {k: f"⟦{v}⟧" for k, v in entry.items()} if isinstance(entry, dict) else f"⟦{entry}⟧"

    pseudo = {key: bracketed(entry) for key, entry in catalogue("en").items()}
    monkeypatch.setattr(texts, "catalogue", lambda lang: pseudo)
    found = {
        (path, text)
        for path in PAGES
        for text in set(leaves(list(router.contents(reader, path, "lang=en").values())))
        if re.search(r"[A-Za-z]{2,}", from_the_code(text))
    }
    assert sorted(found) == []


def from_the_code(text: str) -> str:
    """What is left of a text in neither brackets nor the data."""
    left = " ".join(text.split())
    while left != (left := re.sub(r"⟦[^⟦⟧]*⟧", "", left)):
        pass
    left = re.sub(r"crm\.xlsx \[\w+\], row \d+", "", left)
    for phrase in FROM_DATA:
        left = left.replace(phrase, "")
    # Who is known by a pseudonym only is called by it.
    return re.sub(UNITS, "", re.sub(r"\b[0-9a-f]{24}\b", "", left))


INLINE = {"A", "B", "Code", "I", "S", "Small", "Span"}


def leaves(node):
    """Every text of a tree that stands by itself; emphasis within a sentence doesn't part it."""
    if isinstance(node, list | tuple):
        if all(isinstance(child, str | None) or getattr(child, "_type", "") in INLINE for child in node):
            yield " ".join(inline(child) for child in node)
        else:
            for child in node:
                yield from leaves(child)
    elif isinstance(node, Component):
        yield from leaves(getattr(node, "children", None))
    elif isinstance(node, str):
        yield node


def inline(node) -> str:
    if isinstance(node, list | tuple):
        return "".join(inline(child) for child in node)
    return inline(getattr(node, "children", None)) if isinstance(node, Component) else str(node or "")


def test_an_unknown_address_says_so_and_leads_home(reader):
    places = router.contents(reader, "/nowhere", "lang=en")

    assert "No such page" in words(places["main"])


def test_a_folder_without_data_names_the_commands(tmp_path):
    shown = words(router.contents(Reader(tmp_path), "/", "")["main"])

    assert "leitstand demo" in shown
    assert "leitstand run" in shown


def test_a_card_that_fails_says_so_and_leaves_the_rest(reader, monkeypatch):
    from dashboard.cards.sla import compliance

    def fail(view):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(compliance, "beside", fail)
    shown = words(router.contents(reader, "/sla", "lang=en&p=7d")["main"])

    assert "Could not be computed" in shown
    assert "8c41f0d2" in shown
    assert "secret detail" not in shown
    assert "Within 15 min" in shown


def test_a_card_for_which_the_snapshot_is_too_old_says_what_mends_it(reader, monkeypatch):
    from dashboard.cards.sla import compliance

    monkeypatch.setattr(compliance, "beside", lambda view: view.rows("select hue from marts.dim_target"))
    shown = words(router.contents(reader, "/sla", "lang=en&p=7d")["main"])

    assert "An older version published this snapshot" in shown
    assert "leitstand run" in shown
    assert "Could not be computed" not in shown


def test_a_page_for_which_the_snapshot_is_too_old_says_what_mends_it(reader, monkeypatch):
    from dashboard.pages import sla

    def layout(view):
        view.rows("select * from marts.dim_tomorrow")

    monkeypatch.setattr(router, "find", lambda path: replace(sla.PAGE, layout=layout))
    places = router.contents(reader, "/sla", "lang=de")

    assert "Dieser Datenstand ist älter als das Programm" in words(places["main"])
    assert "leitstand run" in words(places["main"])


def test_a_failed_card_keeps_its_last_good_numbers(reader, monkeypatch):
    from dashboard.cards.sla import compliance

    router.contents(reader, "/sla", "lang=en&p=lastweek")

    def fail(view):
        raise RuntimeError

    monkeypatch.setattr(compliance, "beside", fail)
    shown = words(router.contents(reader, "/sla", "lang=en&p=lastweek")["main"])

    assert "Shown: last good numbers, 21\u00a0Nov 2026, 06:00." in shown


def test_a_source_that_is_behind_is_named_with_its_age(reader):
    places = router.contents(reader, "/sla", "lang=en")

    assert "Facebook −7\u00a0h" in words(places["data"])
    assert "1 of 2 sources" in words(places["data"])
    assert "Facebook has delivered nothing since 20\u00a0Nov 2026, 23:00" in words(places["main"])


def test_a_department_without_calendar_is_a_hatched_dash_in_business_time_only(reader):
    business = markup_of(reader, "/sla", "lang=en")
    calendar = markup_of(reader, "/sla", "lang=en&clock=calendar")

    assert "ls-hatch" in business
    assert "— no calendar" in business
    assert "— no calendar" not in calendar


def markup_of(reader, path, search) -> str:
    main = router.contents(reader, path, search)["main"]
    return "".join(markup(one) for one in components(main) if one._type == "Table")
