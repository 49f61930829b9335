-- Work of each department hour by hour: the handle time that falls into the hour, in microseconds, and the replies sent
-- in it. A reply is worked on right before it is sent. `is_planned` says whether the department's staffing is known.
-- In whole microseconds and hours of the epoch, as these add up faster than instants.
with spans as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        epoch_us(sent_at) as sent_us,
        epoch_us(sent_at) - (handle_seconds * 1000000)::bigint as begun_us
    from marts.fct_handles
),

parts as (
    select
        *,
        3600000000 * unnest(
            generate_series(
                floor(coalesce(begun_us, sent_us) / 3600000000)::bigint, floor(sent_us / 3600000000)::bigint
            )
        ) as hour_us
    from spans
),

summed as (
    select
        source,
        platform,
        channel,
        visibility,
        department_id,
        make_timestamptz(hour_us) as hour_at,
        coalesce(
            sum(least(sent_us, hour_us + 3600000000) - greatest(begun_us, hour_us))
            filter (where begun_us is not null),
            0
        )::bigint as load_us,
        count(*) filter (where sent_us < hour_us + 3600000000) as reply_count,
        count(*) filter (where begun_us is null) as unknown_count
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
