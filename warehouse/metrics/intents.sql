/*
label = "What people want"
label_de = "Was Menschen wollen"
description = """Messages that opened a wait, by what they want (complaint, support request, question, praise, \
    purchase interest, press) and by who says so: the case store's own field, or a rule on the text."""
description_de = """Nachrichten, die eine Wartezeit eröffneten, danach, was sie wollen (Beschwerde, Hilfe, Frage, Lob, \
    Kaufinteresse, Presse), und danach, wer das sagt: das Feld des Ticketsystems selbst oder eine Regel am Text."""
unit = "count"
better = "higher"
dimensions = [
    "source", "platform", "channel", "visibility", "department_id", "stakeholder", "topic", "intent", "intent_source"
]
detail = ["stakeholder", "topic"]
time = "opened_day"
statistics = ["value"]
excludes = "messages that need no answer, and further ones of the same wait"
excludes_de = "Nachrichten ohne Antwortbedarf und weitere derselben Wartezeit"
others = "Others show a label and neither where it comes from nor how often it is wrong."
others_de = "Andere zeigen eine Zuordnung und weder ihre Herkunft noch, wie oft sie falsch ist."
example = [
    "a ticket filed as complaint",
    "a comment with a question mark",
    "a call without any text",
    "= one complaint, one question, one of which nobody knows",
]
example_de = [
    "ein Ticket, abgelegt als Beschwerde",
    "ein Kommentar mit Fragezeichen",
    "ein Anruf ohne Text",
    "= eine Beschwerde, eine Frage, eine unbekannt",
]
source = "settings [[intents]]; quality: marts.dim_intent_quality"
*/
select
    opened_day as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    stakeholder,
    topic,
    intent,
    intent_source,
    'value' as statistic,
    count(*) as numerator,
    count(*) as sample_size,
    count(*)::double as metric_value,
    null::double as lower,
    null::double as upper
from marts.fct_waits
group by all
