-- Where the data comes from and how fresh it is. state: ok, failed (its last data still stands), never. `row_count` is
-- the messages and case events known, each once however often it was fetched. `last_success_at` is the instant up to
-- which its last good reading can have seen anything: when it took place, or the run's own now where that is earlier.
-- captured_by: api (fetched from where it arises), push (sent here as it happens), export (files that people provide:
-- the figures are as old as the newest of them, `export_age_seconds`).
with loads as (
    select
        source,
        max(loaded_at) as last_record_at
    from quality.loads
    group by source
),

known as (
    select
        source,
        sum(record_count)::bigint as row_count
    from (
        select
            source,
            message_count as record_count
        from steps.int_message_counts
        union all
        select
            source,
            event_count as record_count
        from steps.int_event_counts
    ) as records
    group by source
),

ways as (
    select
        source,
        case
            when type in ('whatsapp', 'webhook') then 'push'
            when
                type in (
                    'files', 'xing', 'snapchat', 'spend', 'campaigns', 'budgets', 'rates', 'shifts', 'reach', 'crm'
                )
                then 'export'
            else 'api'
        end as captured_by
    from company.sources
)

select
    sources.source,
    sources.type,
    ways.captured_by,
    coalesce(states.state, 'never') as state,
    -- A source that was never read has neither.
    least(states.last_success_at, states.read_until) as last_success_at,
    states.last_attempt_at,
    states.error,
    loads.last_record_at,
    case
        when ways.captured_by = 'export' and loads.last_record_at is not null
            -- A run as of an earlier day reads files of today.
            then greatest(0.0, seconds_between(loads.last_record_at, getvariable('as_of')))
    end as export_age_seconds,
    coalesce(known.row_count, 0) as row_count
from company.sources as sources
inner join ways using (source)
left join company.source_states as states using (source)
left join loads using (source)
left join known using (source)
