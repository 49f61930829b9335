-- The company's own posts that people write under, with campaign and owner. `kind`: 'campaign', 'help' (says
-- itself that it answers a question for everybody) or 'usual'. `is_reactive`: published while an incident went on,
-- so that what people write follows from the incident. `reaction_count`: as of the last reading, NULL where
-- the platform tells none.
with owners as (
    select
        posts.post_id,
        min({rank: rules.rank, department_id: coalesce(rules.department_id, identities.department_id)})
        filter (where coalesce(rules.department_id, identities.department_id) is not null) as owner
    from steps.int_posts as posts
    inner join company.assign_rules as rules
        on (len(rules.source) = 0 or list_contains(rules.source, posts.source))
        and (len(rules.platform) = 0 or list_contains(rules.platform, posts.platform))
        and (len(rules.channel) = 0 or list_contains(rules.channel, 'comment'))
        and (len(rules.visibility) = 0 or list_contains(rules.visibility, 'public'))
        and (len(rules.account) = 0 or coalesce(list_contains(rules.account, posts.account), false))
        and len(rules.group_name) = 0
        and len(rules.mention) = 0
    left join company.identities as identities
        on posts.source = identities.source
        and rules.by_kind = 'account'
        and identities.kind = 'account'
        and posts.account = identities.value
        and posts.published_at >= coalesce(identities.from_at, '-infinity')
        and posts.published_at < coalesce(identities.until_at, 'infinity')
    group by posts.post_id
),

promoted as (
    select distinct names.post_id
    from staging.stg_meta_ads_ads as ads
    inner join steps.int_post_names as names on ads.post = names.word
),

reactions as (
    select
        post_id,
        arg_max(reactions, read_at) as reaction_count
    from marts.fct_reactions
    where message_id is null
    group by post_id
),

reactive as (
    select distinct posts.post_id
    from steps.int_posts as posts
    inner join company.incidents as incidents
        on posts.published_at >= incidents.from_at and posts.published_at < incidents.until_at
)

select
    posts.post_id,
    posts.source,
    posts.platform,
    posts.account,
    posts.published_at,
    posts.is_paid or promoted.post_id is not null as is_paid,
    posts.text,
    campaigns.campaign_id,
    owners.owner.department_id,
    reactive.post_id is not null as is_reactive,
    reactions.reaction_count,
    case
        when campaigns.campaign_id is not null then 'campaign'
        when regexp_matches(
                posts.text,
                '(?i)\bfaq\b|häufige fragen|so geht|schritt für schritt|in \w+ schritten|how to\b|step by step'
            ) then 'help'
        else 'usual'
    end as kind
from steps.int_posts as posts
left join owners on posts.post_id = owners.post_id
left join promoted on posts.post_id = promoted.post_id
left join reactive on posts.post_id = reactive.post_id
left join reactions on posts.post_id = reactions.post_id
left join steps.int_post_campaigns as campaigns on posts.post_id = campaigns.post_id
