"""What people and the company write in German. Slots in braces are filled by `simulator.texts`.

TOPICS: topic -> subjects, private openings (mail, form, message), public comments, answers, questions back.
"""
# ruff: noqa: E501  (a phrase stands on one line, however long)

from __future__ import annotations

TOPICS: dict[str, dict[str, list[str]]] = {
    "outage": {
        "subject": [
            "Kein Netz in {city}",
            "Störung seit {clock} Uhr",
            "Internet ausgefallen, Kundennummer {account}",
        ],
        "private": [
            "seit {clock} Uhr habe ich in {city} kein Netz mehr, weder LTE noch 5G. Gibt es eine Störung?",
            "mein Router ({router}) blinkt rot und es geht nichts mehr. Neustart habe ich schon dreimal gemacht. Kundennummer {account}.",
            "ich arbeite im Homeoffice und das Internet fällt alle paar Minuten aus. Wann wird das behoben?",
            "in der ganzen Straße geht bei Nordfunk nichts, PLZ {zip}. Bitte um Rückmeldung, wann es wieder läuft.",
        ],
        "public": [
            "Bevor ihr Werbung macht: In {city} ist seit {clock} Uhr komplett tot. Was ist da los?",
            "Netz in {city} mal wieder weg. Gibt es eine Störung oder liegt das an mir?",
            "Super Angebot, aber was nützt mir das, wenn ich zuhause keinen Empfang habe? PLZ {zip}",
            "Hat noch jemand in {city} kein Internet??",
        ],
        "answer": [
            "vielen Dank für den Hinweis. In {city} gab es eine Störung an einem Verteiler, sie ist seit {clock} Uhr behoben. Bitte starten Sie das Gerät einmal neu.",
            "wir haben Ihre Leitung gemessen und neu gestartet. Es sollte jetzt wieder stabil laufen. Falls nicht, melden Sie sich bitte mit der Vorgangsnummer {case}.",
            "die Techniker sind in {city} vor Ort, wir rechnen bis heute Abend mit der Behebung. Für den Ausfall schreiben wir Ihnen {amount} € gut.",
        ],
        "ask": [
            "damit wir die Leitung messen können, brauchen wir noch Ihre Kundennummer und die Adresse des Anschlusses.",
            "welche Lampen leuchten an Ihrem {router}, und seit wann genau besteht die Störung?",
        ],
    },
    "billing": {
        "subject": [
            "Rechnung {invoice} zu hoch",
            "Frage zur Abrechnung {month}",
            "Doppelte Abbuchung {amount} €",
        ],
        "private": [
            "auf meiner Rechnung {invoice} stehen {amount} € für einen Drittanbieter. Das habe ich nie bestellt. Bitte um Erstattung.",
            "im {month} wurden mir {amount} € doppelt abgebucht. Können Sie das prüfen? Kundennummer {account}.",
            "warum ist meine Rechnung diesen Monat {amount} € höher als vereinbart? Im Vertrag stehen 19,99 €.",
            "ich habe bis heute keine Rechnung für {month} bekommen, im Kundenkonto steht auch nichts.",
        ],
        "public": [
            "Schon wieder {amount} € zu viel abgebucht. Wann meldet sich da mal jemand?",
            "Und was ist mit meiner Gutschrift, die mir im {month} versprochen wurde?",
            "Lockangebot! Nach 6 Monaten kostet das dann {amount} € mehr. Steht das irgendwo?",
            "Rechnung falsch, Hotline 40 Minuten Warteschleife. So gewinnt man keine Kunden.",
        ],
        "answer": [
            "wir haben die Rechnung {invoice} geprüft: Sie haben recht. {amount} € werden mit der nächsten Rechnung verrechnet.",
            "die Differenz kommt vom anteiligen Grundpreis nach dem Tarifwechsel. Die Aufstellung liegt im Kundenkonto unter Vorgang {case}.",
            "die doppelte Abbuchung ist bestätigt, die Erstattung von {amount} € ist angewiesen und in 3 bis 5 Werktagen auf Ihrem Konto.",
        ],
        "ask": [
            "bitte nennen Sie uns die Rechnungsnummer und die letzten vier Stellen der IBAN, dann prüfen wir die Abbuchung.",
            "haben Sie einen Screenshot der Abbuchung? Dann geht es schneller.",
        ],
    },
    "contract": {
        "subject": ["Kündigung zum Vertragsende", "Tarifwechsel zu {tariff}", "Vertrag verlängern?"],
        "private": [
            "hiermit kündige ich meinen Vertrag {account} zum nächstmöglichen Termin. Bitte bestätigen Sie mir das Datum.",
            "ich möchte in den Tarif {tariff} wechseln. Geht das während der Laufzeit, und was kostet es?",
            "mein Vertrag läuft im {month} aus. Welches Angebot können Sie mir für eine Verlängerung machen?",
            "ich habe die Kündigung vor drei Wochen geschickt und keine Bestätigung erhalten.",
        ],
        "public": [
            "Gilt das auch für Bestandskunden oder nur wieder für neue?",
            "Kann ich als Bestandskunde in {tariff} wechseln?",
            "Kündigung seit 3 Wochen nicht bestätigt, aber Werbung machen könnt ihr.",
            "Was passiert nach den 24 Monaten mit dem Preis?",
        ],
        "answer": [
            "Ihre Kündigung ist eingegangen, der Vertrag endet zum 31. {month}. Die Bestätigung kommt heute per E-Mail.",
            "der Wechsel in {tariff} ist jederzeit möglich und kostet nichts. Wir haben ihn unter {case} vorgemerkt.",
            "für die Verlängerung können wir Ihnen {tariff} für {amount} € im Monat anbieten, bei gleicher Rufnummer.",
        ],
        "ask": ["zu welcher Rufnummer gehört der Vertrag? Dann sehen wir uns die Laufzeit an."],
    },
    "esim": {
        "subject": ["eSIM lässt sich nicht aktivieren", "Neue SIM-Karte nötig", "Rufnummer mitnehmen"],
        "private": [
            "die eSIM lässt sich auf meinem {device} nicht aktivieren, der QR-Code sei schon verwendet. Bestellung {order}.",
            "ich will meine Nummer vom alten Anbieter mitnehmen. Der Antrag steht seit Tagen auf „in Prüfung“.",
            "meine SIM-Karte ist defekt. Wie bekomme ich schnell Ersatz?",
            "seit der Portierung kann ich niemanden mehr anrufen, SMS gehen auch nicht.",
        ],
        "public": [
            "Wie lange dauert bei euch eigentlich die Rufnummernmitnahme? Warte seit 9 Tagen.",
            "eSIM auf dem {device} geht das inzwischen?",
            "QR-Code kam nie an. Bestellung {order}, hilft mir hier jemand?",
        ],
        "answer": [
            "wir haben einen neuen QR-Code erzeugt, er liegt in Ihrem Kundenkonto. Der alte ist damit ungültig.",
            "die Freigabe vom alten Anbieter ist da, Ihre Nummer wird am {day} zwischen 0 und 6 Uhr geschaltet.",
            "die neue SIM-Karte ist unterwegs, Sendung {order}. Bis dahin läuft die alte Karte weiter.",
        ],
        "ask": ["welches Gerät nutzen Sie, und wie lautet die Fehlermeldung genau?"],
    },
    "delivery": {
        "subject": ["Wo bleibt Bestellung {order}?", "Gerät defekt angekommen", "Rücksendung {order}"],
        "private": [
            "meine Bestellung {order} sollte am {day} kommen. In der Sendungsverfolgung tut sich nichts.",
            "das {device} kam mit einem Sprung im Display an. Wie läuft der Umtausch?",
            "ich habe das Gerät vor zwei Wochen zurückgeschickt und noch keine Erstattung.",
        ],
        "public": [
            "Bestellt am {day}, Lieferung „unbekannt“. Weiß hier jemand mehr? Nr. {order}",
            "Wann ist das {device} in Schwarz wieder lieferbar?",
            "Drei Wochen Lieferzeit sind schon eine Ansage.",
        ],
        "answer": [
            "das Paket {order} liegt seit heute beim Zusteller und kommt am {day}. Entschuldigen Sie die Wartezeit.",
            "wir tauschen das {device} sofort aus, das Rücksendeetikett haben Sie per E-Mail.",
            "die Rücksendung ist eingegangen, {amount} € sind auf dem Weg zu Ihnen.",
        ],
        "ask": ["wie lautet die Bestellnummer? Sie beginnt mit NF."],
    },
    "roaming": {
        "subject": ["Roaming in {country}", "Kosten im Ausland", "Kein Datenvolumen in {country}"],
        "private": [
            "wir fliegen am {day} nach {country}. Was kostet dort das Datenvolumen in {tariff}?",
            "in {country} wurden mir {amount} € Roaming berechnet, obwohl die Option gebucht war.",
            "mein Telefon findet in {country} kein Netz. Muss ich etwas freischalten?",
        ],
        "public": [
            "Gilt das auch in {country}?",
            "Wie viel GB sind davon in der Schweiz nutzbar?",
            "{amount} € für zwei Tage {country}, Frechheit.",
        ],
        "answer": [
            "in {country} nutzen Sie Ihr Volumen wie zu Hause, bis 24 GB im Monat. Danach kostet das GB 1,80 €.",
            "die Option war gebucht, der Fehler lag bei uns. {amount} € schreiben wir gut.",
            "bitte schalten Sie das Datenroaming in den Einstellungen ein und wählen das Netz von Hand.",
        ],
        "ask": ["in welchem Zeitraum waren Sie dort, und welche Rufnummer betrifft es?"],
    },
    "app": {
        "subject": [
            "Anmeldung in der App nicht möglich",
            "Passwort zurücksetzen",
            "App zeigt falschen Verbrauch",
        ],
        "private": [
            "die App wirft mich nach dem Update sofort wieder raus. Neu installiert habe ich schon.",
            "der Link zum Zurücksetzen des Passworts kommt nicht an, auch nicht im Spam.",
            "in der App stehen 0 GB, dabei hat der Monat gerade angefangen. {tariff}, Kundennummer {account}.",
        ],
        "public": [
            "Eure App ist seit dem Update unbrauchbar. Wird daran gearbeitet?",
            "Login geht nicht, Passwort vergessen geht auch nicht. Danke für nichts.",
            "Kann man den Verbrauch irgendwo anders sehen als in der App?",
        ],
        "answer": [
            "mit Version 8.4.1 ist der Fehler behoben, sie steht seit heute in den Stores.",
            "wir haben die Adresse zurückgesetzt. Der Link kommt nun an, er gilt 30 Minuten.",
            "die Anzeige hing einen Tag hinterher, Ihr Volumen ist vollständig da.",
        ],
        "ask": ["welche Version der App und welches Betriebssystem nutzen Sie?"],
    },
    "offer": {
        "subject": ["Angebot für {seats} Anschlüsse", "Geschäftskundentarif", "Rahmenvertrag {company}"],
        "private": [
            "wir suchen für {company} einen neuen Anbieter, {seats} Anschlüsse, gern mit {device}. Können Sie uns ein Angebot machen?",
            "gibt es {tariff} auch für Selbstständige mit getrennter Rechnung?",
            "Ihr Angebot vom {day} liegt mir vor. Lässt sich beim Preis pro Karte noch etwas machen?",
        ],
        "public": [
            "Gibt es das auch für Geschäftskunden?",
            "Habt ihr auch Rabatt für Azubis und Studenten?",
            "Was kostet {tariff}, wenn man zwei Karten nimmt?",
        ],
        "answer": [
            "anbei das Angebot {case} über {seats} Anschlüsse zu je {amount} € im Monat. Es gilt 14 Tage.",
            "für Selbstständige gibt es {tariff} Business mit eigener Rechnung. Die Unterlagen hängen an.",
            "bei dieser Stückzahl können wir auf {amount} € je Karte gehen.",
        ],
        "ask": ["wie viele der {seats} Anschlüsse brauchen ein Gerät, und wann soll es losgehen?"],
    },
    "press": {
        "subject": ["Presseanfrage: Störung in {city}", "Interviewanfrage Netzausbau", "Anfrage {outlet}"],
        "private": [
            "für einen Beitrag im {outlet} bitte ich um eine Stellungnahme zur Störung in {city}, bis heute 16 Uhr.",
            "wir planen ein Stück über 5G auf dem Land und würden gern mit Ihrer Technikchefin sprechen.",
            "wie viele Kunden waren von dem Ausfall am {day} betroffen? Redaktionsschluss ist morgen Mittag.",
        ],
        "public": ["Gibt es dazu eine Pressemitteilung?"],
        "answer": [
            "vielen Dank für Ihre Anfrage. Unsere Stellungnahme hängt an, Sie können sie mit „eine Sprecherin“ zitieren.",
            "ein Gespräch am {day} um 11 Uhr ist möglich. Passt Ihnen das?",
        ],
        "ask": ["in welcher Ausgabe soll der Beitrag erscheinen, und wie viel Zeit haben wir?"],
    },
    "privacy": {
        "subject": ["Auskunft nach Art. 15 DSGVO", "Löschung meiner Daten", "Widerspruch gegen Werbung"],
        "private": [
            "ich bitte um Auskunft nach Art. 15 DSGVO über alle zu mir gespeicherten Daten. Kundennummer {account}.",
            "bitte löschen Sie meine Daten, der Vertrag ist seit {month} beendet.",
            "ich widerspreche der Nutzung meiner Daten zu Werbezwecken und bitte um Bestätigung.",
        ],
        "public": ["Woher habt ihr eigentlich meine Nummer? Ich bin kein Kunde und werde angerufen."],
        "answer": [
            "die Auskunft liegt als verschlüsselte Datei in Ihrem Kundenkonto, Vorgang {case}.",
            "die Löschung ist veranlasst. Rechnungsdaten müssen wir nach § 147 AO zehn Jahre aufbewahren.",
            "Ihr Widerspruch ist vermerkt und gilt ab sofort für alle Kanäle.",
        ],
        "ask": [
            "zur Sicherheit brauchen wir einen Nachweis Ihrer Identität, zum Beispiel die letzten Ziffern der SIM-Karte."
        ],
    },
    "idea": {
        "subject": ["Vorschlag für die App", "Tarif ohne Laufzeit?", "Feedback zu {tariff}"],
        "private": [
            "ich fände es gut, wenn man Datenvolumen an die Familie verschenken könnte. Ist so etwas geplant?",
            "warum gibt es {tariff} nicht ohne Gerät? Für mich wäre das genau richtig.",
            "der neue Verbrauchsrechner ist gut gemacht, aber auf dem Tablet kaum lesbar.",
        ],
        "public": [
            "Wann kommt endlich Wi-Fi Calling für {tariff}?",
            "Bitte mal was ohne Laufzeit anbieten.",
            "Schöne Idee, aber für Familien zu teuer.",
        ],
        "answer": [
            "danke für den Vorschlag. Datenvolumen teilen ist für das nächste Jahr geplant, wir nehmen Sie gern in die Testgruppe auf.",
            "wir geben das an das Team weiter. Eine Variante ohne Gerät prüfen wir gerade.",
        ],
        "ask": ["auf welchem Gerät sehen Sie das Problem? Ein Bild würde uns helfen."],
    },
}

