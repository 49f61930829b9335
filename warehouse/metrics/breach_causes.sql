/*
label = "Causes of breaches"
label_de = "Ursachen verletzter Ziele"
description = """Share of breached SLA instances by their main cause. A cause is the first of these rules that holds \
    between the start and the breach, not a proof: 15 minutes without an owning department; waiting for approval; \
    handed on to another department; arrived out of hours; more open cases than in nine of ten such hours of the week; \
    none of these, a slow answer."""
description_de = """Anteil verletzter SLA-Instanzen nach ihrer Hauptursache. Eine Ursache ist die erste dieser Regeln, \
    die zwischen Beginn und Verletzung zutrifft, kein Beweis: 15 Minuten ohne zuständige Abteilung; Warten auf \
    Freigabe; Übergabe an eine andere Abteilung; außerhalb der Zeiten eingegangen; mehr offene Fälle als in neun von \
    zehn solchen Wochenstunden; nichts davon, langsame Antwort."""
unit = "share"
better = "lower"
dimensions = [
    "breach_cause", "metric", "target_id", "source", "platform", "channel", "visibility", "department_id",
]
time = "started_day"
statistics = ["value"]
excludes = "instances that are met, running, cancelled or without a target; the clock is the target's own"
excludes_de = "gehaltene, laufende, aufgehobene und Instanzen ohne Ziel; es zählt die Uhr des Ziels"
others = "Others show how many targets were missed, and leave it to the reader why."
others_de = "Andere zeigen, wie viele Ziele verfehlt wurden, und überlassen das Warum dem Leser."
example = [
    "08:00 a message arrives at Service, to be answered by 13:00",
    "09:00 Service hands it on to Marketing",
    "09:30 Marketing asks for approval, given at 14:00",
    "= breached at 13:00, main cause: waiting for approval",
]
example_de = [
    "08:00 eine Nachricht kommt beim Service an, zu beantworten bis 13:00",
    "09:00 der Service übergibt an das Marketing",
    "09:30 das Marketing bittet um Freigabe, erteilt um 14:00",
    "= verletzt um 13:00, Hauptursache: Warten auf Freigabe",
]
source = "metrics definition 9; interval: Wilson (1927)"
*/
with caused as (
    select
        started_day as date_day,
        breach_cause,
        metric,
        target_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        count(*) as numerator
    from marts.fct_breaches
    group by all
),

counted as (
    select
        *,
        (
            sum(numerator) over (
                partition by date_day, metric, target_id, source, platform, channel, visibility, department_id
            )
        )::bigint as sample_size
    from caused
)

select
    date_day,
    breach_cause,
    metric,
    target_id,
    source,
    platform,
    channel,
    visibility,
    department_id,
    'value' as statistic,
    numerator / sample_size as metric_value,
    wilson_lower(numerator, sample_size) as lower,
    wilson_upper(numerator, sample_size) as upper,
    sample_size,
    numerator
from counted
