"""What marketing does: campaigns with their posts, claims and money, and what each post is meant to cost service.

Days are counted back from the end of the simulated time, so that every world of that length has them. `spill` is the
planted effect: how many service contacts (tickets, private messages, calls) a post brings on average within a day.
"""

# ruff: noqa: E501  (a post stands on one line, however long)

from __future__ import annotations

from dataclasses import dataclass

DAY = 86400
CPM = 6.2  # euro for a thousand paid impressions
USUAL_MIX = {
    "question": 0.30,
    "support": 0.17,
    "complaint": 0.11,
    "praise": 0.14,
    "emoji": 0.14,
    "tag": 0.12,
    "spam": 0.02,
}


@dataclass(frozen=True)
class Launch:
    """One post of a campaign: days after its start, text, size of the crowd below it, media money, spill-over."""

    after_days: float
    text: str
    crowd: int
    euro: int
    spill: float


@dataclass(frozen=True)
class Campaign:
    """A campaign: `begins` and `lasts` in days, `pattern` the hashtag of its posts, `complaints` the planted share.

    `topics` are what it makes people write about elsewhere, `doubts` are complaints that take up its claim, `planned`,
    `production` and `other_media` (on other platforms) are euro.
    """

    id: str
    name: str
    ad_campaign_id: str
    begins: float
    lasts: int
    claim: str
    pattern: str
    complaints: float
    topics: tuple[str, ...]
    doubts: tuple[str, ...]
    planned: int
    production: int
    other_media: int
    launches: tuple[Launch, ...]

    def starts_at(self, end: int) -> int:
        """The instant at which it starts in a world that ends at `end`."""
        return end - int(self.begins * DAY)

    def mix(self) -> dict[str, float]:
        """What people write under its posts; the other kinds share what complaints leave."""
        rest = {kind: share for kind, share in USUAL_MIX.items() if kind != "complaint"}
        left = (1 - self.complaints) / sum(rest.values())
        return {kind: share * left for kind, share in rest.items()} | {"complaint": self.complaints}


