-- Targets as leitstand.toml declares them; the first that applies to a wait counts. `goal` is the share to be met.
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
    goal
from company.targets
