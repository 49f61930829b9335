/*
label = "Backlog"
label_de = "Rückstand"
description = """Cases open at the end of the hour, day or period, by age since they first opened, and the age of all \
    of them together. At any other instant: the metric backlog_at."""
description_de = """Offene Fälle am Ende der Stunde, des Tages oder des Zeitraums, nach Alter seit dem ersten Öffnen, \
    und das Alter aller zusammen. Zu jedem anderen Zeitpunkt: die Kennzahl backlog_at."""
unit = "cases"
better = "lower"
dimensions = ["hour_at", "source", "platform", "channel", "visibility", "department_id", "state"]
detail = ["hour_at"]
time = "date_day"
statistics = ["open", "aged_seconds", "open_0_1h", "open_1_5h", "open_5_24h", "open_1_3d", "open_3_7d", "open_over_7d"]
excludes = "resolved, closed, merged and deleted cases; conversations in which nobody waits"
excludes_de = """gelöste, geschlossene, zusammengeführte und gelöschte Fälle; Gespräche, in denen niemand wartet"""
others = """Others count created minus closed, which misses reopened cases, or look once a night, which hides \
    the peak of the day."""
others_de = """Andere rechnen eröffnet minus geschlossen, was wieder geöffnete übersieht, oder sehen einmal je \
    Nacht nach, was die Tagesspitze verbirgt."""
example = [
    "08:00 two cases open",
    "09:00 one more opens",
    "09:30 one of them is resolved",
    "11:00 the resolved one is reopened, with the age of its first opening",
    "= 2 at 10:00, 3 at 12:00",
]
example_de = [
    "08:00 zwei Fälle sind offen",
    "09:00 einer kommt dazu",
    "09:30 einer davon wird gelöst",
    "11:00 der gelöste wird wieder geöffnet, mit dem Alter seiner ersten Eröffnung",
    "= 2 um 10:00, 3 um 12:00",
]
source = "metrics definition 10"
*/
with buckets as (
    select
        hour_at,
        date_day,
        max(instant_at) as instant_at
    from marts.dim_hour
    group by all
),

changes as (
    select
        [source, platform, channel, visibility, department_id, state, age_class]::varchar as series,
        source,
        platform,
        channel,
        visibility,
        department_id,
        state,
        age_class,
        instant_at,
        sum(open_delta) as open_delta,
        sum(origin_delta) as origin_delta
    from marts.fct_backlog_changes
    group by all
),

running as (
    select
        series,
        instant_at,
        sum(open_delta) over history as open_count,
        sum(origin_delta) over history as origins
    from changes
    window history as (partition by series order by instant_at)
),

levels as (
    select
        points.*,
        coalesce(running.open_count, 0) as open_count,
        coalesce(running.open_count * epoch_us(points.instant_at)::hugeint - running.origins, 0) as aged_us
    from (
        select
            buckets.*,
            series.*
        from buckets
        cross join (
            select distinct
                series,
                source,
                platform,
                channel,
                visibility,
                department_id,
                state,
                age_class
            from changes
        ) as series
    ) as points
    asof inner join running
        on points.series = running.series and points.instant_at >= running.instant_at
),

summed as (
    select
        hour_at,
        date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        state,
        unnest([  -- noqa: AL03
            {statistic: 'open', metric_value: sum(open_count)::double},
            {statistic: 'aged_seconds', metric_value: sum(aged_us)::double / 1e6},
            {
                statistic: 'open_0_1h',
                metric_value: coalesce(sum(open_count) filter (where age_class = '0_1h'), 0)::double
            },
            {
                statistic: 'open_1_5h',
                metric_value: coalesce(sum(open_count) filter (where age_class = '1_5h'), 0)::double
            },
            {
                statistic: 'open_5_24h',
                metric_value: coalesce(sum(open_count) filter (where age_class = '5_24h'), 0)::double
            },
            {
                statistic: 'open_1_3d',
                metric_value: coalesce(sum(open_count) filter (where age_class = '1_3d'), 0)::double
            },
            {
                statistic: 'open_3_7d',
                metric_value: coalesce(sum(open_count) filter (where age_class = '3_7d'), 0)::double
            },
            {
                statistic: 'open_over_7d',
                metric_value: coalesce(sum(open_count) filter (where age_class = 'over_7d'), 0)::double
            }
        ], recursive := true),
        sum(open_count)::bigint as sample_size
    from levels
    group by hour_at, date_day, source, platform, channel, visibility, department_id, state
)

select
    hour_at,
    date_day,
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
    sample_size,
    metric_value as numerator
from summed
