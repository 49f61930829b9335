/*
label = "Department load"
label_de = "Last der Abteilungen"
description = """Messages arriving, answers given, cases opened, reopened, moved and resolved, per hour of the \
    period; `numerator` is the count, `sample_size` the hours."""
description_de = """Eingehende Nachrichten, gegebene Antworten, eröffnete, wieder geöffnete, verschobene und gelöste \
    Fälle je Stunde des Zeitraums; Zähler ist die Anzahl, n die Stunden."""
unit = "per hour"
better = "neutral"
dimensions = ["hour_of_day", "source", "platform", "channel", "visibility", "department_id"]
detail = ["hour_of_day"]
time = "date_day"
statistics = [
    "arrivals", "answers", "opened", "reopened", "moved_in", "moved_out", "resolved", "merged", "deleted", "open",
]
excludes = "messages that need no answer; follow-ups of a customer who already waits"
excludes_de = "Nachrichten ohne Antwortbedarf; Nachfragen einer Kundin, die schon wartet"
others = "Others count messages, so that one customer who writes three times looks like three."
others_de = "Andere zählen Nachrichten, sodass eine Kundin, die dreimal schreibt, wie drei aussieht."
example = [
    "09:05 and 09:40 two customers write",
    "09:50 one of them writes again while waiting",
    "= 2 arrivals in the hour from 9 to 10",
]
example_de = [
    "09:05 und 09:40 schreiben zwei Kundinnen",
    "09:50 eine davon schreibt nochmals, während sie wartet",
    "= 2 Eingänge in der Stunde von 9 bis 10",
]
source = "metrics definition 11"
*/
with hours as (
    select
        date_day,
        hour_of_day,
        count(*) filter (where instant_at = date_trunc('hour', instant_at)) as hour_count
    from marts.dim_hour
    group by all
),

flows as (
    select
        date_day,
        hour_of_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        case kind when 'arrival' then 'arrivals' when 'answer' then 'answers' else kind end as statistic,
        count(*) as flow_count
    from marts.fct_flows
    group by all
),

running as (
    select
        [source, platform, channel, visibility, department_id]::varchar as series,
        instant_at,
        sum(sum(open_delta)) over (
            partition by [source, platform, channel, visibility, department_id]::varchar
            order by instant_at
        ) as open_count
    from marts.fct_backlog_changes
    group by series, instant_at
),

levels as (
    select
        points.date_day,
        points.hour_of_day,
        points.source,
        points.platform,
        points.channel,
        points.visibility,
        points.department_id,
        sum(coalesce(running.open_count, 0)) as open_hours
    from (
        select
            instants.*,
            series.*
        from marts.dim_hour as instants
        cross join (
            select distinct
                [source, platform, channel, visibility, department_id]::varchar as series,
                source,
                platform,
                channel,
                visibility,
                department_id
            from marts.fct_backlog_changes
        ) as series
        where instants.instant_at = date_trunc('hour', instants.instant_at)
    ) as points
    asof left join running
        on points.series = running.series and points.instant_at >= running.instant_at
    group by all
),

with_hours as (
    select
        flows.*,
        hours.hour_count
    from flows
    left join hours
        on flows.date_day is not distinct from hours.date_day
        and flows.hour_of_day is not distinct from hours.hour_of_day
    union all by name
    select
        levels.* exclude (open_hours),
        'open' as statistic,
        levels.open_hours as flow_count,
        hours.hour_count
    from levels
    left join hours
        on levels.date_day is not distinct from hours.date_day
        and levels.hour_of_day is not distinct from hours.hour_of_day
)

select
    hour_of_day,
    date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    case when hour_count > 0 then flow_count / hour_count end as metric_value,
    null::double as lower,
    null::double as upper,
    coalesce(hour_count, 0) as sample_size,
    flow_count as numerator
from with_hours
