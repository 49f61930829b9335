"""Numbers, durations and dates as a reader of a language writes them. Unknown is a dash, never 0.

Instants are given in UTC and shown in the zone that is asked for; everything returns text.
"""

import datetime as dt
from zoneinfo import ZoneInfo

DASH = "—"
MINUS = "−"
NBSP = "\u00a0"
_MONTHS = {
    "en": "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec".split(),
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split(),
}
_LONG_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
}
_WEEKDAYS = {"en": "Mon Tue Wed Thu Fri Sat Sun".split(), "de": "Mo Di Mi Do Fr Sa So".split()}
_UNITS = {
    "en": {"s": "s", "min": "min", "h": "h", "d": "d"},
    "de": {"s": "Sek.", "min": "Min.", "h": "Std.", "d": "Tg."},
}


def number(value: float | None, lang: str, decimals: int = 0) -> str:
    """Return 1,234.5 or 1.234,5, with a real minus."""
    if value is None:
        return DASH
    text = f"{abs(value):,.{decimals}f}"
    if lang == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if value < 0 and text.strip("0.,") else text


def share(value: float | None, lang: str, decimals: int = 1) -> str:
    """Return 77.3% or 77,3 %, from a share of 0 to 1."""
    if value is None:
        return DASH
    return number(value * 100, lang, decimals) + (f"{NBSP}%" if lang == "de" else "%")


def share_range(low: float | None, high: float | None, lang: str, decimals: int = 1) -> str:
    """Return 76.4–78.2% or 76,4–78,2 %."""
    if low is None or high is None:
        return DASH
    return f"{number(low * 100, lang, decimals)}–{share(high, lang, decimals)}"


def points(value: float | None, lang: str, decimals: int = 1) -> str:
    """Return −2.6 pp or −2,6 Pkt., from a difference of shares; always with its sign."""
    if value is None:
        return DASH
    sign = "+" if round(value * 100, decimals) > 0 else ""
    return f"{sign}{number(value * 100, lang, decimals)}{NBSP}{'Pkt.' if lang == 'de' else 'pp'}"


def signed(value: float | None, lang: str, decimals: int = 0) -> str:
    """Return a difference of counts with its sign."""
    if value is None:
        return DASH
    return ("+" if round(value, decimals) > 0 else "") + number(value, lang, decimals)


def euro(value: float | None, lang: str, decimals: int = 0) -> str:
    """Return €84,000 or 84.000 €."""
    if value is None:
        return DASH
    text = number(abs(value), lang, decimals)
    sign = MINUS if value < 0 and text.strip("0.,") else ""
    return f"{sign}{text}{NBSP}€" if lang == "de" else f"{sign}€{text}"


def euro_range(low: float | None, high: float | None, lang: str, decimals: int = 0) -> str:
    """Return €22,900–40,800 or 22.900–40.800 €; where the lower end is negative, both ends with a sign and "to"."""
    if low is None or high is None:
        return DASH
    if low < 0:
        return f"{euro(low, lang, decimals)} {'bis' if lang == 'de' else 'to'} {euro(high, lang, decimals)}"
    if lang == "de":
        return f"{number(low, lang, decimals)}–{euro(high, lang, decimals)}"
    return f"{euro(low, lang, decimals)}–{number(high, lang, decimals)}"


