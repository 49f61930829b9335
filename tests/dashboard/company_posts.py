"""The posts of the tests' company: campaigns, what people want below them, who saw it, and what showing it cost.

A post every other day; those of Black Week draw three complaints in ten comments, the others one. Labels were checked
on 260 messages. `make` gives each comment its post and each message what it wants.
"""

from datetime import datetime, timedelta
from typing import Any

import duckdb
import polars as pl

from warehouse.catalog import load

CAMPAIGNS = {
    # id: name, claim, share of complaints, paid
    "black": ("Black Week", "50 % auf alle Tarife", 0.34, True),
    "family": ("Nord Family", "Jede weitere Karte für 10 Euro", 0.12, True),
    "summer": ("Sommer ohne Grenzen", "EU-Roaming ohne Aufpreis", 0.08, True),
    None: ("", "", 0.10, False),
}
TEXTS = {
    "black": "Black Week: 50 % auf alle Tarife",
    "family": "Familie aufgepasst: jede weitere Karte für 10 €. Jetzt wechseln und Rufnummer behalten.",
    "summer": "Koffer zu, Handy an: In der ganzen EU surfen wie zu Hause.",
    None: "Wochenende, Sonne, volles Datenvolumen. Wohin geht es bei euch?",
}
WORDS = [
    *(text for name, claim, _, _ in CAMPAIGNS.values() for text in (name, claim) if text),
    "Black Week, Nord Family and Sommer ohne Grenzen",
    *TEXTS.values(),
    "Familie aufgepasst: jede weitere Karte für 10 €. Jetzt …",
]
"""What pages show that comes from here."""
OTHERS = ("question", "support_request", "praise", "purchase_interest", None)
READINGS = 120
CPM = 6.0
DERIVED = ("fct_comments", "fct_post_comments", "fct_complaint_exposure")


