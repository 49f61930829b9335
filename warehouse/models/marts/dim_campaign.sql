-- Campaigns: when they run, what they claim, by which words their posts are known, and what they were planned to
-- cost (EUR).
select
    campaign_id,
    source,
    name,
    platform,
    starts_at,
    ends_at,
    claim,
    pattern,
    planned_cost
from steps.int_campaigns
