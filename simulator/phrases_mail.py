"""What is written to the company's mailbox beside the ticket system, and by whom; all of it is German.

MATTERS: kind of writer -> what they may want, in the same parts as in simulator/phrases_de.py. Of journalists and of
firms that want an offer those words hold. Slots in braces are filled by `simulator.texts`.
"""

from __future__ import annotations

HOUSES = {
    "journalist": ("rundschau.example", "funkschau.example", "netzmagazin.example", "landfunk.example"),
    "politician": ("rathaus-dueren.example", "kreis-siegen.example", "stadt-kleve.example"),
    "supplier": (
        "mastbau-west.example",
        "kabelwerk.example",
        "druckhaus-ruhr.example",
        "messtechnik.example",
    ),
    "partner": ("handy-eck.example", "telepoint.example", "buerobedarf-lang.example"),
}
MATTERS: dict[str, list[dict[str, str]]] = {
    "politician": [
        {
            "subject": "Funkloch in {city}",
            "private": "mehrere Bürgerinnen schreiben uns wegen des Funklochs in {city}. Wann wird dort ausgebaut?",
            "answer": "der Mast für {city} ist genehmigt und geht im {month} in Betrieb. Einen Plan schicke ich mit.",
            "followup": "Vielen Dank. Dürfen wir den Plan im Ausschuss zeigen?",
        },
        {
            "subject": "Ortstermin {street}",
            "private": "der Bauausschuss möchte den Standort {street} besichtigen. Ist {day} um 15 Uhr möglich?",
            "answer": "{day} um 15 Uhr passt, unsere Bauleiterin erwartet Sie am Tor.",
        },
    ],
    "supplier": [
        {
            "subject": "Rechnung {invoice} noch offen",
            "private": "unsere Rechnung {invoice} vom {month} ist noch offen. Wann wird sie bezahlt?",
            "answer": "die Rechnung {invoice} ist freigegeben und wird mit dem nächsten Lauf bezahlt.",
            "followup": "Danke. Gilt das auch für die Gutschrift dazu?",
        },
        {
            "subject": "Liefertermin {order}",
            "private": "für die Bestellung {order} brauchen wir noch eine Lieferanschrift. An wen soll die Ware gehen?",
            "answer": "bitte an das Lager in {city}, {street} {number}.",
        },
    ],
    "partner": [
        {
            "subject": "Provision {month}",
            "private": "in der Abrechnung für {month} fehlen uns drei Verträge. Wer kann das prüfen?",
            "answer": "die drei Verträge kommen mit der nächsten Abrechnung, das Storno war ein Versehen.",
            "followup": "Und wann kommt die Abrechnung?",
        },
        {
            "subject": "Neue Aufsteller für den Laden",
            "private": "gibt es zum {tariff} schon Aufsteller und Preislisten für unseren Laden in {city}?",
            "answer": "beides geht {day} an Sie raus, dazu ein Muster vom {device}.",
        },
    ],
}
ABSENT = ("Abwesenheitsnotiz", "Ich bin bis {day} nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.")
RECEIVED = (
    "Eingangsbestätigung",
    "Ihre Nachricht ist bei uns eingegangen. Wir melden uns in der nächsten Sprechzeit.",
)
NEWSLETTER = ("Branchenbrief {month}", "Diese Woche: Masten, Märkte und Meinungen aus {city} und anderswo.")
BOUNCED = (
    "Unzustellbar: {subject}",
    "Die Nachricht an {address} konnte nicht zugestellt werden: 550 mailbox unavailable.",
)
RENAMED = ("Neues Thema: {subject}", "{subject}, diesmal mit Anlage")
