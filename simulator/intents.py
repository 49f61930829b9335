"""What each wording wants, as a person who reads it would label it.

For every matter of the phrase books the intent of its first private message and of its first public comment, in the
order in which the matters stand there.
"""

from __future__ import annotations

INTENTS = {
    "C": "complaint",
    "S": "support_request",
    "Q": "question",
    "P": "praise",
    "B": "purchase_interest",
    "R": "press",
    "N": "no_answer_needed",
}
# topic -> intents of private messages, intents of public comments
_MATTERS: dict[str, dict[str, tuple[str, str]]] = {
    "de": {
        "outage": ("SSSS", "CCCS"),
        "billing": ("CCSS", "CCCC"),
        "contract": ("SQBS", "CQQQ"),
        "esim": ("SSSQ", "SCCQ"),
        "delivery": ("SSCB", "SCCB"),
        "roaming": ("QCS", "QCS"),
        "app": ("SSS", "CCQ"),
        "offer": ("BBBB", "BBBB"),
        "press": ("RRR", "RRR"),
        "privacy": ("SSS", "CQC"),
        "idea": ("QQP", "QQQ"),
    },
    "en": {
        "outage": ("SS", "CC"),
        "billing": ("CS", "CC"),
        "contract": ("SQ", "CQ"),
        "esim": ("SS", "SC"),
        "delivery": ("SC", "SB"),
        "roaming": ("QC", "QC"),
        "app": ("S", "C"),
        "offer": ("BB", "BB"),
        "press": ("R", "R"),
        "privacy": ("S", "C"),
        "idea": ("Q", "Q"),
    },
}
# What the kinds of comments are as intents; what joins a thread ("hier auch") is labelled by nobody.
OF_KIND = {
    "complaint": "complaint",
    "support": "support_request",
    "praise": "praise",
    "emoji": "no_answer_needed",
    "tag": "no_answer_needed",
    "spam": "no_answer_needed",
}
FITTING = {"complaint": ("C",), "support": ("S",), "question": ("Q", "B", "R")}
# The words of the case store's own field, and the share of tickets in which somebody fills it in.
CATEGORIES = {
    "complaint": "beschwerde",
    "support_request": "hilfe",
    "question": "frage",
    "praise": "lob",
    "purchase_interest": "kaufinteresse",
    "press": "presse",
}
CATEGORISED = 0.55


def private(language: str, topic: str, number: int) -> str:
    """The intent of the first private message of a matter."""
    return INTENTS[_MATTERS[language][topic][0][number]]


def public(language: str, topic: str, number: int) -> str:
    """The intent of the first public comment of a matter."""
    return INTENTS[_MATTERS[language][topic][1][number]]


def of_kind(language: str, kind: str, topic: str) -> list[int]:
    """The matters of a topic whose public comment is of a kind: complaint, support or question."""
    letters = _MATTERS[language][topic][1]
    return [number for number, letter in enumerate(letters) if letter in FITTING[kind]]
