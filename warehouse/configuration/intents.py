"""What a message wants: the [[intents]] rules, and the sample labelled by hand that says how good they are."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_args

import duckdb
from pydantic import AfterValidator

from warehouse.configuration import environment
from warehouse.configuration.problems import Problems, unknown
from warehouse.configuration.sections import Section, Words
from warehouse.configuration.staffing import SHOWN, decoded, delimiter
from warehouse.vocabulary import Intent, Language

INTENTS: tuple[str, ...] = get_args(Intent)
NAMES = {
    "message_id": ("message_id", "message", "nachricht"),
    "intent": ("intent", "absicht", "anliegen"),
}


def _pattern(text: str) -> str:
    """Return a pattern that the database can apply.

    Raises:
        ValueError: it can't be read (RE2 knows no look-around and no back-references), or it fits every text.
    """
    try:
        with duckdb.connect() as connection:
            fits = connection.execute("select regexp_matches('', ?, 'i')", [text]).fetchone()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].partition(": ")[2] or str(error)
        raise ValueError(f"'{text}' is no pattern ({reason}); write it like 'kein netz|no signal'") from None
    if fits and fits[0]:
        raise ValueError(f"'{text}' fits every text; say which words make the difference")
    return text


class IntentRule(Section):
    """Words by which a message's intent, topic, or the advert that it takes up is known; the first that fits counts.

    `pattern` is sought in the text, whatever the case of its letters. `category` lists the words of the case store's
    own field that mean this intent. A rule with `claim` says that a complaint takes up what an advert promised.
    """

    intent: Intent | None = None
    topic: str | None = None
    claim: bool = False
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    category: Words = ()
    language: Language | None = None


class IntentsAuditSection(Section):
    """[intents_audit]: a CSV file of messages labelled by hand, relative to the folder of the configuration."""

    file: str = ""


class Audited(NamedTuple):
    """What somebody who read a message says that it wants."""

    message_id: str
    intent: str


def rule_problems(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A rule that says nothing, or has nothing to know a message by."""
    if not any(table.get(key) for key in ("intent", "topic", "claim")):
        yield "", 'says nothing of a message; add intent = "complaint", topic = "…" or claim = true'
    if not table.get("pattern") and not table.get("category"):
        yield "pattern", "is missing; add it, or category = the word that the case store uses"
    elif table.get("category") and not table.get("intent"):
        yield "category", "stands for an intent; name it"
    elif not table.get("pattern") and (table.get("topic") or table.get("claim")):
        yield "pattern", "is missing; topic and claim are found in the text"


def audit_path(file: str, base: Path, environ: Mapping[str, str]) -> Path | None:
    """Where the audit lies: below `base`, or below the folder that "env:NAME/file" names; None while NAME is unset."""
    name = environment.reference(file)
    if name is None:
        return base / file
    variable, _, rest = name.partition("/")
    folder = environ.get(variable)
    return Path(folder) / rest if folder else None


def read_audit(path: Path, problems: Problems) -> list[Audited]:
    """The rows of an audit by id, the last word on each message; what is wrong is added to `problems`."""
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        text = f"{path.name} can't be read in {path.parent} ({error.strerror}); mend the path"
        problems.add("[intents_audit]", "file", text)
        return []
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter(text)))
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    columns = {name: at for name, words in NAMES.items() for at, cell in enumerate(head) if cell in words}
    for name in NAMES.keys() - columns.keys():
        problems.add("row 1", name, "no such column; the first row names message_id;intent", file=path.name)
    if len(columns) < len(NAMES):
        return []
    found: dict[str, Audited] = {}
    bad = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not any(cells.values()):
            continue
        if not cells["message_id"]:
            bad.append((number, "message_id", "is empty; name the message"))
        elif cells["intent"].casefold() not in INTENTS:
            bad.append((number, "intent", unknown("intent", cells["intent"], INTENTS)))
        else:
            found[cells["message_id"]] = Audited(cells["message_id"], cells["intent"].casefold())
    for number, column, fault in bad[:SHOWN]:
        problems.add(f"row {number}", column, fault, file=path.name)
    if len(bad) > SHOWN:
        problems.add("", "", f"{len(bad) - SHOWN} more cells can't be read; mend these first", file=path.name)
    return sorted(found.values())