def duration(seconds: float | None, lang: str, style: str = "text") -> str:
    """Return 2 h 05 min (style "text") or 1.5 h (style "chart", for charts and grids)."""
    if seconds is None:
        return DASH
    units = _UNITS[lang]
    if seconds < 0:
        return MINUS + duration(-seconds, lang, style)
    if seconds < 59.5:
        return f"{round(seconds)}{NBSP}{units['s']}"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}{NBSP}{units['min']}"
    if style == "chart":
        hours = seconds / 3600
        value, unit = (hours / 24, "d") if (hours >= 24 and hours % 24 == 0) or hours >= 48 else (hours, "h")
        decimals = 0 if value >= 9.95 or abs(value - round(value)) < 0.05 else 1
        return f"{number(value, lang, decimals)}{NBSP}{units[unit]}"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        padded = f"{minutes:02d}" if lang == "en" else f"{minutes}"
        tail = f" {padded}{NBSP}{units['min']}" if minutes else ""
        return f"{hours}{NBSP}{units['h']}{tail}"
    days, hours = divmod(round(seconds / 3600), 24)
    tail = f" {hours}{NBSP}{units['h']}" if hours and days < 100 else ""
    return f"{number(days, lang)}{NBSP}{units['d']}{tail}"


def prose_duration(seconds: float | None, lang: str) -> str:
    """Return a duration for a sentence: in German the unit is written out, so that no sentence ends in "Min."."""
    text = duration(seconds, lang)
    if lang == "en":
        return text
    one = {"Sek.": "Sekunde", "Min.": "Minute", "Std.": "Stunde", "Tg.": "Tag"}
    many = {"Sek.": "Sekunden", "Min.": "Minuten", "Std.": "Stunden", "Tg.": "Tagen"}
    parts = []
    for part in text.split(" "):
        value, _, unit = part.partition(NBSP)
        parts.append(f"{value}{NBSP}{(one if value == '1' else many).get(unit, unit)}")
    return " ".join(parts)


def date(day: dt.date | None, lang: str, style: str = "full") -> str:
    """Return 21 Nov 2026 or 21.11.2026; styles: short 3 Nov, weekday Mon 3 Nov, long 3 November."""
    if day is None:
        return DASH
    month = _MONTHS[lang][day.month - 1]
    if style == "long":
        name = _LONG_MONTHS[lang][day.month - 1]
        return f"{day.day}.{NBSP}{name}" if lang == "de" else f"{day.day}{NBSP}{name}"
    if style == "full":
        return f"{day.day}.{day.month}.{day.year}" if lang == "de" else f"{day.day}{NBSP}{month} {day.year}"
    short = f"{day.day}.{NBSP}{month}" if lang == "de" else f"{day.day}{NBSP}{month}"
    return f"{_WEEKDAYS[lang][day.weekday()]} {short}" if style == "weekday" else short


def instant(at: dt.datetime | None, lang: str, zone: str, style: str = "full") -> str:
    """Return 21 Nov 2026, 06:00 or 21.11.2026, 06:00; style "short" drops the year, style "time" the date too."""
    if at is None:
        return DASH
    local = at.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}"
    if style == "time":
        return clock
    if style == "short":
        day = f"{local.day}.{local.month}." if lang == "de" else date(local.date(), lang, "short")
    else:
        day = date(local.date(), lang)
    return f"{day}, {clock}"


def weekday(day: int, lang: str) -> str:
    """Return Mon or Mo, Monday being 0."""
    return _WEEKDAYS[lang][day]


def hour_of_week(hour: int, lang: str) -> str:
    """Return Mon 9–10 or Mo 9–10 Uhr, Monday 0:00 being 0."""
    day, first = divmod(hour % 168, 24)
    return f"{weekday(day, lang)} {first}–{first + 1}" + (f"{NBSP}Uhr" if lang == "de" else "")


def period(since: dt.date, last: dt.date, lang: str) -> str:
    """Return 24 Oct – 20 Nov 2026 or 24.10. – 20.11.2026, both days included."""
    if since == last:
        return date(last, lang)
    same_year = since.year == last.year
    if lang == "de":
        first = f"{since.day}.{since.month}." + ("" if same_year else f"{since.year}")
    else:
        first = date(since, lang, "short") + ("" if same_year else f" {since.year}")
    return f"{first} – {date(last, lang)}"


def listed(items: list[str], lang: str) -> str:
    """Return "a, b and c" or "a, b und c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'und' if lang == 'de' else 'and'} {items[-1]}"
