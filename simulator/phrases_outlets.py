"""What the company writes elsewhere than on its page: titles of videos, community news, blog, and press on it.

All of it is German, as the company is. Slots in braces are filled by `simulator.texts`.
"""

from __future__ import annotations

VIDEOS = [
    "Ein Tag mit unserem Messwagen in {city}",
    "{device} ausgepackt: lohnt sich der Umstieg?",
    "Wie kommt das Glasfaser ins Haus? Ein Besuch in {city}",
    "{tariff} erklärt in drei Minuten",
    "Hinter den Kulissen: die Nachtschicht im Netz",
    "{router} anschließen, ganz ohne Techniker",
    "Was passiert mit eurem alten Handy?",
]
CAREERS = [
    "Wir suchen in {city} Menschen, die Netze bauen.",
    "Unser Netzausbau in {city}: ein Blick auf die Baustelle.",
    "Ein Jahr im Kundenservice: was wir aus {number} Gesprächen gelernt haben.",
    "{tariff} jetzt auch für Firmen. Was ändert sich?",
]
NEWS = [
    "Neue Firmware für die {router} ist da",
    "Wartung am {day} in {city}, nachts zwischen 2 und 4 Uhr",
    "Eure Wünsche für die App: was wir als Nächstes bauen",
    "Betatester für {router} gesucht",
]
BLOG = [
    "Warum wir in {city} neue Masten bauen",
    "Unser Netz in Zahlen: der {month}",
    "Fairer Umgang mit alten Geräten",
    "Nordfunk und der Strom: was ein Mast verbraucht",
    "Zu Besuch im Kundenservice in Köln",
]
PRESS = [
    "Nordfunk baut 5G in {city} aus",
    "Kunden klagen über Warteschleife bei Nordfunk",
    "{device} im Test: was Nordfunk dafür verlangt",
    "Mobilfunk: Nordfunk senkt Preise für {tariff}",
    "Ausfall bei Nordfunk trifft Tausende",
]
BODY = [
    "Mehr dazu im Laufe der Woche.",
    "Wir haben die Einzelheiten zusammengestellt.",
    "Ein Überblick mit Bildern aus {city}.",
]
