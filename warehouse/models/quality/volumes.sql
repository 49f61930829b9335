-- Records of each source by the day on which they happened (messages and case events; local days from its first to the
-- day before now), beside what is usual: from half of the least to twice the most that the same weekday brought in the
-- eight weeks before, and at least as far from their median as such a count scatters by chance (three times its root);
-- NULL with fewer than four of them. `verdict` is low, high, usual or NULL: not known yet.
with records as (
    select
        source,
        quarter_at,
        message_count as record_count
    from steps.int_message_counts
    union all
    select
        source,
        quarter_at,
        event_count as record_count
    from steps.int_event_counts
),

counted as (
    select
        records.source,
        timezone(settings.zone, records.quarter_at)::date as date_day,
        sum(records.record_count)::bigint as record_count
    from records
    cross join company.settings as settings
    group by all
),

spans as (
    select
        source,
        min(date_day) as first_day
    from counted
    group by source
),

days as (
    select
        spans.source,
        unnest(
            generate_series(
                spans.first_day::timestamp,
                timezone(settings.zone, getvariable('as_of'))::date - interval 1 day,
                interval 1 day
            )
        )::date as date_day
    from spans
    cross join company.settings as settings
),

weekly as (
    select
        days.source,
        days.date_day,
        coalesce(counted.record_count, 0) as record_count,
        count(*) over earlier as week_count,
        median(coalesce(counted.record_count, 0)) over earlier as usual_count,
        min(coalesce(counted.record_count, 0)) over earlier as least_count,
        max(coalesce(counted.record_count, 0)) over earlier as most_count
    from days
    left join counted using (source, date_day)
    window earlier as (
        partition by days.source, isodow(days.date_day)
        order by days.date_day rows between 8 preceding and 1 preceding
    )
),

ranged as (
    select
        source,
        date_day,
        record_count,
        if(week_count >= 4, usual_count, null) as usual_count,
        3 * sqrt(greatest(usual_count, 1)) as scatter,
        if(week_count >= 4, greatest(0, least(least_count / 2, usual_count - scatter)), null) as usual_low,
        if(week_count >= 4, greatest(most_count * 2.0, usual_count + scatter), null)::double as usual_high
    from weekly
)

select
    source,
    date_day,
    record_count,
    usual_count,
    usual_low,
    usual_high,
    case
        when record_count < usual_low then 'low'
        when record_count > usual_high then 'high'
        when usual_low is not null then 'usual'
    end as verdict
from ranged