def make(
    random: Any, as_of: datetime, days: int, waits: list[dict[str, Any]], messages: list[dict[str, Any]]
) -> dict[str, pl.DataFrame]:
    """Complete waits and messages, and return posts, campaigns, reach, spend and the quality of labels, by mart."""
    count = max(days // 2, 6)
    posts = [_post(number, as_of - timedelta(days=2 * (count - number), hours=-9)) for number in range(count)]
    of_message = {message["message_id"]: message for message in messages}
    for message in messages:
        message |= {"intent_source": None, "takes_up_claim": None}
    for wait in waits:
        post = _post_of(posts, wait) if wait["channel"] == "comment" else None
        share = CAMPAIGNS[post["campaign_id"]][2] if post else 0.2
        # What still waits under a post complains, so that the list of what to answer next isn't empty.
        is_complaint = random.random() < share or (post is not None and wait["outcome"] == "open")
        intent = "complaint" if is_complaint else OTHERS[int(random.choice(5, p=[0.4, 0.3, 0.15, 0.1, 0.05]))]
        source = "none" if intent is None else "case_store" if wait["channel"] == "mail" else "rule"
        said = {"intent": intent, "intent_source": source, "topic": "billing" if is_complaint else None}
        wait |= said | {"post_id": post["post_id"] if post else None}
        claims = is_complaint and post is not None and random.random() < 0.3
        of_message[wait["message_id"]] |= said | {"post_id": wait["post_id"], "takes_up_claim": claims}
        if wait["answer_message_id"]:
            of_message[wait["answer_message_id"]]["post_id"] = wait["post_id"]
    reach = [row for post in posts for row in _reach(random, as_of, post)]
    made = {
        "marts.dim_post": posts,
        "marts.dim_campaign": [
            {"campaign_id": key, "name": name, "claim": claim, "platform": "facebook", "source": "sheets",
             "starts_at": as_of - timedelta(days=40), "campaign_day": (as_of - timedelta(days=40)).date(),
             "ends_at": as_of + timedelta(days=5), "pattern": None,
             "planned_cost": 40_000.0}
            for key, (name, claim, _, _) in CAMPAIGNS.items() if key
        ],
        "marts.fct_reach": reach,
        "marts.fct_spend": _spend(posts, reach),
        "marts.dim_intent_quality": [
            _quality(intent) | {"visibility": visibility}
            for intent in ("complaint", *OTHERS, "press")
            for visibility in ("public", "private", "all")
            if intent
        ],
    }  # fmt: skip
    return {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in made.items()}


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the warehouse's own queries make what follows from posts, comments and reach."""
    connection.execute("""
        alter table company.settings add column comment_hours bigint default 72;
        alter table company.settings add column visible_share double default 1.0;
        alter table marts.fct_messages alter no_answer_reason type varchar  -- nobody's message has one
    """)
    models = load().models
    for table in DERIVED:
        connection.execute(f"create table marts.{table} as {models[f'marts.{table}'].sql}")


def _post(number: int, published: datetime) -> dict[str, Any]:
    campaign = (None, "summer", None, "family", None, "black")[(number * 5) % 6]
    return {
        "post_id": f"facebook:post{number}",
        "source": "facebook",
        "platform": "facebook",
        "account": "nordfunk",
        "published_at": published,
        "is_paid": CAMPAIGNS[campaign][3],
        "text": TEXTS[campaign],
        "campaign_id": campaign,
        "department_id": "marketing",
        "is_reactive": False,
        "kind": "campaign" if campaign else "usual",
    }


def _post_of(posts: list[dict[str, Any]], wait: dict[str, Any]) -> dict[str, Any]:
    earlier = [post for post in posts if post["published_at"] <= wait["opened_at"]]
    return earlier[-1] if earlier else posts[0]


def _reach(random: Any, as_of: datetime, post: dict[str, Any]) -> list[dict[str, Any]]:
    """Hourly readings of five days; every ninth post was read by nobody, and one counter of the others fell."""
    number = int(post["post_id"].removeprefix("facebook:post"))
    if number % 9 == 4:
        return []
    rows = []
    for kind, total, fades in (("organic", 12_000, 14), ("paid", 60_000, 40)):
        if kind == "paid" and not post["is_paid"]:
            continue
        for hour in range(READINGS):
            begins = post["published_at"] + timedelta(hours=hour)
            if begins + timedelta(hours=1) > as_of:
                break
            shown = round(total * (2.718 ** (-hour / fades) - 2.718 ** (-(hour + 1) / fades)))
            fell = number % 9 == 7 and kind == "organic" and hour == 20
            rows.append({
                "post_id": post["post_id"], "campaign_id": post["campaign_id"], "from_at": begins,
                "until_at": begins + timedelta(hours=1), "seconds": 3600.0, "quality": "fell" if fell else "hourly",
                "paid_impressions": shown if kind == "paid" else None,
                "organic_impressions": shown if kind == "organic" and not fell else None,
            })  # fmt: skip
    return rows


def _spend(posts: list[dict[str, Any]], reach: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shown: dict[str, int] = {}
    for row in reach:
        shown[row["post_id"]] = shown.get(row["post_id"], 0) + (row["paid_impressions"] or 0)
    return [
        {"spend_id": f"sheets:{post['post_id']}", "post_id": post["post_id"], "campaign_id": post["campaign_id"],
         "category": "media", "amount": shown[post["post_id"]] * CPM / 1000, "currency": "EUR", "platform": "facebook",
         "source": "sheets", "file": "spend.xlsx", "line": 2, "spent_day": post["published_at"].date()}
        for post in posts if shown.get(post["post_id"])
    ]  # fmt: skip


def _quality(intent: str) -> dict[str, Any]:
    positives, found, negatives, passed = (60, 52, 200, 190) if intent == "complaint" else (30, 25, 230, 220)
    if intent == "press":
        positives, found, negatives, passed = 8, 8, 252, 252
    return {
        "intent": intent, "sensitivity": found / positives, "sensitivity_lower": found / positives - 0.09,
        "sensitivity_upper": min(1.0, found / positives + 0.07), "specificity": passed / negatives,
        "specificity_lower": passed / negatives - 0.04, "specificity_upper": min(1.0, passed / negatives + 0.02),
        "positive_count": positives, "true_positive_count": found, "negative_count": negatives,
        "true_negative_count": passed, "stored_count": 0, "stored_agreed_count": 0,
    }  # fmt: skip
