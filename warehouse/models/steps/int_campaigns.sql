-- Campaigns from all that names one: the tables of campaigns, ad accounts, and the spend. What bears one name is
-- one campaign, and the table's words hold; `campaign_id` is its key there, or its name. When it runs says the one that
-- [leading] campaign names first, and else the table.
with named as (
    select
        1 as rank,
        campaign as key,
        name,
        source,
        platform,
        starts_at,
        ends_at,
        claim,
        pattern,
        planned_cost
    from staging.stg_campaigns_rows
    union all by name
    select
        2 as rank,
        name as key,
        name,
        source,
        platform,
        starts_at,
        ends_at
    from staging.all_ads_campaigns
    union all by name
    select
        3 as rank,
        spend.campaign as key,
        spend.campaign as name,
        min(spend.source) as source,
        if(count(distinct spend.platform) = 1, min(spend.platform), null) as platform,
        timezone(min(settings.zone), min(spend.spent_day)::timestamp) as starts_at,
        timezone(min(settings.zone), (max(spend.spent_day) + 1)::timestamp) as ends_at
    from staging.stg_spend_rows as spend
    cross join company.settings as settings
    where spend.campaign is not null
    group by spend.campaign
),

-- A name may be the key or the full name of a campaign of the table.
keyed as (
    select
        named.*,
        coalesce(
            (
                select min(rows.campaign)
                from staging.stg_campaigns_rows as rows
                where lower(named.key) in (lower(rows.campaign), lower(rows.name))
            ),
            named.key
        ) as campaign_key
    from named
),

ranked as (
    select
        keyed.*,
        row_number() over (
            partition by lower(keyed.campaign_key) order by keyed.rank, keyed.source, keyed.key
        ) as place,
        first_value({starts_at: keyed.starts_at, ends_at: keyed.ends_at}) over (
            partition by lower(keyed.campaign_key)
            order by
                keyed.starts_at is null and keyed.rank > 1, coalesce(leads.rank, 1000), keyed.rank, keyed.source,
                keyed.key
        ) as believed
    from keyed
    left join company.leading_sources as leads on keyed.source = leads.source and leads.fact = 'campaign'
)

select
    campaign_key as campaign_id,
    source,
    name,
    platform,
    believed.starts_at,
    believed.ends_at,
    claim,
    pattern,
    planned_cost
from ranked
where place = 1
