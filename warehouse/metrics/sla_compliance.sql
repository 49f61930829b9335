/*
label = "SLA compliance"
label_de = "SLA-Einhaltung"
description = """Share of SLA instances that met the target which held when they began: met of met and breached. One \
    instance is one target on one wait (first or next response), one case until it is resolved, or one request for \
    approval. Its clock stands in the case states that the target names; it is breached at the instant at which its \
    clock reaches the target, whether anybody looks then or not."""
description_de = """Anteil der SLA-Instanzen, die das Ziel hielten, das bei ihrem Beginn galt: gehalten von gehalten \
    und verletzt. Eine Instanz ist ein Ziel an einer Wartezeit (erste oder weitere Antwort), an einem Fall bis zur \
    Lösung oder an einer Freigabe. Ihre Uhr steht in den Fallzuständen, die das Ziel nennt; verletzt ist sie in dem \
    Augenblick, in dem ihre Uhr das Ziel erreicht, ob dann jemand nachsieht oder nicht."""
unit = "share"
better = "higher"
dimensions = ["clock", "metric", "target_id", "source", "platform", "channel", "visibility", "department_id"]
derived = ["clock"]
time = "started_day"
statistics = ["value", "breached", "running", "at_risk", "cancelled", "none"]
excludes = """running instances, counted beside; withdrawn, merged or deleted before they were due; without a target \
    or, on the business clock, without a calendar"""
excludes_de = """laufende, daneben gezählt; vor der Frist zurückgezogene, zusammengeführte oder gelöschte; ohne Ziel \
    oder, in Geschäftszeit, ohne Kalender"""
others = """Others look now and then whether a target is missed, so that a late reply before the next look leaves no \
    miss; pause in fixed states; or mix the targets of a case."""
others_de = """Andere sehen ab und zu nach, ob ein Ziel verfehlt ist, so dass eine späte Antwort vor dem nächsten \
    Blick keine Spur lässt; halten in festen Zuständen an; oder vermengen die Ziele eines Falls."""
example = [
    "Fri 16:00 a case is opened, to be resolved within 4 open hours (8:00 to 18:00)",
    "Fri 17:00 the customer is asked: the clock stands at 1 h",
    "Mon 09:00 the customer answers: it runs on, due Mon 12:00",
    "Mon 12:30 resolved",
    "= breached, at Mon 12:00",
]
example_de = [
    "Fr 16:00 ein Fall wird eröffnet, zu lösen binnen 4 offener Stunden (8 bis 18 Uhr)",
    "Fr 17:00 Rückfrage beim Kunden: die Uhr steht bei 1 Std.",
    "Mo 09:00 der Kunde antwortet: sie läuft weiter, fällig Mo 12:00",
    "Mo 12:30 gelöst",
    "= verletzt, am Mo um 12:00",
]
source = "metrics definition 9; interval: Wilson (1927)"
*/
with clocked as (
    select
        started_day,
        metric,
        target_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        unnest([  -- noqa: AL03
            {clock: 'business', state: state, is_at_risk: is_at_risk},
            {clock: 'calendar', state: calendar_state, is_at_risk: false}
        ], recursive := true)
    from marts.fct_sla_instances
),

tallied as (
    select
        started_day,
        clock,
        metric,
        target_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        count(*) filter (where state = 'met') as met,
        count(*) filter (where state = 'breached') as breached,
        count(*) filter (where state = 'running') as running,
        count(*) filter (where is_at_risk) as at_risk,
        count(*) filter (where state = 'cancelled') as cancelled,
        count(*) filter (where state = 'none') as without_target,
        count(*) as total
    from clocked
    group by all
),

counted as (
    select
        * exclude (met, breached, running, at_risk, cancelled, without_target, total),
        unnest(  -- noqa: AL03
            [
                {statistic: 'value', kept: met, counted: met + breached},
                {statistic: 'breached', kept: breached, counted: total},
                {statistic: 'running', kept: running, counted: total},
                {statistic: 'at_risk', kept: at_risk, counted: running},
                {statistic: 'cancelled', kept: cancelled, counted: total},
                {statistic: 'none', kept: without_target, counted: total}
            ],
            recursive := true
        )
    from tallied
)

select
    started_day as date_day,
    clock,
    metric,
    target_id,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    case when statistic != 'value' then kept when counted > 0 then kept / counted end as metric_value,
    case when statistic = 'value' then wilson_lower(kept, counted) end as lower,
    case when statistic = 'value' then wilson_upper(kept, counted) end as upper,
    counted as sample_size,
    kept as numerator
from counted
-- Around the clock nothing says how long before its end an instance is at risk.
where clock = 'business' or statistic != 'at_risk'
