-- One row per post of our own: what people wrote directly under it within `comment_hours` of its publication, how
-- often it was shown by then, and what showing it has cost until now. Replies within a thread belong to the
-- conversation and aren't counted again, and neither are hidden comments and those of our own accounts.
--
-- `beside_*` are of comments written while somebody else's complaint stood unanswered under the post. `post_key` is
-- `post_id` for figures that put posts together. `impressions` are NULL where no reading of reach is known,
-- `is_over` says whether the hours have passed.
with posts as (
    select
        posts.*,
        posts.published_at + to_hours(settings.comment_hours) as counted_until,
        timezone(settings.zone, posts.published_at)::date as published_day
    from marts.dim_post as posts
    cross join company.settings as settings
),

comments as (
    select
        posts.post_id,
        messages.message_id,
        messages.sent_at,
        coalesce(messages.intent = 'complaint', false) as is_complaint,
        coalesce(messages.takes_up_claim, false) as takes_up_claim
    from marts.fct_messages as messages
    inner join posts on messages.post_id = posts.post_id
    where
        messages.direction = 'inbound'
        and messages.in_reply_to_id is null
        and messages.sent_at >= posts.published_at
        and messages.sent_at < posts.counted_until
        and coalesce(messages.no_answer_reason, '') not in ('hidden', 'automatic', 'own_account')
),

-- Complaints under a post as they open and are answered; a comment sees those that opened before it.
changes as (
    select
        post_id,
        opened_at as changed_at,
        2 as instant_rank,
        1 as delta,
        null::varchar as message_id
    from marts.fct_waits
    where intent = 'complaint' and post_id is not null
    union all
    select
        post_id,
        ended_at as changed_at,
        0 as instant_rank,
        -1 as delta,
        null::varchar as message_id
    from marts.fct_waits
    where intent = 'complaint' and post_id is not null and ended_at > opened_at
    union all
    select
        post_id,
        sent_at as changed_at,
        1 as instant_rank,
        0 as delta,
        message_id
    from comments
),

seen as (
    select
        message_id,
        sum(delta) over (
            partition by post_id order by changed_at, instant_rank rows between unbounded preceding and current row
        ) > 0 as is_beside
    from changes
),

counted as (
    select
        comments.post_id,
        count(*) as comment_count,
        count_if(comments.is_complaint) as complaint_count,
        count_if(comments.takes_up_claim) as claim_count,
        count_if(seen.is_beside) as beside_count,
        count_if(seen.is_beside and comments.is_complaint) as beside_complaint_count
    from comments
    inner join seen on comments.message_id = seen.message_id
    group by comments.post_id
),

-- Of a reading that ends after the hours, the part before.
readings as (
    select
        posts.post_id,
        coalesce(reach.paid_impressions, reach.organic_impressions) as impressions,
        reach.paid_impressions,
        reach.quality,
        place_in(reach.from_at, reach.until_at, posts.counted_until) as share
    from posts
    inner join marts.fct_reach as reach on posts.post_id = reach.post_id and reach.from_at < posts.counted_until
),

-- Exact, so that sums are the same in any order.
shown as (
    select
        post_id,
        sum((impressions * share)::decimal(18, 3))::double as impressions,
        sum((paid_impressions * share)::decimal(18, 3))::double as paid_impressions,
        coalesce(bool_or(quality = 'fell'), false) as has_fallen
    from readings
    group by post_id
),

spent as (
    select
        post_id,
        sum(amount::decimal(18, 4))::double as spent_eur
    from marts.fct_spend
    where post_id is not null and category = 'media'
    group by post_id
)

select
    posts.post_id,
    posts.post_id as post_key,
    posts.source,
    posts.platform,
    'comment' as channel,
    'public' as visibility,
    posts.campaign_id,
    posts.department_id,
    posts.kind,
    posts.is_paid,
    posts.published_at,
    posts.published_day,
    posts.counted_until <= getvariable('as_of') as is_over,
    coalesce(counted.comment_count, 0) as comment_count,
    coalesce(counted.complaint_count, 0) as complaint_count,
    coalesce(counted.claim_count, 0) as claim_count,
    coalesce(counted.beside_count, 0) as beside_count,
    coalesce(counted.beside_complaint_count, 0) as beside_complaint_count,
    shown.impressions,
    case
        when shown.impressions is null then null
        else coalesce(shown.paid_impressions, 0)
    end as paid_impressions,
    case
        when shown.post_id is null then 'no_reach'
        when shown.has_fallen then 'reach_fell'
    end as impressions_reason,
    spent.spent_eur
from posts
left join counted on posts.post_id = counted.post_id
left join shown on posts.post_id = shown.post_id
left join spent on posts.post_id = spent.post_id
