"""Four figures of one campaign or post: contacts, waiting, waiting of others, money. Each with interval and n."""

from typing import Any

from dash import html

from dashboard import formats
from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns.campaign_item import Item
from dashboard.cards.campaigns.campaign_wait_card import signed_time
from dashboard.components.kpi import Kpi
from dashboard.verdict import estimate
from dashboard.view import View


def contacts(view: View, item: Item) -> Kpi:
    """Contacts that it sent to service within a day of its posts."""
    row = items.told(items.ask(view, "spillover", item)).get("total")
    value = view.signed(row["metric_value"]) if row else formats.DASH
    return _kpi(view, "contacts", row, value, items.spread(view, row) if row else "", item)


def waits(view: View, item: Item) -> Kpi:
    """How much longer people waited."""
    row = items.told(items.ask(view, "campaign_waits", item)).get("value")
    known = row is not None and row["metric_value"] is not None
    value = signed_time(view, row["metric_value"]) if row and known else formats.DASH
    return _kpi(view, "waits", row, value, items.spread(view, row, "seconds") if row else "", item)


def others(view: View, item: Item) -> Kpi:
    """Hours that those waited in vain who had nothing to do with it."""
    row = items.told(items.ask(view, "crowding_out", item)).get("hours")
    known = row is not None and row["metric_value"] is not None
    value = (
        view.t("campaign.kpi.hours", number=view.signed(row["metric_value"]))
        if row and known
        else formats.DASH
    )
    return _kpi(view, "others", row, value, items.spread(view, row) if row else "", item)


def cost(view: View, item: Item) -> Kpi:
    """What the extra contacts cost in service."""
    row = items.costs(view, item).get("service_cost")
    known = row is not None and row["metric_value"] is not None
    value = view.euro(row["metric_value"]) if row and known else formats.DASH
    spread = ""
    if row and row["lower"] is not None:
        spread = view.t("campaign.range", low=view.euro(row["lower"]), high=view.euro(row["upper"]))
    return _kpi(view, "cost", row, value, spread, item)


def _kpi(view: View, key: str, row: dict[str, Any] | None, value: str, spread: str, item: Item) -> Kpi:
    label = view.t(f"campaign.kpi.{key}")
    if row is None or row["metric_value"] is None:
        reason = (row or {}).get("reason") or "no_contacts"
        return Kpi(label, formats.DASH, tone="unknown", interval=view.t(f"campaign.reason.{reason}"))
    few = row["grade"] == "too_few"
    tone = "few" if few else "bad" if items.is_sure(row) and row["lower"] > 0 else "unclear"
    edges = [abs(row[name]) for name in ("metric_value", "lower", "upper") if row[name] is not None]
    reach = max(edges) * 1.1 or 1.0
    low = -reach if min(row["metric_value"], row["lower"] or 0.0) < 0 else 0.0
    return Kpi(
        label,
        value,
        tone=tone,
        verdict=view.t(f"campaign.grade.{row['grade']}"),
        is_grade=True,
        estimate=estimate(row),
        goal=0.0,
        scale=(low, reach),
        interval=view.t("campaign.kpi.interval", range=spread) if spread and spread != formats.DASH else "",
        n=view.t("common.kpi.n", n=view.number(row["sample_size"])),
        foot=[html.Span(view.t(f"campaign.kpi.{key}_foot"))],
    )
