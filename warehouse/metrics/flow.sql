/*
label = "Flow"
label_de = "Fluss"
description = """What arrives, is answered for the first time and is closed per day, and whether the backlog grows: \
    net is what entered it less what left it, with the interval of the difference of two Poisson counts (Skellam); \
    it is stable where that includes zero. Little's law compares the average number of open cases with their \
    arrivals times the mean time that they stay; the difference is time spent by cases that came earlier."""
description_de = """Was je Tag eingeht, erstmals beantwortet und geschlossen wird, und ob der Rückstand wächst: \
    netto ist, was hineinkam, weniger was hinausging, mit dem Intervall der Differenz zweier Poisson-Zahlen \
    (Skellam); stabil ist es, wo null darin liegt. Littles Gesetz vergleicht die mittlere Zahl offener Fälle mit \
    den Zugängen mal der mittleren Verweildauer; der Unterschied ist Zeit von Fällen, die früher kamen."""
unit = "per day"
better = "neutral"
dimensions = ["source", "platform", "channel", "visibility", "department_id"]
time = "date_day"
statistics = [
    "arrivals", "first_answers", "closes", "entered", "left", "net", "stable", "little_open", "little_expected",
    "little_deviation",
]
excludes = "messages that need no answer; for little, cases that are not open"
excludes_de = "Nachrichten ohne Antwortbedarf; bei Little Fälle, die nicht offen sind"
others = "Others show created minus closed without an interval, so that every week looks like a trend."
others_de = "Andere zeigen eröffnet minus geschlossen ohne Intervall, sodass jede Woche wie ein Trend aussieht."
example = [
    "in four days 40 cases come in and 28 go out",
    "= 3 a day more than go out, 95% interval −1.0 to 7.0: stable",
]
example_de = [
    "in vier Tagen kommen 40 Fälle und 28 gehen",
    "= 3 je Tag mehr, als gehen, 95-%-Intervall −1,0 bis 7,0: stabil",
]
source = "metrics definition 11"
*/
with days as (
    select
        date_day,
        sum(length_us) / 86400e6 as day_count
    from marts.dim_observed_hour
    group by all
),

counted as (
    select
        date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        count(*) filter (where kind = 'arrival') as arrivals,
        count(*) filter (where kind = 'answer' and ordinal = 1) as first_answers,
        count(*) filter (where kind in ('resolved', 'merged', 'deleted')) as closes,
        count(*) filter (where kind in ('opened', 'reopened', 'moved_in')) as entered,
        count(*) filter (where kind in ('resolved', 'merged', 'deleted', 'moved_out')) as gone,
        0::hugeint as open_us,
        0::hugeint as stayed_us
    from marts.fct_flows
    group by all
    union all by name
    select
        date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        0 as arrivals,
        0 as first_answers,
        0 as closes,
        0 as entered,
        0 as gone,
        sum(open_us) as open_us,
        0::hugeint as stayed_us
    from marts.fct_open_hours
    group by all
    union all by name
    select
        date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        0 as arrivals,
        0 as first_answers,
        0 as closes,
        0 as entered,
        0 as gone,
        0::hugeint as open_us,
        sum((observed_seconds * 1000000)::bigint) as stayed_us
    from marts.fct_visits
    group by all
),

summed as (
    select
        counted.date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        nullif(days.day_count, 0) as day_count,
        sum(arrivals) as arrivals,
        sum(first_answers) as first_answers,
        sum(closes) as closes,
        sum(entered) as entered,
        sum(gone) as gone,
        sum(open_us) / 86400e6 as open_days,
        sum(stayed_us) / 86400e6 as stayed_days
    from counted
    left join days on counted.date_day is not distinct from days.date_day
    group by all
),

stated as (
    select
        date_day,
        source,
        platform,
        channel,
        visibility,
        department_id,
        day_count,
        unnest([  -- noqa: AL03
            {statistic: 'arrivals', total: arrivals::double, is_count: true, observations: arrivals},
            {statistic: 'first_answers', total: first_answers::double, is_count: true, observations: first_answers},
            {statistic: 'closes', total: closes::double, is_count: true, observations: closes},
            {statistic: 'entered', total: entered::double, is_count: true, observations: entered},
            {statistic: 'left', total: gone::double, is_count: true, observations: gone},
            {statistic: 'net', total: (entered - gone)::double, is_count: false, observations: entered + gone},
            {
                statistic: 'stable',
                total: if(abs(entered - gone) <= 1.9599639845400545 * sqrt(entered + gone), 1, 0)::double,
                is_count: false,
                observations: entered + gone
            },
            {statistic: 'little_open', total: open_days, is_count: false, observations: entered},
            {statistic: 'little_expected', total: stayed_days, is_count: false, observations: entered},
            {
                statistic: 'little_deviation',
                total: if(stayed_days > 0, open_days / stayed_days - 1, null),
                is_count: false,
                observations: entered
            }
        ], recursive := true)
    from summed
)

select
    date_day,
    source,
    platform,
    channel,
    visibility,
    department_id,
    statistic,
    case
        when statistic = 'stable' then if(observations > 0, total, null)
        when statistic = 'little_deviation' then total
        else total / day_count
    end as metric_value,
    -- The score interval of a Poisson count; for the net, two independent counts.
    case
        when is_count
            then greatest(0.0, total + 1.92072941 - 1.9599639845400545 * sqrt(total + 0.9603647)) / day_count
        when statistic = 'net' then (total - 1.9599639845400545 * sqrt(observations)) / day_count
    end as lower,
    case
        when is_count then (total + 1.92072941 + 1.9599639845400545 * sqrt(total + 0.9603647)) / day_count
        when statistic = 'net' then (total + 1.9599639845400545 * sqrt(observations)) / day_count
    end as upper,
    observations::bigint as sample_size,
    total as numerator
from stated