GREETING = [
    "Hallo,",
    "Guten Tag,",
    "Moin,",
    "Sehr geehrte Damen und Herren,",
    "Hallo Nordfunk-Team,",
    "Guten Morgen,",
]
CLOSING = [
    "Viele Grüße\n{name}",
    "Mit freundlichen Grüßen\n{name}",
    "Danke vorab\n{name}",
    "Gruß, {first}",
    "{name}",
]
AGENT_GREETING = ["Hallo {first},", "Guten Tag {name},", "Moin {first},"]
AGENT_CLOSING = ["Viele Grüße\n{agent}", "Herzliche Grüße aus Köln\n{agent}", "Ihr Nordfunk-Team, {agent}"]
PUBLIC_PREFIX = ["Hallo {first}, ", "Hi {first}, ", "Moin {first}! ", "Liebe/r {first}, "]
SIGN = [" ^{initials}", " Viele Grüße, {agentfirst}", " /{agentfirst}", ""]
TO_PRIVATE = [
    "das sehen wir uns an. Schicken Sie uns bitte eine Nachricht mit Ihrer Kundennummer.",
    "das sollte nicht sein. Schreiben Sie uns bitte kurz per PN, dann schauen wir in Ihren Vertrag.",
]
FROM_PUBLIC = [
    "Hallo, ihr habt unter dem Beitrag geschrieben, ich soll mich hier melden. Kundennummer {account}.",
    "Wie im Kommentar gewünscht hier meine Nummer: {account}",
]
FOLLOWUP = [
    "Danke, aber das Problem besteht weiter. Was soll ich jetzt tun?",
    "Und bis wann ist das erledigt?",
    "Das habe ich schon probiert, hat nicht geholfen.",
    "Noch eine Frage dazu: Gilt das auch für die zweite Karte?",
    "Die Gutschrift ist auf der neuen Rechnung nicht zu sehen.",
    "Es ist wieder dasselbe wie letzte Woche. Bitte noch einmal prüfen.",
    "Wie lautet denn die Vorgangsnummer?",
]
DETAILS = [
    "Meine Kundennummer ist {account}.",
    "Es geht um das {device}, Bestellung {order}.",
    "Adresse: {street} {number}, {zip} {city}.",
    "Hier die Angaben: Kundennummer {account}, Rechnung {invoice}.",
]
THANKS = [
    "Danke, hat geklappt!",
    "Super, vielen Dank für die schnelle Hilfe.",
    "Perfekt, danke {agentfirst}!",
    "Ok danke",
]
NUDGE = [
    "Hallo? Ist da jemand?",
    "Ich warte immer noch auf eine Antwort.",
    "Gibt es hier schon etwas Neues?",
    "Seit Tagen keine Rückmeldung. Bitte melden Sie sich.",
]
BURST = [
    "Ach ja:",
    "Kundennummer ist {account}",
    "Ist dringend, ich brauche das Handy für die Arbeit.",
    "Screenshot kommt gleich",
    "PLZ {zip}",
]
ME_TOO = [
    "Bei mir genauso, {city}.",
    "Ist bei mir auch so seit gestern.",
    "Kann ich bestätigen, hier geht auch nichts.",
    "Also bei mir läuft alles.",
    "Ruf mal die Hotline an, bei mir haben sie es in 5 Minuten gelöst.",
]
PRAISE = [
    "Bin seit drei Jahren bei euch und zufrieden.",
    "Top Angebot, gerade bestellt!",
    "Netz in {city} ist wirklich gut geworden.",
    "Endlich mal ein fairer Preis.",
    "Tolle Aktion, weiter so!",
]
SPAM = [
    "Verdiene 4.500 € pro Woche von zu Hause, schreib mir: bit.example/{order}",
    "Günstige Kredite ohne Schufa, Infos auf meinem Profil",
    "Hab hier ein iPhone für 1 € gewonnen gewinn.example/{order}",
]
POSTS = [
    "Wochenende, Sonne, volles Datenvolumen. Wohin geht es bei euch?",
    "Neu bei uns: das {device} mit {tariff} für {amount} € im Monat.",
    "5G-Ausbau: Ab heute funkt es auch in {city}. 📡",
    "Unsere Shops haben am {day} länger geöffnet. Kommt vorbei!",
    "Wusstet ihr, dass ihr euer altes Handy bei uns zurückgeben könnt? Wir recyceln es fair.",
    "Welches Handy war euer erstes? Schreibt es in die Kommentare.",
    "Reisezeit: So nutzt ihr {tariff} in {country} ohne Extrakosten.",
    "Wir suchen Verstärkung im Kundenservice in Köln. Kennt ihr jemanden?",
]
CAMPAIGN_POSTS = [
    "NordFlat Unlimited ist da: unbegrenzt surfen für 29,99 € im Monat. Nur bis Monatsende! *",
    "Unbegrenzt heißt bei uns unbegrenzt. NordFlat Unlimited, jetzt mit {device} ab 1 €.",
    "Familie aufgepasst: Mit NordFlat Unlimited bekommt jede weitere Karte 10 € Rabatt.",
    "Noch {number} Tage: NordFlat Unlimited ohne Anschlussgebühr.",
]
PAGE_COMMENT = [
    "Alle Details und das Kleingedruckte findet ihr hier: nordfunk.example/{case}",
    "Fragen zum Angebot? Gern hier in die Kommentare.",
]
NOTE = [
    "Kunde hat schon zweimal angerufen, bitte bevorzugt.",
    "Bitte übernehmen, gehört nicht zu uns.",
    "Rückfrage bei der Technik läuft, Ticket {case}.",
    "Kulanz bis {amount} € ist ok.",
]
AUTO_REPLY = [
    "Vielen Dank für Ihre Nachricht. Wir haben sie erhalten und melden uns so schnell wie möglich. Ihre Vorgangsnummer: {case}. Diese E-Mail wurde automatisch erstellt.",
]
OUTREACH = [
    "Ihr Vertrag läuft im {month} aus. Wir haben ein Angebot für Sie: {tariff} für {amount} € im Monat. Haben Sie Interesse?",
    "bei der Prüfung Ihres Anschlusses in {city} ist uns ein Fehler aufgefallen. Wann dürfen wir einen Techniker schicken?",
]
OUTREACH_ANSWER = [
    "Klingt gut, was muss ich tun?",
    "Gilt das auch mit meinem alten Gerät?",
    "Am {day} ab 14 Uhr würde es passen.",
    "Nein danke, bitte keine Werbung mehr.",
]
THANKS_BACK = [
    "vielen Dank, das freut uns sehr!",
    "danke für das Lob, das geben wir gern weiter.",
    "schön, dass Sie bei uns sind!",
]
