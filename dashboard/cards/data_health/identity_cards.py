"""Cards on who customers are across channels: how many are recognised, which contacts aren't, and whom a CRM has twice.

Persons are pseudonyms throughout; a contact is called by what was written, as in every list.
"""

from typing import Any

from dash import html

from dashboard.cards.data_health.data_cards import MOST_ROWS, cut, listed
from dashboard.components.card import Card
from dashboard.components.ranking import ranking
from dashboard.components.states import empty, outdated, unknown
from dashboard.components.table import Column
from dashboard.glossary import named
from dashboard.view import View
from warehouse.catalog import Filters

CONTACTS, RECORDS = "marts.fct_person_contacts", "marts.fct_crm_records"
METRIC, DUPLICATES = "identity_match", "duplicate_customers"
BY = ("platform", "channel")
# By the statistic of the metric: what a contact's `basis` says.
BASES = {"value": "crm", "address": "address", "unmatched": "none"}


def recognised(view: View) -> Card:
    """Do we know on a second channel who it is?"""
    title = view.t("identity.recognised.question")
    if not view.has(CONTACTS):
        return Card(title, body=outdated(view, CONTACTS))
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in view.evaluate(METRIC, BY).to_dicts():
        one = found.setdefault(tuple(row[name] for name in BY), {name: row[name] for name in BY})
        one |= {row["statistic"]: row["numerator"], "contacts": row["sample_size"]}
        if row["statistic"] == "value":
            one |= {"share": row["metric_value"], "lower": row["lower"], "upper": row["upper"]}
    rows = sorted(
        found.values(), key=lambda row: (-row["unmatched"], -row["contacts"], *map(str, row.values()))
    )
    if not rows:
        return Card(title, body=empty(view, view.t("identity.contacts")), metric=METRIC)
    rows = [{**row, **{f"{name}_name": view.name(name, row[name]) for name in BY}} for row in rows]
    total, known, by_address = (sum(row[name] for row in rows) for name in ("contacts", "value", "address"))
    columns = [
        *[Column(f"{name}_name", view.t(f"common.column.{name}")) for name in BY],
        *[Column(name, view.t(f"identity.column.{name}"), "number") for name in ("contacts", *BASES)],
        *[Column(name, view.t(f"identity.column.{name}"), "share") for name in ("share", "lower", "upper")],
    ]
    head = [(view.t("common.column.platform"), "")]
    head += [(view.t(f"identity.column.{name}"), "r") for name in ("contacts", *BASES)]
    return Card(
        view.t("identity.recognised.finding", share=view.share(known / total))
        if _has_crm(view)
        else view.t("identity.recognised.without_crm", share=view.share(by_address / total)),
        view.t("identity.recognised.sub"),
        html.Div(ranking(head, [_line(view, row) for row in rows[:MOST_ROWS]], "ls-two"), className="ls-scroll",
                 tabIndex=0),
        footer=[*_per_person(view), *cut(view, len(rows))],
        rows=rows,
        columns=columns,
        metric=(METRIC, "contacts_per_person"),
        notes=[view.t("identity.recognised.note")],
    )  # fmt: skip


def is_anybody_known(view: View) -> bool:
    """Whether there is a CRM or a contact that a rule recognised, at any time: without, no card here says a thing."""
    if not view.has(CONTACTS):
        return False
    found = view.rows(f"select 1 from {CONTACTS} where basis <> 'none' limit 1")
    return _has_crm(view) or not found.is_empty()


def _has_crm(view: View) -> bool:
    return view.has(RECORDS) and not view.rows(f"select 1 from {RECORDS} limit 1").is_empty()


def _line(view: View, row: dict[str, Any]) -> html.Tr:
    name = html.Div([named(view, row["platform"]), html.Small(row["channel_name"])], className="ls-twoline")
    where = {name: row[name] for name in BY}
    cells = [html.Td(view.number(row["contacts"]), className="r")]
    for statistic, basis in BASES.items():
        href = view.link("/data", where, basis=basis) + "#identity-cards-contacts"
        count = row[statistic]
        cells.append(
            html.Td(html.A(view.number(count), href=href) if count else view.number(0), className="r")
        )
    return html.Tr([html.Th(name, scope="row"), *cells])


def _per_person(view: View) -> list[Any]:
    """How many contacts and channels a person has, where anybody is known."""
    frame = view.evaluate("contacts_per_person")
    said = {row["statistic"]: row["metric_value"] for row in frame.to_dicts() if row["sample_size"]}
    if not said:
        return []
    contacts, channels = (view.number(said[name], 2) for name in ("value", "channels"))
    return [html.Span(view.t("identity.recognised.per_person", contacts=contacts, channels=channels))]


