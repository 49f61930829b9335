"""What people and the company write in German. Slots in braces are filled by `simulator.texts`.

MATTERS: topic -> what one customer may want, from the subject line to the answer. The parts of a matter belong
together and share their slots: subject, private (first message), public (first comment), ask (question back),
details (the customer's reply to it), answer, followup. ask, details and followup may be missing.
"""
# ruff: noqa: E501  (a phrase stands on one line, however long)

from __future__ import annotations

MATTERS: dict[str, list[dict[str, str]]] = {
    "outage": [
        {
            "subject": "Kein Netz in {city}",
            "private": "seit {clock} Uhr habe ich in {city} kein Netz mehr, weder LTE noch 5G. Gibt es eine Störung?",
            "public": "Bevor ihr Werbung macht: In {city} ist seit {clock} Uhr komplett tot. Was ist da los?",
            "ask": "betrifft es nur Ihr Telefon oder auch andere in {city}? Und hilft ein Neustart?",
            "details": "Auch meine Frau und die Nachbarn haben kein Netz, Neustart hilft nicht. PLZ {zip}.",
            "answer": "in {city} ist ein Mast ausgefallen, die Kollegen sind vor Ort. Wir rechnen bis heute Abend mit der Behebung.",
            "followup": "In {city} geht immer noch nichts. Wann ist das behoben?",
        },
        {
            "subject": "Internet ausgefallen, Kundennummer {account}",
            "private": "mein Router ({router}) blinkt rot und es geht nichts mehr. Neustart habe ich schon dreimal gemacht. Kundennummer {account}.",
            "public": "Super Angebot, aber was nützt mir das, wenn mein Internet seit {clock} Uhr weg ist? PLZ {zip}",
            "ask": "welche Lampen leuchten an der {router}, und ist das graue Kabel zur Dose fest?",
            "details": "Power leuchtet, Internet blinkt rot. Kabel sitzt. Kundennummer {account}.",
            "answer": "wir haben Ihre Leitung gemessen und neu gestartet. Bitte ziehen Sie den Stecker der {router} für eine Minute, dann sollte es wieder laufen.",
            "followup": "Die {router} blinkt schon wieder rot. Was jetzt?",
        },
        {
            "subject": "Verbindung bricht ständig ab",
            "private": "ich arbeite im Homeoffice und das Internet fällt alle paar Minuten aus. Wann wird das behoben?",
            "public": "Homeoffice mit euch? Das Internet bricht alle paar Minuten ab.",
            "ask": "damit wir die Leitung messen können: Nutzen Sie WLAN oder Kabel, und wie lautet Ihre Kundennummer?",
            "details": "Per Kabel an der {router}, Kundennummer {account}.",
            "answer": "wir sehen die Abbrüche auch. Ein Techniker kommt am {day} zwischen 8 und 12 Uhr. Für den Ausfall schreiben wir {amount} € gut.",
            "followup": "Der Techniker war nicht da. Gibt es einen neuen Termin?",
        },
        {
            "subject": "Ausfall in der ganzen Straße, PLZ {zip}",
            "private": "in der ganzen {street} geht bei Nordfunk nichts, PLZ {zip}. Bitte um Rückmeldung, wann es wieder läuft.",
            "public": "Netz in {city} mal wieder weg. Gibt es eine Störung oder liegt das an mir?",
            "answer": "es liegt nicht an Ihnen: In {city} wurde bei Bauarbeiten ein Kabel getroffen. Seit {clock} Uhr läuft es wieder, bitte starten Sie das Gerät einmal neu.",
            "followup": "Läuft wieder, aber viel langsamer als vorher. Ist das noch die Störung?",
        },
    ],
    "billing": [
        {
            "subject": "Rechnung {invoice}: Drittanbieter",
            "private": "auf meiner Rechnung {invoice} stehen {amount} € für einen Drittanbieter. Das habe ich nie bestellt. Bitte um Erstattung.",
            "public": "{amount} € für einen „Drittanbieter“ auf der Rechnung, nie bestellt. Wann meldet sich da mal jemand?",
            "ask": "wie heißt der Anbieter auf Seite 2 der Rechnung {invoice}?",
            "details": "Da steht „MobilContent 24“, Rechnung {invoice}.",
            "answer": "wir haben das Abo des Drittanbieters gesperrt und erstatten die {amount} € mit der nächsten Rechnung. Eine Drittanbietersperre ist jetzt gesetzt.",
            "followup": "Die {amount} € sind auf der neuen Rechnung nicht zu sehen.",
        },
        {
            "subject": "Doppelte Abbuchung {amount} €",
            "private": "im {month} wurden mir {amount} € doppelt abgebucht. Können Sie das prüfen? Kundennummer {account}.",
            "public": "Schon wieder doppelt abgebucht, {amount} €. Und die Hotline: 40 Minuten Warteschleife.",
            "ask": "haben Sie einen Screenshot der beiden Abbuchungen? Dann geht es schneller.",
            "details": "Screenshot hängt an. Beide vom selben Tag, Kundennummer {account}.",
            "answer": "die doppelte Abbuchung ist bestätigt. {amount} € sind angewiesen und in 3 bis 5 Werktagen auf Ihrem Konto.",
            "followup": "Es ist eine Woche her und die {amount} € sind noch nicht da.",
        },
        {
            "subject": "Rechnung {month} zu hoch",
            "private": "warum ist meine Rechnung im {month} {amount} € höher als vereinbart? Im Vertrag stehen 19,99 €.",
            "public": "Lockangebot! Nach dem Wechsel in {tariff} war die Rechnung {amount} € höher. Steht das irgendwo?",
            "answer": "die Differenz von {amount} € ist der anteilige Grundpreis nach dem Wechsel in {tariff}. Sie fällt nur einmal an, die Aufstellung liegt im Kundenkonto.",
            "followup": "Von einem anteiligen Grundpreis hat beim Abschluss niemand etwas gesagt. Geht da etwas auf Kulanz?",
        },
        {
            "subject": "Versprochene Gutschrift fehlt",
            "private": "mir wurden am Telefon {amount} € Gutschrift zugesagt. Auf der Rechnung {invoice} fehlt sie.",
            "public": "Und was ist mit meiner Gutschrift, die mir im {month} versprochen wurde?",
            "ask": "wann haben Sie mit uns telefoniert, und von welcher Nummer?",
            "details": "Das war Anfang {month}, von meiner Nordfunk-Nummer. Kundennummer {account}.",
            "answer": "die Zusage ist bei uns vermerkt, die Buchung war hängen geblieben. {amount} € stehen auf der nächsten Rechnung.",
        },
    ],
    "contract": [
        {
            "subject": "Kündigung zum Vertragsende",
            "private": "hiermit kündige ich meinen Vertrag {account} zum nächstmöglichen Termin. Bitte bestätigen Sie mir das Datum.",
            "public": "Kündigung seit 3 Wochen nicht bestätigt, aber Werbung machen könnt ihr.",
            "ask": "zu welcher Rufnummer gehört der Vertrag? Dann sehen wir nach der Laufzeit.",
            "details": "Es ist der Vertrag {account}, die Rufnummer endet auf {number}.",
            "answer": "Ihre Kündigung ist eingegangen, der Vertrag endet mit dem Monat {month}. Die Bestätigung kommt heute per E-Mail.",
            "followup": "Die Bestätigung ist nicht angekommen. Können Sie sie noch einmal schicken?",
        },
        {
            "subject": "Tarifwechsel zu {tariff}",
            "private": "ich möchte in den Tarif {tariff} wechseln. Geht das während der Laufzeit, und was kostet es?",
            "public": "Kann ich als Bestandskunde in {tariff} wechseln oder ist das wieder nur für neue?",
            "answer": "der Wechsel in {tariff} ist auch für Bestandskunden jederzeit möglich und kostet nichts. Er gilt ab dem nächsten Monat.",
            "followup": "Und meine Rufnummer behalte ich?",
        },
        {
            "subject": "Vertrag verlängern?",
            "private": "mein Vertrag läuft im {month} aus. Welches Angebot können Sie mir für eine Verlängerung machen?",
            "public": "Was passiert nach den 24 Monaten mit dem Preis?",
            "answer": "nach 24 Monaten bleibt der Preis, wie er ist, und Sie können monatlich kündigen. Für eine Verlängerung gibt es {tariff} für {amount} €.",
            "followup": "Gibt es zur Verlängerung auch das {device} dazu?",
        },
        {
            "subject": "Umzug nach {city}",
            "private": "wir ziehen zum Ende des Monats nach {city}. Können wir den Anschluss mitnehmen? Kundennummer {account}.",
            "public": "Wir ziehen nach {city}. Kann man den Anschluss einfach mitnehmen?",
            "ask": "wie lautet die neue Adresse? Dann prüfen wir, was dort liegt.",
            "details": "{street} {number}, {zip} {city}.",
            "answer": "an der neuen Adresse in {city} ist der Anschluss möglich. Der Umzug ist kostenlos, den Termin schlagen wir Ihnen per E-Mail vor.",
        },
    ],
    "esim": [
        {
            "subject": "eSIM lässt sich nicht aktivieren",
            "private": "die eSIM lässt sich auf meinem {device} nicht aktivieren, der QR-Code sei schon verwendet. Bestellung {order}.",
            "public": "QR-Code für die eSIM sei „schon verwendet“. Bestellung {order}, hilft mir hier jemand?",
            "ask": "war die eSIM schon einmal auf einem anderen Gerät installiert?",
            "details": "Ja, auf dem alten Telefon. Das ist aber zurückgesetzt.",
            "answer": "wir haben einen neuen QR-Code erzeugt, er liegt in Ihrem Kundenkonto. Der alte ist damit ungültig.",
            "followup": "Der neue QR-Code geht auf dem {device} auch nicht.",
        },
        {
            "subject": "Rufnummer mitnehmen",
            "private": "ich will meine Nummer vom alten Anbieter mitnehmen. Der Antrag steht seit Tagen auf „in Prüfung“.",
            "public": "Wie lange dauert bei euch eigentlich die Rufnummernmitnahme? Warte seit 9 Tagen.",
            "answer": "die Freigabe vom alten Anbieter ist jetzt da. Ihre Nummer wird am {day} zwischen 0 und 6 Uhr umgestellt.",
            "followup": "Seit der Umstellung kann ich niemanden mehr anrufen, SMS gehen auch nicht.",
        },
        {
            "subject": "Ersatz für defekte SIM-Karte",
            "private": "meine SIM-Karte wird nicht mehr erkannt. Wie bekomme ich schnell Ersatz?",
            "public": "SIM-Karte defekt, und der Shop in {city} schickt mich weg. Ernsthaft?",
            "ask": "an welche Adresse dürfen wir die neue Karte schicken?",
            "details": "{street} {number}, {zip} {city}.",
            "answer": "die neue SIM-Karte ist unterwegs, Sie haben sie am {day}. Wenn es eilt: Eine eSIM können Sie sofort im Kundenkonto laden.",
        },
        {
            "subject": "eSIM auf dem {device}",
            "private": "kann ich {tariff} auch mit eSIM auf dem {device} nutzen?",
            "public": "eSIM auf dem {device}, geht das inzwischen?",
            "answer": "ja, das {device} kann eSIM, und sie kostet bei {tariff} nichts extra.",
        },
    ],
    "delivery": [
        {
            "subject": "Wo bleibt Bestellung {order}?",
            "private": "meine Bestellung {order} sollte am {day} kommen. In der Sendungsverfolgung tut sich nichts.",
            "public": "Bestellt letzte Woche, Lieferung „unbekannt“. Weiß hier jemand mehr? Nr. {order}",
            "ask": "an welche Adresse sollte {order} gehen?",
            "details": "An {street} {number}, {zip} {city}.",
            "answer": "das Paket {order} hing im Verteilzentrum und kommt nun am {day}. Entschuldigen Sie die Wartezeit.",
            "followup": "{day} ist vorbei und es ist nichts gekommen.",
        },
        {
            "subject": "{device} defekt angekommen",
            "private": "das {device} kam mit einem Sprung im Display an. Wie läuft der Umtausch? Bestellung {order}.",
            "public": "{device} mit Sprung im Display geliefert. Und der Umtausch soll drei Wochen dauern?",
            "ask": "schicken Sie uns bitte ein Bild vom Schaden und vom Karton?",
            "details": "Bilder hängen an, Bestellung {order}.",
            "answer": "wir tauschen das {device} sofort aus. Das neue geht heute raus, das Rücksendeetikett haben Sie per E-Mail.",
        },
        {
            "subject": "Rücksendung {order}",
            "private": "ich habe das {device} vor zwei Wochen zurückgeschickt und noch keine Erstattung. Bestellung {order}.",
            "public": "{device} vor zwei Wochen zurückgeschickt, Geld bis heute nicht da.",
            "answer": "die Rücksendung {order} ist eingegangen, die Erstattung ist seit heute auf dem Weg zu Ihnen.",
            "followup": "Auf dem Konto ist noch nichts. Wie lange dauert das denn?",
        },
        {
            "subject": "Wann gibt es das {device} wieder?",
            "private": "wann ist das {device} in Schwarz wieder lieferbar? Ich würde es gern mit {tariff} nehmen.",
            "public": "Wann ist das {device} in Schwarz wieder lieferbar?",
            "answer": "das {device} in Schwarz kommt Anfang {month} wieder. In Blau ist es sofort lieferbar.",
        },
    ],
    "roaming": [
        {
            "subject": "Datenvolumen in {country}",
            "private": "wir fliegen am {day} nach {country}. Ist das Datenvolumen von {tariff} dort enthalten?",
            "public": "Gilt {tariff} auch in {country}?",
            "answer": "in {country} nutzen Sie Ihr Volumen wie zu Hause, bis 24 GB im Monat. Danach kostet das GB 1,80 €.",
            "followup": "Und telefonieren nach Deutschland, kostet das in {country} extra?",
        },
        {
            "subject": "Kosten im Ausland: {country}",
            "private": "in {country} wurden mir {amount} € Roaming berechnet, obwohl die Option gebucht war.",
            "public": "{amount} € für zwei Tage {country}, Frechheit.",
            "ask": "wann genau waren Sie in {country}, und wann haben Sie die Option gebucht?",
            "details": "Gebucht am Tag vor dem Flug, Kundennummer {account}.",
            "answer": "die Option war gebucht, der Fehler lag bei uns. Die {amount} € schreiben wir gut.",
        },
        {
            "subject": "Kein Netz in {country}",
            "private": "mein {device} findet in {country} kein Netz. Muss ich etwas freischalten?",
            "public": "Sitze in {country} ohne Netz. Muss man da bei euch etwas freischalten?",
            "answer": "bitte schalten Sie am {device} das Datenroaming ein und wählen das Netz von Hand. Freigeschaltet ist es für {country} schon.",
            "followup": "Datenroaming ist an, es geht trotzdem nicht.",
        },
    ],
    "app": [
        {
            "subject": "Anmeldung in der App nicht möglich",
            "private": "die App wirft mich nach dem Update sofort wieder raus. Neu installiert habe ich schon.",
            "public": "Eure App ist seit dem Update unbrauchbar. Wird daran gearbeitet?",
            "ask": "welche Version der App zeigt Ihr {device} unter „Über“ an?",
            "details": "Version 8.4.0 auf dem {device}.",
            "answer": "mit Version 8.4.1 ist der Fehler behoben, sie steht seit heute in den Stores.",
            "followup": "8.4.1 ist installiert, jetzt bleibt der Bildschirm weiß.",
        },
        {
            "subject": "Passwort zurücksetzen",
            "private": "der Link zum Zurücksetzen des Passworts kommt nicht an, auch nicht im Spam.",
            "public": "Login geht nicht, „Passwort vergessen“ geht auch nicht. Danke für nichts.",
            "answer": "bei Ihrer Adresse stand eine Sperre, die ist jetzt weg. Bitte fordern Sie den Link noch einmal an, er gilt 30 Minuten.",
        },
        {
            "subject": "App zeigt falschen Verbrauch",
            "private": "in der App stehen 0 GB, dabei hat der Monat gerade angefangen. {tariff}, Kundennummer {account}.",
            "public": "Kann man den Verbrauch irgendwo anders sehen als in der App? Da stehen immer 0 GB.",
            "answer": "die Anzeige hing einen Tag hinterher, Ihr Volumen ist vollständig da. Im Browser sehen Sie es unter nordfunk.example/verbrauch.",
        },
    ],
    "offer": [
        {
            "subject": "Angebot für {seats} Anschlüsse",
            "private": "wir suchen für {company} einen neuen Anbieter, {seats} Anschlüsse, gern mit {device}. Können Sie uns ein Angebot machen?",
            "public": "Gibt es das auch für Geschäftskunden? Wir brauchen {seats} Karten.",
            "ask": "wie viele der {seats} Anschlüsse brauchen ein Gerät, und wann soll es losgehen?",
            "details": "Etwa die Hälfte mit Gerät, Start im {month}.",
            "answer": "anbei das Angebot {case} über {seats} Anschlüsse. Es gilt 14 Tage.",
            "followup": "Danke für das Angebot {case}. Geht beim Preis pro Karte noch etwas?",
        },
        {
            "subject": "Tarif für Selbstständige",
            "private": "gibt es {tariff} auch für Selbstständige mit getrennter Rechnung?",
            "public": "Gibt es {tariff} auch für Selbstständige?",
            "answer": "für Selbstständige gibt es {tariff} Business mit eigener Rechnung zum gleichen Nettopreis.",
        },
        {
            "subject": "Rabatt für Studierende?",
            "private": "gibt es {tariff} mit Rabatt für Studierende, und welchen Nachweis brauchen Sie?",
            "public": "Habt ihr auch Rabatt für Azubis und Studenten?",
            "answer": "für Azubis und Studierende gibt es 20 % auf {tariff}. Eine Bescheinigung als Foto reicht.",
            "followup": "Gilt der Rabatt auch, wenn der Vertrag auf meine Eltern läuft?",
        },
        {
            "subject": "Zweite Karte",
            "private": "was kostet {tariff}, wenn man für {company} eine zweite Karte dazunimmt?",
            "public": "Was kostet {tariff}, wenn man zwei Karten nimmt?",
            "answer": "die zweite Karte kostet bei {tariff} 10 € weniger, bei gleichem Volumen.",
        },
    ],
    "press": [
        {
            "subject": "Presseanfrage: Störung in {city}",
            "private": "für einen Beitrag im {outlet} bitte ich um eine Stellungnahme zur Störung in {city}, bis heute 16 Uhr.",
            "public": "Gibt es zur Störung in {city} eine Pressemitteilung?",
            "answer": "vielen Dank für Ihre Anfrage. Unsere Stellungnahme zu {city} hängt an, bitte zitieren Sie sie mit „eine Sprecherin“.",
            "followup": "Danke. Wie viele Anschlüsse waren in {city} betroffen?",
        },
        {
            "subject": "Interviewanfrage {outlet}",
            "private": "wir planen für {outlet} ein Stück über 5G auf dem Land und würden gern mit Ihrer Technikchefin sprechen.",
            "public": "Wer ist bei euch für Presseanfragen zuständig? ({outlet})",
            "ask": "in welcher Ausgabe soll der Beitrag erscheinen, und wie viel Zeit brauchen Sie?",
            "details": "Geplant ist die Ausgabe Anfang {month}, 30 Minuten würden reichen.",
            "answer": "ein Gespräch am {day} um 11 Uhr ist möglich. Passt Ihnen das?",
            "followup": "{day} um 11 passt. Können wir vorher Fotos vom Sendemast machen?",
        },
        {
            "subject": "Zahlen zum Ausfall, {outlet}",
            "private": "wie viele Kunden waren von dem Ausfall am {day} betroffen? Redaktionsschluss ist morgen Mittag.",
            "public": "Wie viele Kunden waren denn nun von dem Ausfall betroffen?",
            "answer": "betroffen waren rund 4.200 Anschlüsse für knapp drei Stunden. Das können Sie so verwenden.",
        },
    ],
    "privacy": [
        {
            "subject": "Auskunft nach Art. 15 DSGVO",
            "private": "ich bitte um Auskunft nach Art. 15 DSGVO über alle zu mir gespeicherten Daten. Kundennummer {account}.",
            "public": "Woher habt ihr eigentlich meine Nummer? Ich bin kein Kunde und werde angerufen.",
            "ask": "zur Sicherheit brauchen wir einen Nachweis Ihrer Identität, zum Beispiel die letzten Ziffern der SIM-Karte.",
            "details": "Die letzten Ziffern sind {zip}.",
            "answer": "die Auskunft liegt als verschlüsselte Datei in Ihrem Kundenkonto, Vorgang {case}.",
            "followup": "In der Auskunft {case} fehlen die Empfänger der Daten. Bitte ergänzen Sie das.",
        },
        {
            "subject": "Löschung meiner Daten",
            "private": "bitte löschen Sie meine Daten, der Vertrag {account} ist seit {month} beendet.",
            "public": "Wie bekommt man euch dazu, alte Kundendaten zu löschen?",
            "answer": "die Löschung ist veranlasst. Rechnungsdaten müssen wir nach § 147 AO noch aufbewahren, sie sind gesperrt.",
        },
        {
            "subject": "Widerspruch gegen Werbung",
            "private": "ich widerspreche der Nutzung meiner Daten zu Werbezwecken und bitte um Bestätigung. Kundennummer {account}.",
            "public": "Bitte keine Werbeanrufe mehr. Wo kann man dem widersprechen?",
            "answer": "Ihr Widerspruch ist vermerkt und gilt ab sofort für alle Kanäle.",
            "followup": "Gestern kam trotzdem wieder ein Werbeanruf.",
        },
    ],
    "idea": [
        {
            "subject": "Vorschlag: Volumen verschenken",
            "private": "ich fände es gut, wenn man Datenvolumen an die Familie verschenken könnte. Ist so etwas geplant?",
            "public": "Schöne Idee, aber kann man das Volumen auch in der Familie teilen?",
            "answer": "danke für den Vorschlag. Volumen teilen ist für das nächste Jahr geplant, wir nehmen Sie gern in die Testgruppe auf.",
            "followup": "Testgruppe: sehr gern! Was muss ich tun?",
        },
        {
            "subject": "{tariff} ohne Laufzeit?",
            "private": "warum gibt es {tariff} nicht ohne Laufzeit? Für mich wäre das genau richtig.",
            "public": "Bitte {tariff} mal ohne Laufzeit anbieten.",
            "answer": "{tariff} ohne Laufzeit prüfen wir gerade. Wir geben Ihren Wunsch an das Team weiter.",
        },
        {
            "subject": "Verbrauchsrechner auf dem Tablet",
            "private": "der neue Verbrauchsrechner ist gut gemacht, aber auf dem Tablet kaum lesbar.",
            "public": "Wann kommt endlich Wi-Fi Calling für {tariff}?",
            "ask": "auf welchem Gerät sehen Sie das? Ein Bild würde uns helfen.",
            "details": "Auf einem älteren Tablet im Hochformat, Bild hängt an.",
            "answer": "danke für den Hinweis, das kommt mit der nächsten Version im {month}.",
        },
    ],
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
PUBLIC_PREFIX = ["Hallo {first}, ", "Hi {first}, ", "Moin {first}, "]
SIGN = [" ^{initials}", " Viele Grüße, {agentfirst}", " /{agentfirst}", ""]
TO_PRIVATE = [
    "das sehen wir uns an. Schicken Sie uns bitte eine Nachricht mit Ihrer Kundennummer.",
    "das sollte nicht sein. Schreiben Sie uns bitte kurz per PN, dann schauen wir in Ihren Vertrag.",
]
FROM_PUBLIC = [
    "Hallo, ihr habt unter dem Beitrag geschrieben, ich soll mich hier melden. {private}",
    "Wie im Kommentar gewünscht: {private}",
]
FOLLOWUP = [
    "Danke. Noch eine Frage dazu: Gilt das auch für die zweite Karte?",
    "Danke für die Antwort. Bekomme ich das auch schriftlich?",
    "Und an wen wende ich mich, wenn es nicht klappt?",
]
FOLLOWUP_ANSWER = [
    "danke für die Rückmeldung. Ich kläre das und melde mich bis {day} bei Ihnen, Vorgang {case}.",
    "ich habe das an die Fachabteilung gegeben. Bis {day} haben Sie eine Antwort.",
    "das sehe ich mir selbst an und schreibe Ihnen bis {day}. Die Vorgangsnummer ist {case}.",
]
MORE = [
    "Noch eine Frage dazu: Gilt das auch für die zweite Karte?",
    "Meine Kundennummer ist übrigens {account}.",
    "Ist wirklich dringend.",
]
DETAILS = ["Meine Kundennummer ist {account}."]
THANKS = ["Danke, hat geklappt!", "Super, vielen Dank für die schnelle Hilfe.", "Perfekt, danke!", "Ok danke"]
WELCOME = [
    "sehr gern! Wenn noch etwas ist, melden Sie sich einfach.",
    "gern geschehen, einen schönen Tag noch.",
]
NUDGE = [
    "Hallo? Ist da jemand?",
    "Ich warte immer noch auf eine Antwort.",
    "Gibt es hier schon etwas Neues?",
    "Seit Tagen keine Rückmeldung. Bitte melden Sie sich.",
]
BURST = [
    "Kundennummer ist {account}",
    "Ist dringend, ich brauche das heute noch.",
    "Screenshot kommt gleich",
    "Am besten per Nachricht, telefonieren geht gerade nicht.",
]
ME_TOO = [
    "Bei mir genauso, {city}.",
    "Ist bei mir auch so seit gestern.",
    "Kann ich bestätigen, hier ist es dasselbe.",
    "Also bei mir läuft alles.",
    "Das würde mich auch interessieren.",
]
ME_TOO_ANSWER = [
    "danke, dass Sie sich melden. Wir haben es an die Technik weitergegeben.",
    "danke für den Hinweis, wir prüfen das gerade für alle.",
    "sobald wir mehr wissen, schreiben wir es hier.",
]
PEER_ANSWER = [
    "Das steht in der App unter Mein Tarif, ganz unten auf der Seite.",
    "Einmal Flugmodus an und wieder aus, dann die Netzwahl auf automatisch. Hat hier jedes Mal gereicht.",
    "Geht im Kundenkonto mit zwei Klicks, Reiter Verträge. Gilt ab dem nächsten Ersten.",
    "Einfach den Code neu anfordern, der alte verfällt nach 24 Stunden. Danach läuft es.",
    "Im Kleingedruckten auf Seite 2: ja, gilt in der ganzen EU und der Schweiz.",
]
PEER_THANKS = [
    "genau so ist es, danke fürs Weiterhelfen!",
    "vielen Dank für den Tipp, besser hätten wir es nicht sagen können.",
]
PRAISE = [
    "Bin seit drei Jahren bei euch und zufrieden.",
    "Top Angebot, gerade bestellt!",
    "Netz in {city} ist wirklich gut geworden.",
    "Endlich mal ein fairer Preis.",
    "Tolle Aktion, weiter so!",
]
THANKS_BACK = [
    "vielen Dank, das freut uns sehr!",
    "danke für das Lob, das geben wir gern weiter.",
    "schön, dass Sie bei uns sind!",
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
REACTIVE_POSTS = [
    "Aktuell ist unser Netz in {city} und Umgebung gestört. Die Technik ist dran, wir melden uns hier.",
    "Störung in {city}: Wir arbeiten daran und halten euch hier auf dem Laufenden.",
]
PAGE_COMMENT = [
    "Alle Details und das Kleingedruckte findet ihr hier: nordfunk.example/{case}",
    "Fragen zum Angebot? Gern hier in die Kommentare.",
]
NOTE_HANDOFF = [
    "Bitte übernehmen, das gehört zu euch.",
    "Kunde hat schon zweimal angerufen, bitte bevorzugt.",
    "Können wir von hier aus nicht lösen, bitte prüfen.",
]
NOTE_HOLD = [
    "Rückfrage beim Netzbetreiber läuft, Ticket {case}.",
    "Warte auf die Technik.",
    "Kulanz bis {amount} € ist angefragt.",
]
AUTO_REPLY = [
    "Vielen Dank für Ihre Nachricht. Wir haben sie erhalten und melden uns so schnell wie möglich. Ihre Vorgangsnummer: {case}. Diese E-Mail wurde automatisch erstellt."
]
MERGED_HERE = "Diese Anfrage wurde geschlossen und mit Anfrage #{other} „{subject}“ zusammengeführt."
MERGED_THERE = "Anfrage #{other} „{subject}“ wurde geschlossen und mit dieser Anfrage zusammengeführt."
OUTREACH_SUBJECT = ["Ihr Vertrag läuft aus", "Termin an Ihrem Anschluss"]
OUTREACH = [
    "Ihr Vertrag läuft im {month} aus. Wir haben ein Angebot für Sie: {tariff} für {amount} € im Monat. Haben Sie Interesse?",
    "bei der Prüfung Ihres Anschlusses ist uns ein Fehler aufgefallen. Wann dürfen wir einen Techniker schicken?",
]
OUTREACH_ANSWER = [
    "Klingt gut, was muss ich tun?",
    "Am {day} ab 14 Uhr würde es passen.",
    "Danke, gerade kein Interesse.",
    "Was kostet mich das?",
]

SECOND = [
    "ich habe gerade nachgesehen, das ist bei uns schon in Arbeit.",
    "ergänzend dazu: Den Stand sehen Sie jederzeit im Kundenkonto.",
]
BOT_FIRST = [
    "Hallo, ich bin der digitale Assistent von Nordfunk. Ich verbinde Sie mit einem Menschen, einen Moment bitte.",
]
PROMISES = [
    "Gutschrift 10 €",
    "Gutschrift 20 €",
    "Rabatt 15 % für drei Monate",
    "Rückruf mit Ergebnis",
    "Ersatzgerät kostenlos",
    "Techniker kommt",
]
NOTE_APPROVAL = ["Antwortentwurf liegt bei, bitte um Freigabe.", "Bitte gegenlesen und freigeben."]
NOTE_REJECTED = ["So noch nicht: Satz zwei bitte mit dem Vertrag abgleichen.", "Bitte sachlicher, dann gern."]
NOTE_KEPT = ["Zusage erledigt.", "Gebucht, Zusage eingehalten."]
