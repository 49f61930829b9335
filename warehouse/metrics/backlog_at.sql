/*
label = "Backlog at an instant"
label_de = "Rückstand zu einem Zeitpunkt"
description = """Cases open at one instant, to the microsecond, by age since they first opened, and the age of all \
    of them together: at the snapshot's own instant, or at any other, Filters(at=...)."""
description_de = """Offene Fälle zu einem Zeitpunkt, auf die Mikrosekunde, nach Alter seit dem ersten Öffnen, und \
    das Alter aller zusammen: zum Zeitpunkt des Schnappschusses oder zu jedem anderen, Filters(at=...)."""
unit = "cases"
better = "lower"
dimensions = ["source", "platform", "channel", "visibility", "department_id", "state"]
time = "date_day"
instant = true
statistics = ["open", "aged_seconds", "open_0_1h", "open_1_5h", "open_5_24h", "open_1_3d", "open_3_7d", "open_over_7d"]
excludes = "resolved, closed, merged and deleted cases; conversations in which nobody waits"
excludes_de = "gelöste, geschlossene, zusammengeführte und gelöschte Fälle; Gespräche, in denen niemand wartet"
others = "Others know the backlog of now, or that of each midnight."
others_de = "Andere kennen den Rückstand von jetzt, oder den jeder Mitternacht."
example = [
    "09:00 a case opens",
    "09:40 another opens",
    "10:15 the first is resolved",
    "= at 10:14: 2 open, 74 and 34 minutes old; at 10:15: 1 open",
]
example_de = [
    "09:00 ein Fall wird eröffnet",
    "09:40 ein zweiter",
    "10:15 der erste wird gelöst",
    "= um 10:14: 2 offen, 74 und 34 Minuten alt; um 10:15: 1 offen",
]
source = "metrics definition 10"
*/
with instants as (
    select as_of as instant_at
    from marts.dim_snapshot
),

-- One pass over the intervals: those that hold the instant, half-open.
ages as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        state,
        epoch_us((select instant_at from instants)) - epoch_us(opened_at) as age_us
    from marts.fct_case_states
    where
        court != 'done'
        and started_at <= (select instant_at from instants)
        and (ended_at is null or ended_at > (select instant_at from instants))
),

counted as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        state,
        count(*) as open_count,
        unnest([  -- noqa: AL03
            {statistic: 'open', metric_value: count(*)::double},
            {statistic: 'aged_seconds', metric_value: coalesce(sum(age_us), 0)::double / 1e6},
            {statistic: 'open_0_1h', metric_value: count_if(age_us < 3600e6)::double},
            {statistic: 'open_1_5h', metric_value: count_if(age_us >= 3600e6 and age_us < 18000e6)::double},
            {statistic: 'open_5_24h', metric_value: count_if(age_us >= 18000e6 and age_us < 86400e6)::double},
            {statistic: 'open_1_3d', metric_value: count_if(age_us >= 86400e6 and age_us < 259200e6)::double},
            {statistic: 'open_3_7d', metric_value: count_if(age_us >= 259200e6 and age_us < 604800e6)::double},
            {statistic: 'open_over_7d', metric_value: count_if(age_us >= 604800e6)::double}
        ], recursive := true)
    from ages
    group by source, platform, channel, visibility, department_id, state
)

select
    (select instant_at::date from instants) as date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    state,
    statistic,
    metric_value,
    null::double as lower,
    null::double as upper,
    open_count as sample_size,
    metric_value as numerator
from counted
