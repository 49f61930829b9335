-- Targets by what they are measured on, in the order in which they are tried: a next response takes the first
-- response's targets only where none of its own fits. An empty condition holds for everything.
with tried as (
    select
        metric as measures,
        rank as tried_rank,
        true as is_own,
        *
    from company.targets
    union all by name
    select
        'next_response' as measures,
        rank + 1000000 as tried_rank,
        false as is_own,
        *
    from company.targets
    where metric = 'first_response'
)

select
    measures as metric,
    tried_rank,
    is_own,
    also as is_also,
    target_id,
    platform,
    channel,
    visibility,
    department,
    coalesce(from_at, '-infinity') as from_at,
    coalesce(until_at, 'infinity') as until_at,
    seconds as target_seconds,
    coalesce(end_of_next_business_day, false) as end_of_next_business_day,
    clock,
    pause
from tried
