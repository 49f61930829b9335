-- Where the data comes from and how fresh it is. state: ok, failed (its last data still stands), never. `row_count` is
-- the messages and case events known, each once however often it was fetched.
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
)

select
    sources.source,
    sources.type,
    coalesce(states.state, 'never') as state,
    states.last_success_at,
    states.last_attempt_at,
    states.error,
    loads.last_record_at,
    coalesce(known.row_count, 0) as row_count
from company.sources as sources
left join company.source_states as states using (source)
left join loads using (source)
left join known using (source)
