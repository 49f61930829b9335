"""Regular expressions of the configuration, in the dialect of the database that applies them (RE2)."""

import re

import duckdb


def check_pattern(pattern: str) -> str:
    """Return a pattern that the database can apply.

    Raises:
        ValueError: it can't be read (RE2 knows no look-around and no back-references), or it fits every text.
    """
    try:
        with duckdb.connect() as connection:
            fits = connection.execute("select regexp_matches('', ?)", [pattern]).fetchone()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].partition(": ")[2] or str(error)
        raise ValueError(f"'{pattern}' is no pattern ({reason}); write it like '\\(\\d/\\d\\)'") from None
    if fits and fits[0]:
        raise ValueError(
            f"'{pattern}' fits every text; say what a declared split looks like, as '\\(\\d/\\d\\)'"
        )
    return pattern


def check_group(pattern: str) -> str:
    """Return a pattern with one group in parentheses, which is what is taken from a text.

    Raises:
        ValueError: as above, or it has no group or several.
    """
    check_pattern(pattern)
    groups = re.findall(r"(?<!\\)\((?!\?)", pattern)
    if len(groups) != 1:
        raise ValueError(f"'{pattern}' needs one group, such as '#(\\d{{3,12}})'; others are written (?:...)")
    return pattern
