/*
label = "Answered within target"
label_de = "In der Zielzeit beantwortet"
description = """Share of waits whose first human reply came within the target that held when the wait opened. A wait \
    that is still open, or was closed without an answer, counts as missed once its due time has passed. The clock \
    runs on while the case pauses: what the customer sees; "SLA compliance" lets it stand."""
description_de = """Anteil der Wartezeiten, deren erste menschliche Antwort innerhalb des Ziels kam, das beim Öffnen \
    galt. Was noch offen ist oder ohne Antwort geschlossen wurde, zählt als verfehlt, sobald die Frist \
    vorbei ist. Die Uhr läuft weiter, während der Fall pausiert: was die Kundin erlebt; die „SLA-Einhaltung“ lässt \
    sie stehen."""
unit = "share"
better = "higher"
dimensions = [
    "clock", "target_id", "source", "platform", "channel", "visibility", "department_id", "stakeholder",
    "opened_hour_of_week",
]
derived = ["clock"]
detail = ["stakeholder", "opened_hour_of_week"]
time = "opened_day"
statistics = ["value", "running", "cancelled", "none"]
excludes = """running waits that are not yet due; withdrawn or merged before their due time; messages that need no \
    answer; departments without a calendar (business clock)"""
excludes_de = """laufende, noch nicht fällige; vor der Frist zurückgezogene oder zusammengeführte; Nachrichten ohne \
    Antwortbedarf; Abteilungen ohne Kalender (Geschäftszeit)"""
others = "Others count the answered only, or find a breach only when a later check happens to look."
others_de = """Andere zählen nur Beantwortetes, oder bemerken eine Verletzung nur, wenn später jemand nachsieht."""
example = [
    "target 15 min, open from 08:00 to 18:00",
    "09:00 message, answered 09:10: met",
    "17:55 message, answered the next day 08:05, 10 open minutes: met",
    "10:00 message, still open: missed at 10:15",
    "= 2 of 3, 66.7%",
]
example_de = [
    "Ziel 15 Min., geöffnet ab 8:00 bis 18:00",
    "09:00 Nachricht, Antwort 09:10: gehalten",
    "17:55 Nachricht, Antwort am nächsten Tag 08:05, 10 offene Minuten: gehalten",
    "10:00 Nachricht, noch offen: um 10:15 verfehlt",
    "= 2 von 3, 66,7 %",
]
source = "metrics definition 9"
*/
with clocked as (
    select
        opened_day,
        target_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        stakeholder,
        opened_hour_of_week,
        unnest([  -- noqa: AL03
            {clock: 'business', state: sla_state},
            {clock: 'calendar', state: calendar_sla_state}
        ], recursive := true)
    from marts.fct_waits
),

tallied as (
    select
        opened_day,
        clock,
        target_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        stakeholder,
        opened_hour_of_week,
        count(*) filter (where state = 'met') as met,
        count(*) filter (where state = 'breached') as breached,
        count(*) filter (where state = 'running') as running,
        count(*) filter (where state = 'cancelled') as cancelled,
        count(*) filter (where state = 'none') as without_target,
        count(*) as total
    from clocked
    group by all
),

counted as (
    select
        opened_day as date_day,
        clock,
        target_id,
        source,
        platform,
        channel,
        visibility,
        department_id,
        stakeholder,
        opened_hour_of_week,
        unnest(  -- noqa: AL03
            [
                {statistic: 'value', kept: met, counted: met + breached},
                {statistic: 'running', kept: running, counted: total},
                {statistic: 'cancelled', kept: cancelled, counted: total},
                {statistic: 'none', kept: without_target, counted: total}
            ],
            recursive := true
        )
    from tallied
)

select
    date_day,
    clock,
    target_id,
    source,
    platform,
    channel,
    visibility,
    department_id,
    stakeholder,
    opened_hour_of_week,
    statistic,
    case when statistic != 'value' then kept when counted > 0 then kept / counted end as metric_value,
    case when statistic = 'value' then wilson_lower(kept, counted) end as lower,
    case when statistic = 'value' then wilson_upper(kept, counted) end as upper,
    counted as sample_size,
    kept as numerator
from counted
