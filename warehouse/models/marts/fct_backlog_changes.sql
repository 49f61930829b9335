/*
sums = ["open_delta", "origin_delta"]
moving = "false"
*/
-- Changes of the backlog between the instants of marts.dim_hour: a case counts at an instant if that lies in one of its
-- open intervals [started_at, ended_at). Running sums of `open_delta` give the cases open, by age since the case first
-- opened (a reopened case keeps its age); `origin_delta` sums those openings, in microseconds since 1970, so that the
-- age of all open cases together is instant x count - origins.
--
-- Inside, hours are numbered since 1970 and age classes from 0 to 5. An interval counts where it starts, where it ends,
-- and where the case turns an hour, five hours, ... old in between: three small sums, however many classes it reaches.
with clock as (
    select
        epoch_us(getvariable('as_of')) as now_us,
        -- The last instant is now: what happened since the last full hour counts there.
        (epoch_us(getvariable('as_of')) + 3599999999) // 3600000000 as now_hour
),

open_states as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        state,
        epoch_us(opened_at) as opened_us,
        epoch_us(started_at) as started_us,
        epoch_us(ended_at) as ended_us
    from marts.fct_case_states
    where is_open_state(state) and started_at <= getvariable('as_of')
),

-- A number is grouped by many times faster than six texts.
series as (
    select
        *,
        row_number() over () as series
    from (
        select distinct
            source,
            platform,
            channel,
            visibility,
            department_id,
            state
        from open_states
    ) as combinations
),

hours as (
    select
        series.series,
        states.opened_us,
        (states.opened_us + 3599999999) // 3600000000 as opened_hour,
        (states.started_us + 3599999999) // 3600000000 as start_hour,
        if(states.ended_us <= clock.now_us, (states.ended_us + 3599999999) // 3600000000, null) as end_hour,
        -- The last hour at which it may have grown older; what it turns after now doesn't count now.
        clock.now_hour - if(
            (states.opened_us + 3599999999) // 3600000000 * 3600000000 - states.opened_us
            < clock.now_hour * 3600000000 - clock.now_us,
            1, 0
        ) as last_hour
    from open_states as states
    inner join series
        on states.source is not distinct from series.source
        and states.platform is not distinct from series.platform
        and states.channel is not distinct from series.channel
        and states.visibility is not distinct from series.visibility
        and states.department_id is not distinct from series.department_id
        and states.state is not distinct from series.state
    cross join clock
),

spells as (
    select
        *,
        age_class(least(start_hour, last_hour) - opened_hour) as first_class,
        age_class(coalesce(end_hour - 1, last_hour) - opened_hour) as last_class
    from hours
    where end_hour is null or start_hour < end_hour
),

starts as (
    select
        series,
        start_hour as at_hour,
        first_class as age_class,
        count(*) as open_delta,
        sum(opened_us) as origin_delta
    from spells
    group by series, start_hour, first_class
),

ends as (
    select
        series,
        end_hour as at_hour,
        last_class as age_class,
        -count(*) as open_delta,
        -sum(opened_us) as origin_delta
    from spells
    where end_hour is not null
    group by series, end_hour, last_class
),

ageing as (
    select
        series,
        opened_hour,
        first_class,
        last_class,
        count(*) as grown,
        sum(opened_us) as origins
    from spells
    where first_class < last_class
    group by series, opened_hour, first_class, last_class
),

turns as (
    select
        ageing.series,
        ageing.opened_hour + ages.from_hours as at_hour,
        unnest([ages.age_class - 1, ages.age_class]) as age_class,
        unnest([-ageing.grown, ageing.grown]) as open_delta,
        unnest([-ageing.origins, ageing.origins]) as origin_delta
    from ageing
    inner join (values (1, 1), (2, 5), (3, 24), (4, 72), (5, 168)) as ages (age_class, from_hours)
        on ages.age_class > ageing.first_class and ages.age_class <= ageing.last_class
),

summed as (
    select
        series,
        at_hour,
        age_class,
        sum(open_delta)::bigint as open_delta,
        sum(origin_delta)::hugeint as origin_delta
    from (
        select * from starts
        union all by name
        select * from ends
        union all by name
        select * from turns
    ) as changes
    group by series, at_hour, age_class
    -- Changes that cancel each other out are none.
    having sum(open_delta) != 0 or sum(origin_delta) != 0
)

select
    make_timestamptz(least(summed.at_hour * 3600000000, clock.now_us)) as instant_at,
    series.source,
    series.platform,
    series.channel,
    series.visibility,
    series.department_id,
    series.state,
    ['0_1h', '1_5h', '5_24h', '1_3d', '3_7d', 'over_7d'][summed.age_class + 1] as age_class,
    summed.open_delta,
    summed.origin_delta
from summed
inner join series using (series)
cross join clock
