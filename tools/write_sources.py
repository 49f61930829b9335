"""The text of docs/sources.md, from what each connector's module says of itself and of its settings."""

import re
from collections.abc import Iterator
from typing import get_args

from connectors import registry
from connectors.about import About, Group
from connectors.settings import Setting, settings_of

INTRODUCTION = (
    "Each source is a section `[sources.NAME]` of leitstand.toml; `leitstand connect TYPE` writes one to begin with,"
    " `leitstand doctor` tries it. The name becomes part of every id, so keep it. A secret is never in the file:"
    ' `token = "env:NAME"` reads it from the environment. [configuration.md](configuration.md) says the rest: who owns'
    " what comes in, which words a key takes, and how exports are mapped."
)
TITLES: dict[Group, str] = {
    "platform": "Platforms",
    "community": "Communities and feeds",
    "case store": "Case stores",
    "mail": "Mail",
    "phone": "Telephone",
    "push": "Sent to us",
    "export": "Exports",
    "customers": "Customers",
    "money": "Campaigns and money",
    "people": "People at work",
}


def page(note: str, configuration: str) -> str:
    """The whole page, with links to where `configuration`, the text of configuration.md, says more of a type.

    Raises:
        SettingsError: a connector's module has no ABOUT.
    """
    abouts = {type: registry.about(type) for type in registry.types()}
    explained = _explained(configuration)
    groups = {
        group: members
        for group in get_args(Group)
        if (members := {type: about for type, about in abouts.items() if about.group == group})
    }
    listed = [
        f"- {TITLES[group]}: " + ", ".join(f"[{type}](#type--{type})" for type in members)
        for group, members in groups.items()
    ]
    parts = ["# Sources", note, INTRODUCTION, "\n".join(listed)]
    for group, members in groups.items():
        parts.append(f"## {TITLES[group]}")
        for type, about in members.items():
            parts += _section(type, about, explained.get(type))
    return "\n\n".join(parts) + "\n"


def _section(type: str, about: About, anchor: str | None) -> Iterator[str]:
    """One type: what it is and what it needs, then its settings."""
    yield f'### type = "{type}"'
    yield f"**{about.title}.** {about.reads}"
    facts = {"Each run": about.how, "Limits": about.limits, "Verified": about.verified}
    yield "\n".join(f"- {name}: {fact}" for name, fact in facts.items())
    if about.permissions:
        rows = [f"| `{one.name}` | {_cell(one.why)} |" for one in about.permissions]
        yield "\n".join(["| the platform has to grant | because |", "|---|---|", *rows])
    rows = [_row(one) for one in _flat(settings_of(registry.types()[type]))]
    yield "\n".join(["| setting | default | |", "|---|---|---|", *rows])
    if anchor:
        yield f"More in [configuration.md](configuration.md#{anchor})."


def _explained(configuration: str) -> dict[str, str]:
    """The anchor of each type's section; several types may share one."""
    found: dict[str, str] = {}
    for heading in re.findall(r"^### (type = .+)$", configuration, re.MULTILINE):
        anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")  # as code hosts make it
        found |= dict.fromkeys(re.findall(r'"(\w+)"', heading), anchor)
    return found


def _flat(settings: list[Setting]) -> Iterator[Setting]:
    """The settings, each before the names that it holds."""
    for setting in settings:
        yield setting
        yield from (_within(setting, part) for part in _flat(list(setting.parts)))


def _within(setting: Setting, part: Setting) -> Setting:
    return Setting(**{**vars(part), "name": f"{setting.name}.{part.name}"})


def _row(setting: Setting) -> str:
    default = "required" if setting.is_required else f"`{setting.default}`" if setting.default else "none"
    words = f" One of {', '.join(f'`{word}`' for word in setting.choices)}." if setting.choices else ""
    return f"| `{setting.name}` | {default} | {_cell(setting.description)}{words} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
