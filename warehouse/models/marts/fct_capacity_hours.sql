-- Every hour of each department that has a calendar or shifts, from the first case to half a year ahead: how much
-- of it is open, and how much time people are on shift in it. `is_coming`: not over yet. Past the last shift of a
-- roster that is kept in a table, `is_planned` is false: nobody has said yet who will be there.
with bounds as (
    select
        date_trunc('hour', min(started_at)) as first_at,
        getvariable('as_of') + interval 200 day as until_at
    from marts.fct_case_states
),

points as (
    select unnest(generate_series(first_at, until_at, interval 1 hour)) as hour_at
    from bounds
    where first_at is not null
),

hours as (
    select
        departments.department_id,
        departments.calendar_name,
        points.hour_at
    from company.departments as departments
    cross join points
),

open_hours as (
    select
        slots.calendar_name,
        make_timestamptz(slots.slot * calendars.slot_seconds // 3600 * 3600 * 1000000) as hour_at,
        sum(calendars.slot_seconds)::bigint * 1000000 as open_us
    from company.calendar_slots as slots
    inner join company.calendars as calendars using (calendar_name)
    where slots.is_open
    group by all
),

staffed as (
    select
        department_id,
        headcount,
        started_at,
        ended_at
    from marts.fct_shifts
    union all by name
    select
        department_id,
        headcount,
        started_at,
        ended_at
    from company.planned_shifts
),

shift_hours as (
    select
        department_id,
        headcount,
        started_at,
        ended_at,
        unnest(
            generate_series(
                date_trunc('hour', started_at), ended_at - interval 1 microsecond, interval 1 hour
            )
        ) as hour_at
    from staffed
),

people as (
    select
        department_id,
        hour_at,
        sum(
            headcount * (
                epoch_us(least(ended_at, hour_at + interval 1 hour)) - epoch_us(greatest(started_at, hour_at))
            )
        )::bigint as staffed_us
    from shift_hours
    group by department_id, hour_at
),

planned as (
    select
        department_id,
        timezone(settings.zone, date_trunc('week', timezone(settings.zone, min(started_at)))) as planned_from,
        timezone(
            settings.zone, date_trunc('week', timezone(settings.zone, max(started_at))) + interval 7 day
        ) as planned_until
    from staffed
    cross join company.settings as settings
    group by department_id, settings.zone
)

select
    hours.department_id,
    hours.hour_at,
    timezone(settings.zone, hours.hour_at)::date as date_day,
    hour(timezone(settings.zone, hours.hour_at)) as hour_of_day,
    hour_of_week(timezone(settings.zone, hours.hour_at)) as hour_of_week,
    timezone(settings.zone, hours.hour_at)::date >= timezone(settings.zone, getvariable('as_of'))::date as is_coming,
    if(hours.calendar_name is null, null, coalesce(open_hours.open_us, 0))::bigint as open_us,
    coalesce(people.staffed_us, 0)::bigint as staffed_us,
    coalesce(hours.hour_at >= planned.planned_from and hours.hour_at < planned.planned_until, false) as is_planned
from hours
left join open_hours on hours.calendar_name = open_hours.calendar_name and hours.hour_at = open_hours.hour_at
left join people on hours.department_id = people.department_id and hours.hour_at = people.hour_at
left join planned on hours.department_id = planned.department_id
cross join company.settings as settings
