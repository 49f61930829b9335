-- Time that open cases spend with each department, hour by hour, in exact microseconds: `open_us` in any open state,
-- `work_us` while it is our turn (new or open, not waiting for anybody). Divided by the length of an hour it is the
-- average number of cases; hours in which no case was open have no row. `is_staffed` says whether any people of the
-- department were there in that hour.
with changes as (
    select
        *,
        [source, platform, channel, visibility, department_id]::varchar as series
    from marts.fct_open_changes
),

hours as (
    select
        series,
        unnest(generate_series(min(hour_at), date_trunc('hour', getvariable('as_of')), interval 1 hour)) as hour_at
    from changes
    group by series
),

-- The running hour ends now, and not with the hour.
cut as (
    select
        *,
        epoch_us(least(hour_at + interval 1 hour, getvariable('as_of'))) - epoch_us(hour_at) as length_us
    from hours
),

levels as (
    select
        cut.series,
        cut.hour_at,
        cut.length_us,
        coalesce(changes.open_us - changes.open_delta * (3600000000 - cut.length_us), 0) as open_us,
        coalesce(changes.work_us - changes.work_delta * (3600000000 - cut.length_us), 0) as work_us,
        coalesce(sum(changes.open_delta) over earlier, 0) as open_before,
        coalesce(sum(changes.work_delta) over earlier, 0) as work_before
    from cut
    left join changes using (series, hour_at)
    window earlier as (
        partition by cut.series order by cut.hour_at rows between unbounded preceding and 1 preceding
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
    from changes
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
