-- Time that open cases spend with each department, hour by hour, in exact microseconds: `open_us` in any open state,
-- `work_us` while it is our turn (new or open, not waiting for anybody). Divided by the length of an hour it is the
-- average number of cases; hours in which no case was open have no row. `is_staffed` says whether any people of the
-- department were there in that hour.
with spells as (
    select
        [source, platform, channel, visibility, department_id]::varchar as series,
        *,
        if(state in ('new', 'open'), 1, 0) as is_work
    from marts.fct_case_states
    where is_open_state(state)
),

points as (
    select
        series,
        started_at as point_at,
        1 as delta,
        is_work
    from spells
    union all by name
    select
        series,
        ended_at as point_at,
        -1 as delta,
        is_work
    from spells
    where ended_at is not null
),

changes as (
    select
        series,
        date_trunc('hour', point_at) as hour_at,
        sum(delta) as open_delta,
        sum(delta * is_work) as work_delta,
        sum(
            delta * (
                epoch_us(least(date_trunc('hour', point_at) + interval 1 hour, getvariable('as_of')))
                - epoch_us(point_at)
            )
        ) as open_us,
        sum(
            delta * is_work * (
                epoch_us(least(date_trunc('hour', point_at) + interval 1 hour, getvariable('as_of')))
                - epoch_us(point_at)
            )
        ) as work_us
    from points
    group by all
),

hours as (
    select
        series,
        unnest(generate_series(min(hour_at), date_trunc('hour', getvariable('as_of')), interval 1 hour)) as hour_at
    from changes
    group by series
),

levels as (
    select
        hours.series,
        hours.hour_at,
        coalesce(changes.open_us, 0) as open_us,
        coalesce(changes.work_us, 0) as work_us,
        epoch_us(least(hours.hour_at + interval 1 hour, getvariable('as_of'))) - epoch_us(hours.hour_at) as length_us,
        coalesce(sum(changes.open_delta) over earlier, 0) as open_before,
        coalesce(sum(changes.work_delta) over earlier, 0) as work_before
    from hours
    left join changes using (series, hour_at)
    window earlier as (
        partition by hours.series order by hours.hour_at rows between unbounded preceding and 1 preceding
    )
),

named as (
    select
        series,
        any_value(source) as source,
        any_value(platform) as platform,
        any_value(channel) as channel,
        any_value(visibility) as visibility,
        any_value(department_id) as department_id
    from spells
    group by series
)

select
    levels.hour_at,
    timezone(settings.zone, levels.hour_at)::date as date_day,
    hour_of_week(timezone(settings.zone, levels.hour_at)) as hour_of_week,
    named.* exclude (series),
    (levels.open_before * levels.length_us + levels.open_us)::bigint as open_us,
    (levels.work_before * levels.length_us + levels.work_us)::bigint as work_us,
    staffed.hour_at is not null as is_staffed
from levels
inner join named using (series)
left join marts.fct_staffed_hours as staffed
    on named.department_id = staffed.department_id and levels.hour_at = staffed.hour_at
cross join company.settings as settings
where levels.open_before * levels.length_us + levels.open_us != 0
