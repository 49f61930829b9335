"""What people write in tables: numbers, days, instants and periods, by the macros that staging shares."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pytest

from warehouse.database import MACROS

QUARTER = (date(2026, 10, 1), date(2027, 1, 1))
OCTOBER = (date(2026, 10, 1), date(2026, 11, 1))


@pytest.fixture(scope="module")
def ask() -> Iterator[Any]:
    """ask("macro(?, ...)", value, ...): what it gives."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(MACROS.read_text(encoding="utf-8"))
        yield lambda call, *values: connection.execute(f"select {call}", list(values)).fetchone()[0]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("€ 1.234,50", "1234.50"),
        ("1 234,50 EUR", "1234.50"),
        ("1'234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1.234,-", "1234.0"),
        ("12-", "-12"),
        ("0,125", "0.125"),
        ("12,5", "12.5"),
        ("1234.5678", "1234.5678"),
        ("1.2.3", None),
        ("viel", None),
        ("", None),
    ],
)
def test_numbers_whose_meaning_is_clear(ask: Any, written: str, plain: str | None) -> None:
    assert ask("plain_number(?, null)", written) == plain


@pytest.mark.parametrize(("sign", "meant"), [(None, None), (",", "1234"), (".", "1.234")])
def test_one_sign_before_three_digits_needs_to_be_told(ask: Any, sign: str | None, meant: str | None) -> None:
    assert ask("plain_number('1.234', ?)", sign) == meant


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("3.11.2026", date(2026, 11, 3)),
        ("03.11.26", date(2026, 11, 3)),
        ("2026-11-03 08:30:00", date(2026, 11, 3)),
        ("31.02.2026", None),
        ("11/03/2026", None),
        ("46000", None),
    ],
)
def test_days(ask: Any, written: str, day: date | None) -> None:
    assert ask("written_day(?)", written) == day


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("3.11.2026 8:05", datetime(2026, 11, 3, 7, 5, tzinfo=UTC)),
        ("2026-11-03", datetime(2026, 11, 2, 23, tzinfo=UTC)),
        ("24.12.2026 24:00", datetime(2026, 12, 24, 23, tzinfo=UTC)),
        ("2026-11-03T08:00:00+01:00", datetime(2026, 11, 3, 7, tzinfo=UTC)),
        ("2026-07-03 08:00:00+0200", datetime(2026, 7, 3, 6, tzinfo=UTC)),
        ("2026-11-03T08:00:00Z", datetime(2026, 11, 3, 8, tzinfo=UTC)),
        ("3.11.2026 25:00", None),
        ("heute", None),
    ],
)
def test_instants_by_the_companys_clock_unless_they_say_otherwise(
    ask: Any, written: str, instant: datetime | None
) -> None:
    assert ask("written_instant(?, 'Europe/Berlin')", written) == instant


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("IV/2026", QUARTER),
        ("2026-Q4", QUARTER),
        ("Q4 2026", QUARTER),
        ("2026Q4", QUARTER),
        ("4. Quartal 2026", QUARTER),
        ("10/2026", OCTOBER),
        ("2026-10", OCTOBER),
        ("Oktober 2026", OCTOBER),
        ("Oct 2026", OCTOBER),
        ("2026-10-01", OCTOBER),
        ("März 2026", (date(2026, 3, 1), date(2026, 4, 1))),
        ("2026", (date(2026, 1, 1), date(2027, 1, 1))),
        ("13/2026", (None, None)),
        ("Q4", (None, None)),
        ("bald", (None, None)),
    ],
)
def test_periods(ask: Any, written: str, period: tuple[date | None, date | None]) -> None:
    assert (ask("period_start(?)", written), ask("period_end(?)", written)) == period