CAMPAIGNS: tuple[Campaign, ...] = (
    Campaign(
        "sommer-roaming",
        "Sommer ohne Grenzen",
        "120210000000010001",
        158,
        28,
        "In der ganzen EU surfen wie zu Hause, ohne Aufpreis",
        "#SommerOhneGrenzen",
        0.08,
        ("roaming",),
        ("Ohne Aufpreis? In der Schweiz haben mich zwei Tage {amount} € gekostet.",),
        21_000,
        6_500,
        4_200,
        (
            Launch(0.3, "Koffer zu, Handy an: In der ganzen EU surfen wie zu Hause. #SommerOhneGrenzen", 44, 2_400, 0),
            Launch(6.4, "Strandfoto ohne Kostenfalle: EU-Roaming ist inklusive. #SommerOhneGrenzen", 30, 1_500, 0),
            Launch(13.2, "Wohin geht es bei euch? Wir sind schon da. #SommerOhneGrenzen", 36, 1_300, 0),
            Launch(21.5, "Letzte Woche: doppeltes Datenvolumen im Urlaub. #SommerOhneGrenzen", 28, 1_100, 0),
        ),
    ),
    Campaign(
        "netzausbau",
        "5G für alle",
        "120210000000010002",
        122,
        21,
        "5G an 95 Prozent aller Adressen",
        "#5GfürAlle",
        0.14,
        ("outage", "contract"),
        ("95 Prozent der Adressen? Meine in {city} gehört wohl zu den anderen fünf.",),
        16_000,
        9_000,
        2_500,
        (
            Launch(0.35, "95 Prozent aller Adressen funken jetzt in 5G. #5GfürAlle", 38, 1_600, 7),
            Launch(8.3, "Ein Mast, drei Tage, ein ganzes Tal am Netz. #5GfürAlle", 26, 900, 7),
            Launch(15.4, "Fragt uns zum Ausbau in {city}! #5GfürAlle", 34, 800, 7),
        ),
    ),
    Campaign(
        "schulstart",
        "Schulstart mit Nord Family",
        "120210000000010003",
        94,
        24,
        "Jede weitere Karte für 10 Euro",
        "#NordFamily",
        0.12,
        ("contract", "esim"),
        ("Jede weitere Karte 10 Euro? Bei mir stehen {amount} € auf der Rechnung.",),
        26_000,
        7_500,
        5_200,
        (
            Launch(0.4, "Schulstart: jede weitere Karte für 10 €. #NordFamily", 40, 2_600, 14),
            Launch(5.6, "Das erste Handy: was Eltern einstellen sollten. #NordFamily", 32, 1_800, 14),
            Launch(12.3, "Ein Tarif, vier Karten, eine Rechnung. #NordFamily", 36, 1_700, 14),
            Launch(18.5, "Nur noch bis Sonntag: Anschlusspreis geschenkt. #NordFamily", 34, 1_900, 14),
        ),
    ),
    Campaign(
        "geraetewochen",
        "Gerätewochen",
        "120210000000010004",
        61,
        22,
        "Heute bestellt, morgen geliefert",
        "#Gerätewochen",
        0.21,
        ("delivery", "billing"),
        ("Heute bestellt, morgen geliefert? Ich warte seit {number} Tagen.", "„Morgen geliefert“, und die Sendung steht seit {day} im Lager."),
        38_000,
        8_000,
        9_500,
        (
            Launch(0.35, "Gerätewochen: das {device} für 1 €. Heute bestellt, morgen geliefert. #Gerätewochen", 56, 3_800, 20),
            Launch(5.4, "Altgerät eintauschen, bis zu 150 € sparen. #Gerätewochen", 42, 2_900, 20),
            Launch(12.6, "Heute bestellt, morgen geliefert: {device}. #Gerätewochen", 48, 3_100, 20),
            Launch(18.3, "Endspurt: noch drei Tage {device} für 1 €. #Gerätewochen", 44, 2_600, 20),
        ),
    ),
    Campaign(
        "nordflat-unlimited",
        "NordFlat Unlimited",
        "120210000000010005",
        21,
        28,
        "Unbegrenzt surfen für 29,99 Euro im Monat",
        "#NordFlatUnlimited",
        0.25,
        ("billing", "contract", "app"),
        (
            "Unbegrenzt? Nach 60 GB war bei mir Schluss, gedrosselt auf {number} kbit.",
            "29,99 € steht in der Werbung, {amount} € mehr stehen auf der Rechnung.",
            "„Unbegrenzt surfen“, aber im Kleingedruckten steht eine Grenze. Ernsthaft?",
        ),
        62_000,
        14_000,
        17_500,
        (
            Launch(0.4, "NordFlat Unlimited ist da: unbegrenzt surfen für 29,99 € im Monat. #NordFlatUnlimited", 150, 7_200, 34),
            Launch(1.5, "Unbegrenzt heißt bei uns unbegrenzt. Jetzt mit {device} ab 1 €. #NordFlatUnlimited", 80, 3_900, 34),
            Launch(3.6, "Familie aufgepasst: jede weitere Karte 10 € günstiger. #NordFlatUnlimited", 90, 3_600, 34),
            Launch(7.5, "Unbegrenzt streamen, spielen, telefonieren. Nur bis Monatsende! #NordFlatUnlimited", 75, 3_200, 34),
            Launch(11.4, "Wechseln in fünf Minuten, Rufnummer behalten. #NordFlatUnlimited", 70, 2_800, 34),
            Launch(15.6, "Nur noch wenige Tage ohne Anschlussgebühr. #NordFlatUnlimited", 85, 3_400, 34),
        ),
    ),
)  # fmt: skip
BY_ID = {campaign.id: campaign for campaign in CAMPAIGNS}

# One post that answers a question for everybody: from then on fewer write about its topic.
FAQ_BEFORE_END = 46
FAQ_TOPIC = "esim"
FAQ_RELIEF = 0.4
FAQ_TEXT = (
    "eSIM in drei Schritten einrichten: QR-Code in der App öffnen, scannen, neu starten. Und was tun, wenn er „schon "
    "verwendet“ ist? Hier steht es. #NordfunkHilft"
)
