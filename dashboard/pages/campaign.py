"""One campaign or post: what it sent to service, who waited for it, what it cost, and what people wrote below it."""

from dashboard.cards.campaigns import (
    campaign_comments,
    campaign_cost_card,
    campaign_effect,
    campaign_figures,
    campaign_wait_card,
    crowding_card,
)
from dashboard.cards.campaigns import campaign_item as items
from dashboard.cards.campaigns.campaign_item import Item, find
from dashboard.components.card import Card, grid, place
from dashboard.components.kpi import Kpi
from dashboard.components.rich import rich
from dashboard.components.states import unknown
from dashboard.page import Body, Page
from dashboard.view import View


def contacts(view: View) -> Kpi:
    """Contacts that it sent to service."""
    return campaign_figures.contacts(view, _found(view))


def longer(view: View) -> Kpi:
    """How much longer people waited."""
    return campaign_figures.waits(view, _found(view))


def others(view: View) -> Kpi:
    """What others waited for it."""
    return campaign_figures.others(view, _found(view))


def service(view: View) -> Kpi:
    """What it cost in service."""
    return campaign_figures.cost(view, _found(view))


def effect(view: View) -> Card:
    """Contacts around it against usual weeks."""
    return campaign_effect.card(view, _found(view))


def waits(view: View) -> Card:
    """Waits after it against waits of usual weeks."""
    return campaign_wait_card.card(view, _found(view))


def crowding(view: View) -> Card:
    """Who waited behind it."""
    return crowding_card.card(view, _found(view))


def cost(view: View) -> Card:
    """What it cost, with service."""
    return campaign_cost_card.cost(view, _found(view))


def hint(view: View) -> Card:
    """What the next one brings."""
    return campaign_cost_card.hint(view, _found(view))


def comments(view: View) -> Card:
    """What people wrote below it."""
    return campaign_comments.comments(view, _found(view))


def published(view: View) -> Card:
    """Its posts."""
    return campaign_comments.published(view, _found(view))


def layout(view: View) -> Body:
    """Return the page of one campaign or post."""
    item = find(view)
    crumbs = [(view.t("campaigns.nav"), view.link("/campaigns"))]
    if item is None:
        body = unknown(view, view.t("campaign.missing.text"), view.t("campaign.missing.mend"))
        return Body([body], title=view.t("campaign.missing.title"), crumbs=crumbs)
    if item.campaign_id and not item.is_campaign:
        crumbs.append((_campaign_name(view, item), view.link(f"/campaigns/{item.campaign_id}")))
    listed = [place(view, published, 8)] if item.is_campaign else []
    return Body(
        [
            grid(*(place(view, kpi, 3) for kpi in (contacts, longer, others, service))),
            grid(place(view, effect, 6), place(view, waits, 6)),
            grid(place(view, crowding, 7), place(view, cost, 5)),
            grid(place(view, hint, 4 if listed else 12), *listed),
            grid(place(view, comments, 12)),
        ],
        answer=rich(_answer(view, item)),
        title=item.name,
        crumbs=crumbs,
        count=view.t("campaign.posts_count", len(item.posts), number=view.number(len(item.posts))),
    )


def _answer(view: View, item: Item) -> str:
    """Return what is beyond doubt: contacts that it sent, and what that made others wait."""
    parts = []
    total = items.told(items.ask(view, "spillover", item)).get("total")
    if total is None or total["metric_value"] is None:
        reason = (total or {}).get("reason") or "no_contacts"
        parts.append(view.t(f"campaign.reason.{reason}"))
    elif items.is_sure(total):
        way = "sent" if total["metric_value"] > 0 else "spared"
        number = view.number(abs(total["metric_value"]))
        parts.append(view.t(f"campaign.answer.{way}", number=number, range=items.spread(view, total)))
    else:
        is_some = total["lower"] > 0 or total["upper"] < 0
        key = (
            "vague" if is_some and total["reason"] != "pretrend" else "unclear" if not is_some else "pretrend"
        )
        parts.append(view.t(f"campaign.answer.{key}", range=items.spread(view, total)))
    relief = items.told(items.ask(view, "relief", item))
    if items.is_sure(relief.get("change")) and relief["change"]["metric_value"] < 0:
        parts.append(
            view.t(
                "campaign.answer.relief",
                share=view.share(-relief["change"]["metric_value"], 0),
                range=view.share_range(-relief["change"]["upper"], -relief["change"]["lower"], 0),
                number=view.number(relief["value"]["metric_value"]),
            )
        )
    hours = items.told(items.ask(view, "crowding_out", item)).get("hours")
    if hours and items.is_sure(hours) and hours["metric_value"] > 0:
        text = view.t(
            "campaign.answer.others",
            hours=view.number(hours["metric_value"]),
            range=items.spread(view, hours),
        )
        parts.append(text)
    return " ".join(parts)


def _campaign_name(view: View, item: Item) -> str:
    rows = view.rows("select name from marts.dim_campaign where campaign_id = ?", (item.campaign_id,))
    return str(rows["name"].item()) if len(rows) else str(item.campaign_id)


def _found(view: View) -> Item:
    found = find(view)
    if found is None:
        raise LookupError(f"no campaign or post is called {view.item}")
    return found


PAGE = Page(
    key="campaign",
    path="/campaigns/",
    layout=layout,
    cards=(contacts, longer, others, service, effect, waits, crowding, cost, hint, comments, published),
    parent="campaigns",
)
