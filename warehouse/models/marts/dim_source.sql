-- Where the data comes from and how fresh it is. state: ok, failed (its last data still stands), never.
with loads as (
    select
        source,
        max(loaded_at) as last_record_at,
        sum(row_count) as row_count
    from quality.loads
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
    coalesce(loads.row_count, 0) as row_count
from company.sources as sources
left join company.source_states as states using (source)
left join loads using (source)
