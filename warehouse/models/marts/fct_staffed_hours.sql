-- Hours in which a department was staffed, by their beginning, until now: people times time in exact microseconds, and
-- how many waits were opened with the department in that hour.
with hours as (
    select
        department_id,
        headcount,
        started_at,
        least(ended_at, getvariable('as_of')) as ended_at,
        unnest(
            generate_series(
                date_trunc('hour', started_at),
                least(ended_at, getvariable('as_of')) - interval 1 microsecond,
                interval 1 hour
            )
        ) as hour_at
    from marts.fct_shifts
    where started_at < getvariable('as_of')
),

staffed as (
    select
        department_id,
        hour_at,
        sum(
            headcount * (
                epoch_us(least(ended_at, hour_at + interval 1 hour)) - epoch_us(greatest(started_at, hour_at))
            )
        )::bigint as staffed_us
    from hours
    group by department_id, hour_at
),

arrivals as (
    select
        department_id,
        date_trunc('hour', opened_at) as hour_at,
        count(*) as arrival_count
    from marts.fct_waits
    group by all
)

select
    staffed.department_id,
    staffed.hour_at,
    timezone(settings.zone, staffed.hour_at)::date as date_day,
    epoch_us(date_trunc('day', timezone(settings.zone, staffed.hour_at))) // 86400000000 as day_number,
    hour_of_week(timezone(settings.zone, staffed.hour_at)) as hour_of_week,
    staffed.staffed_us,
    coalesce(arrivals.arrival_count, 0) as arrival_count
from staffed
left join arrivals using (department_id, hour_at)
cross join company.settings as settings
