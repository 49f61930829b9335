-- Every whole hour that was observed, and what touches it: how many events of marketing (from 2 hours before each
-- begins until 6 after it ends, 30 after a post), incidents likewise until 30 hours after, and whether it lies on a
-- public holiday. An hour without any of these is one of a usual week.
with touched as (
    select
        unnest(
            generate_series(
                date_trunc('hour', starts_at) - interval 2 hour,
                date_trunc('hour', ends_at) + interval 5 hour,
                interval 1 hour
            )
        ) as hour_at,
        1 as event_count,
        0 as incident_count
    from marts.fct_exposures
    where is_event
    union all
    select
        unnest(
            generate_series(
                date_trunc('hour', from_at) - interval 2 hour,
                until_at + interval 30 hour - interval 1 microsecond,
                interval 1 hour
            )
        ) as hour_at,
        0 as event_count,
        1 as incident_count
    from company.incidents
),

counted as (
    select
        hour_at,
        sum(event_count)::bigint as event_count,
        sum(incident_count)::bigint as incident_count
    from touched
    group by hour_at
),

-- Weekdays on which a calendar's department works, save for holidays.
worked as (
    select
        calendar_name,
        isodow(day) as weekday
    from company.business_days
    group by calendar_name, isodow(day)
    having count(*) > 40 * count(distinct year(day))
),

days as (select distinct date_day from marts.dim_observed_hour),

holidays as (
    select days.date_day
    from days
    inner join worked on isodow(days.date_day) = worked.weekday
    left join company.business_days as opened
        on worked.calendar_name = opened.calendar_name and days.date_day = opened.day
    group by days.date_day
    having count(opened.day) = 0
)

select
    hours.hour_at,
    hours.date_day as contact_day,
    hours.hour_of_week,
    coalesce(counted.event_count, 0) as event_count,
    coalesce(counted.incident_count, 0) as incident_count,
    holidays.date_day is not null as is_holiday
from marts.dim_observed_hour as hours
left join counted using (hour_at)
left join holidays using (date_day)
where hours.length_us = 3600000000
