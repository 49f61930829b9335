import csv
import io

import pytest

from dashboard.app import create_app
from dashboard.components.table import Column
from dashboard.export import write_csv
from dashboard.page import all_pages, card_name

COLUMNS = [Column("name", "Name"), Column("share", "Share", "share"), Column("wait", "Wait", "seconds")]
ROWS = [
    {"name": 'Presse; "A"', "share": 0.7731, "wait": 5400.5},
    {"name": "=cmd()", "share": None, "wait": 60},
]


@pytest.fixture(scope="session")
def client(var, reader):
    return create_app(var, reader).server.test_client()


def test_english_csv_has_commas_and_points():
    assert write_csv(COLUMNS, ROWS, "en") == (
        'Name,Share (%),Wait (s)\r\n"Presse; ""A""",77.31,5400.5\r\n\'=cmd(),,60\r\n'
    )


def test_german_csv_has_semicolons_and_decimal_commas():
    assert write_csv(COLUMNS, ROWS, "de") == (
        'Name;Share (%);Wait (s)\r\n"Presse; ""A""";77,31;5400,5\r\n\'=cmd();;60\r\n'
    )


def test_a_file_begins_with_a_byte_order_mark_and_names_period_and_as_of(client):
    answer = client.get("/export/sla-by-department.csv?lang=en")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="leitstand_sla-by-department_2026-10-24_2026-11-20_as-of-20261121T0500Z.csv"'
    )


def test_an_unknown_card_is_not_found(client):
    assert client.get("/export/nonsense.csv").status_code == 404


CARDS = [
    card for page in all_pages() for card in page.cards if not page.path.endswith("/") or page.path == "/"
]


@pytest.mark.parametrize(
    "search",
    [
        "lang=en",
        pytest.param("lang=de&scheme=dark&clock=calendar", marks=pytest.mark.thorough),
        pytest.param("f.platform=sms&p=2030-01-01..2030-01-31", marks=pytest.mark.thorough),
    ],
)
def test_every_cards_file_holds_the_rows_of_its_table(client, view, search):
    for made in CARDS:
        name, card = card_name(made), made(view(f"/?{search}"))
        answer = client.get(f"/export/{name}.csv?{search}")
        if not getattr(card, "columns", ()):
            assert answer.status_code == 404, name
            continue
        text = answer.data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter="," if "lang=en" in search else ";"))

        assert len(rows) == len(card.rows) + 1, name
        assert len(rows[0]) == len(card.columns), name
