/*
label = "Double answers"
label_de = "Doppelte Antworten"
description = """Share of answered waits to which two people replied shortly after one another (30 minutes unless set \
    otherwise), before the customer wrote again; and the part of them in which two departments did."""
description_de = """Anteil der beantworteten Wartezeiten, auf die zwei Personen kurz nacheinander geantwortet haben \
    (30 Minuten, wenn nicht anders eingestellt), ehe wieder geschrieben wurde; und davon der Teil, bei dem es zwei \
    Abteilungen waren."""
unit = "share"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id", "stakeholder"]
detail = ["stakeholder"]
time = "opened_day"
statistics = ["value", "across"]
excludes = """several replies by the same person; replies that say they are part of a split, such as (1/2); automatic \
    replies and internal notes; waits without an answer"""
excludes_de = """mehrere Antworten derselben Person; Antworten, die sich als Teil ausweisen, etwa (1/2); automatische \
    Antworten und interne Notizen; Wartezeiten ohne Antwort"""
others = "Others warn while two people type, and count nothing afterwards."
others_de = "Andere warnen, während zwei Personen tippen, und zählen nachher nichts."
example = [
    "09:00 a customer asks",
    "09:10 an agent of Service answers",
    "09:25 an agent of Marketing answers too, 15 min later",
    "= one double answer, between departments",
]
example_de = [
    "09:00 eine Kundin fragt",
    "09:10 der Service antwortet",
    "09:25 das Marketing antwortet auch, 15 Min. später",
    "= eine doppelte Antwort, zwischen Abteilungen",
]
source = "metrics definition 15"
*/
with tallied as (
    select
        opened_day as date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        stakeholder,
        count_if(is_double) as doubled,
        count_if(is_double_across) as across,
        count(*) as answered
    from marts.fct_waits
    where outcome = 'answered'
    group by all
),

counted as (
    select
        * exclude (doubled, across),
        unnest(  -- noqa: AL03
            [{statistic: 'value', found: doubled}, {statistic: 'across', found: across}], recursive := true
        )
    from tallied
)

select
    date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    stakeholder,
    statistic,
    found / answered as metric_value,
    wilson_lower(found, answered) as lower,
    wilson_upper(found, answered) as upper,
    answered as sample_size,
    found as numerator
from counted
