-- Campaigns: when they run, what they claim, by which words their posts are known, and what they were planned to
-- cost (EUR).
select
    campaigns.campaign_id,
    campaigns.source,
    campaigns.name,
    campaigns.platform,
    campaigns.starts_at,
    campaigns.ends_at,
    timezone(settings.zone, campaigns.starts_at)::date as campaign_day,
    campaigns.claim,
    campaigns.pattern,
    campaigns.planned_cost
from steps.int_campaigns as campaigns
cross join company.settings as settings
