from datetime import UTC, date, datetime

import pytest

from dashboard import formats

NB = "\u00a0"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (formats.number(1234.5, "en", 1), "1,234.5"),
        (formats.number(1234.5, "de", 1), "1.234,5"),
        (formats.number(-3, "de"), "−3"),
        (formats.number(-0.2, "en"), "0"),
        (formats.share(0.773, "en"), "77.3%"),
        (formats.share(0.773, "de"), f"77,3{NB}%"),
        (formats.share_range(0.764, 0.782, "en"), "76.4–78.2%"),
        (formats.share_range(0.764, 0.782, "de"), f"76,4–78,2{NB}%"),
        (formats.points(-0.026, "en"), f"−2.6{NB}pp"),
        (formats.points(0.01, "de"), f"+1,0{NB}Pkt."),
        (formats.points(0.0001, "en"), f"0.0{NB}pp"),
        (formats.duration(47 * 60, "en"), f"47{NB}min"),
        (formats.duration(2 * 3600 + 5 * 60, "en"), f"2{NB}h 05{NB}min"),
        (formats.duration(2 * 3600 + 5 * 60, "de"), f"2{NB}Std. 5{NB}Min."),
        (formats.duration(66 * 3600, "en"), f"2{NB}d 18{NB}h"),
        (formats.duration(66 * 3600, "de"), f"2{NB}Tg. 18{NB}Std."),
        (formats.duration(41 * 60, "de", "chart"), f"41{NB}Min."),
        (formats.duration(5400, "de", "chart"), f"1,5{NB}Std."),
        (formats.duration(3.1 * 86400, "en", "chart"), f"3.1{NB}d"),
        (formats.prose_duration(35 * 3600, "de"), f"1{NB}Tag 11{NB}Stunden"),
        (formats.date(date(2026, 11, 3), "en", "short"), f"3{NB}Nov"),
        (formats.date(date(2026, 11, 3), "de", "short"), f"3.{NB}Nov."),
        (formats.period(date(2026, 10, 24), date(2026, 11, 20), "en"), f"24{NB}Oct – 20{NB}Nov 2026"),
        (formats.period(date(2026, 10, 24), date(2026, 11, 20), "de"), "24.10. – 20.11.2026"),
        (formats.period(date(2025, 12, 24), date(2026, 1, 20), "de"), "24.12.2025 – 20.1.2026"),
        (formats.listed(["a", "b", "c"], "de"), "a, b und c"),
    ],
)
def test_a_value_reads_as_its_language_writes_it(made, expected):
    assert made == expected


def test_an_instant_is_shown_in_the_companys_zone():
    at = datetime(2026, 11, 21, 5, tzinfo=UTC)

    assert formats.instant(at, "en", "Europe/Berlin") == f"21{NB}Nov 2026, 06:00"
    assert formats.instant(at, "de", "Europe/Berlin") == "21.11.2026, 06:00"
    assert formats.instant(at, "de", "America/New_York", "short") == "21.11., 00:00"


@pytest.mark.parametrize(
    "make", [formats.number, formats.share, formats.points, formats.duration, formats.date]
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_unknown_is_a_dash_and_never_zero(make, lang):
    assert make(None, lang) == "—"


def test_euros_stand_where_a_reader_of_the_language_puts_the_sign():
    assert formats.euro(84000.4, "en") == "€84,000"
    assert formats.euro(-6400, "de") == "−6.400\u00a0€"
    assert formats.euro(None, "de") == "—"
    assert formats.euro_range(22900, 40800, "en") == "€22,900–40,800"
    assert formats.euro_range(22900, 40800, "de") == "22.900–40.800\u00a0€"
    assert formats.euro_range(-900, 40800, "en") == "−€900 to €40,800"