def contacts(view: View) -> Card:
    """Which contacts are those: the ones nobody recognises, unless the address asks for others?"""
    basis = view.state.extra.get("basis", "none")
    basis = basis if basis in BASES.values() else "none"
    title = view.t(f"identity.contacts_of.{basis}")
    if not view.has(CONTACTS):
        return Card(title, body=outdated(view, CONTACTS))
    rows = listing(view, basis)
    if not rows:
        return Card(title, body=html.P(view.t("identity.nobody"), className="ls-state"))
    rows = [
        {
            **row,
            **{f"{name}_name": view.name(name, row[name]) for name in BY},
            "source_name": view.name("source", row["source"]),
            "by": view.t(f"identity.rule.{row['rule'] or 'none'}"),
        }
        for row in rows
    ]
    columns = [
        Column("contact_id", view.t("identity.column.contact")),
        Column("contacted_at", view.t("identity.column.contacted_at"), "instant"),
        Column("source_name", view.t("data_health.column.source")),
        *[Column(f"{name}_name", view.t(f"common.column.{name}")) for name in BY],
        Column("person_id", view.t("identity.column.person")),
        Column("by", view.t("identity.column.by")),
    ]
    by = basis != "none"  # nobody is recognised by nothing: then there is no column of it
    head = [(view.t("identity.column.contact"), "")] + [(view.t("identity.column.by"), "")] * by
    head += [(view.t("identity.column.contacted_at"), "r")]
    lines = []
    for row in rows[:MOST_ROWS]:
        text = " ".join((row["text"] or "").split()) or row["contact_id"]
        link = html.A(text, title=text, href=view.link(f"/conversation/{row['wait_id']}"))
        place = f"{row['platform_name']} · {row['channel_name']} · {row['source_name']}"
        name = html.Div([link, html.Small(place)], className="ls-twoline")
        when = html.Td(view.instant(row["contacted_at"], "short"), className="r")
        lines.append(html.Tr([html.Th(name, scope="row"), html.Td(row["by"]) if by else None, when]))
    return Card(
        title,
        view.t("identity.contacts_sub", count=len(rows), number=view.number(len(rows))),
        html.Div(ranking(head, lines, "ls-two"), className="ls-scroll", tabIndex=0),
        footer=cut(view, len(rows)),
        rows=rows,
        columns=columns,
    )


def listing(view: View, basis: str) -> list[dict[str, Any]]:
    """The contacts of the page's period and filters whose person rests on this basis, the latest first."""
    where, values = view.where("contact_day")
    return view.rows(
        f"""
        with listed as (select * from {CONTACTS} where basis = ? and {where})
        select
            listed.contact_id, listed.contacted_at, listed.source, listed.platform, listed.channel,
            listed.person_id, listed.rule, listed.wait_id, texts.text
        from listed
        left join marts.fct_waits as waits on listed.wait_id = waits.wait_id
        left join marts.message_texts as texts on waits.message_id = texts.message_id
        order by listed.contacted_at desc, listed.contact_id""",
        [basis, *values],
    ).to_dicts()


def _place(view: View, place: str) -> str:
    """Return where a record stands; the line's word is the page's own."""
    file, _, number = place.rpartition(", row ")
    return view.t("identity.place", file=file, number=number) if file else place


def duplicates(view: View) -> Card:
    """Whom does the CRM have twice? Whatever the period: it is a question about all of it."""
    title = view.t("identity.duplicates.question")
    if not view.has(RECORDS):
        return Card(title, body=outdated(view, RECORDS))
    frame = view.snapshot.evaluate(DUPLICATES, Filters(), ())
    counts = {row["statistic"]: row for row in frame.to_dicts()}
    if not counts or not counts["value"]["sample_size"]:
        return Card(title, body=unknown(view, view.t("identity.duplicates.no_crm")), metric=DUPLICATES)
    rows = [
        {
            **row,
            "place": _place(view, row["place"]),
            "also": " · ".join(_place(view, one) for one in row["others"] or []) or None,
            "source_name": view.name("source", row["source"]),
            "why": view.t(f"identity.duplicates.{'key' if row['shares_key'] else 'mail'}"),
        }
        for row in view.rows(f"""
            select
                records.source, records.place, records.person_id, records.shares_key, records.changed_at,
                list(others.place order by others.place) filter (others.place is not null) as others
            from {RECORDS} as records
            left join {RECORDS} as others
                on records.person_id = others.person_id and records.crm_record_id <> others.crm_record_id
            where records.shares_key or records.shares_mail
            group by all
            order by records.source, records.place""").to_dicts()
    ]
    whole = counts["value"]
    share = view.share(whole["metric_value"])
    total = view.number(whole["sample_size"])
    if not rows:
        return Card(view.t("identity.duplicates.none", total=total), metric=DUPLICATES)
    columns = [
        Column("place", view.t("identity.column.place")),
        Column("also", view.t("identity.column.also")),
        Column("why", view.t("identity.column.why")),
        Column("person_id", view.t("identity.column.person")),
        Column("source_name", view.t("data_health.column.source")),
        Column("changed_at", view.t("identity.column.changed_at"), "instant"),
    ]
    return Card(
        view.t("identity.duplicates.finding", len(rows), number=view.number(len(rows)), share=share),
        view.t("identity.duplicates.sub", total=total),
        listed(view, [*columns[:3], columns[4]], rows),
        footer=cut(view, len(rows)),
        rows=rows,
        columns=columns,
        metric=DUPLICATES,
    )
