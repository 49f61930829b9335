-- Work of each department hour by hour: the handle time that falls into the hour, in microseconds, and the replies sent
-- in it. A reply is worked on right before it is sent. `is_planned` says whether the department's staffing is known.
with spans as (
    select
        *,
        sent_at - to_microseconds((handle_seconds * 1000000)::bigint) as begun_at
    from marts.fct_handles
),

parts as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        begun_at,
        sent_at,
        unnest(
            generate_series(
                date_trunc('hour', coalesce(begun_at, sent_at)), date_trunc('hour', sent_at), interval 1 hour
            )
        ) as hour_at
    from spans
),

summed as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        hour_at,
        coalesce(
            sum(
                if(
                    begun_at is null,
                    0,
                    epoch_us(least(sent_at, hour_at + interval 1 hour)) - epoch_us(greatest(begun_at, hour_at))
                )
            ),
            0
        )::bigint as load_us,
        count(*) filter (where sent_at < hour_at + interval 1 hour) as reply_count,
        count(*) filter (where begun_at is null) as unknown_count
    from parts
    group by all
)

select
    summed.hour_at,
    timezone(settings.zone, summed.hour_at)::date as date_day,
    epoch_us(date_trunc('day', timezone(settings.zone, summed.hour_at))) // 86400000000 as day_number,
    hour_of_week(timezone(settings.zone, summed.hour_at)) as hour_of_week,
    summed.source,
    summed.platform,
    summed.channel,
    summed.visibility,
    summed.department_id,
    summed.load_us,
    summed.reply_count,
    summed.unknown_count,
    coalesce(
        summed.hour_at >= planned.planned_from and summed.hour_at < planned.planned_until, false
    ) as is_planned
from summed
left join steps.int_planned_times as planned using (department_id)
cross join company.settings as settings
