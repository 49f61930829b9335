/*
label = "Work in progress"
label_de = "Arbeit im Gang"
description = """How many cases are open, and how many of them are ours to work on (new or open, not waiting for \
    anybody), averaged over time and not counted at an instant; and how many of those there are for each person on \
    shift, in staffed hours (concurrency)."""
description_de = """Wie viele Fälle offen sind, und wie viele davon bei uns liegen (neu oder offen, auf niemanden \
    wartend), im Mittel über die Zeit und nicht an einem Zeitpunkt gezählt; und wie viele davon in besetzten \
    Stunden auf jede Person der Schicht kommen."""
unit = "cases"
better = "lower"
dimensions = ["hour_of_week", "source", "platform", "channel", "visibility", "department_id"]
time = "date_day"
statistics = ["open", "in_work", "per_person"]
detail = ["hour_of_week", "source", "platform", "channel", "visibility"]
excludes = "closed cases; per person, hours in which nobody is on shift, and departments without shifts"
excludes_de = "geschlossene Fälle; je Person Stunden ohne Besetzung und Abteilungen ohne Schichten"
others = "Others count what is open when somebody looks, which is never at three in the morning."
others_de = "Andere zählen, was offen ist, wenn jemand hinsieht, und das ist nie nachts um drei."
example = [
    "one case open all day, another from 00:00 to 12:00",
    "the second waits for its customer from 06:00 on",
    "= 1.5 open on average, 1.25 of them ours",
]
example_de = [
    "ein Fall ist den ganzen Tag offen, ein zweiter von 00:00 bis 12:00",
    "der zweite wartet ab 06:00 auf die Kundin",
    "= im Mittel 1,5 offen, davon 1,25 bei uns",
]
source = "metrics definition 11"
*/
with seen as (
    select
        date_day,
        hour_of_week,
        sum(length_us) as length_us
    from marts.dim_observed_hour
    group by all
),

staffed as (
    select
        date_day,
        hour_of_week,
        department_id,
        sum(staffed_us) as staffed_us
    from marts.fct_staffed_hours
    group by all
),

held as (
    select
        date_day,
        hour_of_week,
        source,
        platform,
        channel,
        visibility,
        department_id,
        sum(open_us) as open_us,
        sum(work_us) as work_us,
        coalesce(sum(work_us) filter (where is_staffed), 0) as staffed_work_us,
        count(*) as hour_count
    from marts.fct_open_hours
    group by all
),

stated as (
    select
        held.date_day,
        held.hour_of_week,
        held.source,
        held.platform,
        held.channel,
        held.visibility,
        held.department_id,
        held.hour_count,
        unnest([  -- noqa: AL03
            {statistic: 'open', total_us: held.open_us, divisor_us: seen.length_us},
            {statistic: 'in_work', total_us: held.work_us, divisor_us: seen.length_us},
            {statistic: 'per_person', total_us: held.staffed_work_us, divisor_us: staffed.staffed_us}
        ], recursive := true)
    from held
    left join seen
        on held.date_day is not distinct from seen.date_day
        and held.hour_of_week is not distinct from seen.hour_of_week
    left join staffed
        on held.date_day is not distinct from staffed.date_day
        and held.hour_of_week is not distinct from staffed.hour_of_week
        and held.department_id is not distinct from staffed.department_id
)

select
    date_day,
    hour_of_week,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    case when divisor_us > 0 then total_us / divisor_us end as metric_value,
    null::double as lower,
    null::double as upper,
    hour_count::bigint as sample_size,
    total_us / 3600e6 as numerator
from stated
