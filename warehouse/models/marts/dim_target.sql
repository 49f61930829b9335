-- Targets as leitstand.toml declares them; the first that applies counts, those with `also` beside it. `goal` is the
-- share to be met; the clock stands in the case states of `pause`; one holds for what starts in [from_at, until_at).
select
    target_id,
    rank,
    name,
    name_en,
    metric,
    platform,
    channel,
    visibility,
    department,
    seconds,
    end_of_next_business_day,
    clock,
    goal,
    from_at,
    until_at,
    pause,
    also
from company.targets
