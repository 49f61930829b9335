-- The campaign of a post: as its ads say, else as a row of spend says, else by the campaign's words in its text.
--
-- Words are looked for from a day before the campaign starts until a week after its end; of several campaigns that
-- fit, the one that started last.
with ads as (
    select distinct
        posts.post_id,
        names.campaign_id
    from staging.stg_meta_ads_ads as ads
    inner join steps.int_post_names as posts on ads.post = posts.word
    inner join steps.int_campaign_names as names on lower(ads.native_campaign_id) = names.word
),

spent as (
    select distinct
        posts.post_id,
        names.campaign_id
    from staging.stg_spend_rows as spend
    inner join steps.int_post_names as posts on spend.post = posts.word
    inner join steps.int_campaign_names as names on lower(spend.campaign) = names.word
),

patterns as (
    select
        campaign_id,
        starts_at,
        ends_at,
        trim(unnest(regexp_split_to_array(pattern, '[,;|]'))) as word
    from steps.int_campaigns
    where pattern is not null
),

worded as (
    select distinct
        posts.post_id,
        patterns.campaign_id
    from steps.int_posts as posts
    inner join patterns
        on patterns.word != ''
        and contains(lower(posts.text), lower(patterns.word))
        and posts.published_at >= patterns.starts_at - interval 1 day
        and posts.published_at < coalesce(patterns.ends_at, 'infinity'::timestamptz) + interval 7 day
),

found as (
    select
        1 as rank,
        *
    from ads
    union all
    select
        2 as rank,
        *
    from spent
    union all
    select
        3 as rank,
        *
    from worded
),

ranked as (
    select
        found.post_id,
        found.campaign_id,
        row_number() over (
            partition by found.post_id
            order by found.rank asc, campaigns.starts_at desc nulls last, found.campaign_id asc
        ) as place
    from found
    inner join steps.int_campaigns as campaigns on found.campaign_id = campaigns.campaign_id
)

select
    post_id,
    campaign_id
from ranked
where place = 1
