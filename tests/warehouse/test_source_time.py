"""Text to instants: what a source's format says, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.warehouse.conftest import COMPANY, Build

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "text", "instant"),
    [
        ("", "2026-11-18T12:00:00Z", NOON),
        ("", "2026-11-18 13:00:00+01:00", NOON),
        ("", "2026-11-18T12:00:00", NOON),
        ('zone = "Europe/Berlin"', "2026-11-18 13:00", NOON),
        ("", "yesterday", None),
        ("", "infinity", None),
        ("", "epoch", None),
        ("", "18.11.2026", None),
        ('date_format = "%d.%m.%Y %H:%M"\nzone = "Europe/Berlin"', "18.11.2026 13:00", NOON),
        ('date_format = "%d.%m.%Y %H:%M"', "31.02.2026 13:00", None),
        ('date_format = "%a %b %d %H:%M:%S %z %Y"', "Wed Nov 18 13:00:00 +0100 2026", NOON),
        ('date_format = "epoch_s"', "1795003200", NOON),
        ('date_format = "epoch_ms"', "1795003200000", NOON),
        ('date_format = "epoch_s"', "soon", None),
    ],
)
def test_text_is_an_instant_only_where_the_format_says_so(
    build: Build, settings: str, text: str, instant: datetime | None
) -> None:
    company = COMPANY.replace('path = "none.csv"', f'path = "none.csv"\n{settings}')
    built = build(company=company)
    found = built.workspace.connection.execute("select source_instant('files', ?)", [text]).fetchone()

    assert found == (instant,)
