-- One row per comment that a customer wrote directly under a post of our own within `comment_hours` of its
-- publication: what the figures of posts count. Replies within a thread belong to the conversation and aren't
-- counted again, and neither are hidden comments and those of our own accounts. `is_beside`: written while somebody
-- else's complaint stood unanswered under the post.
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
        messages.case_id,
        messages.wait_id,
        messages.intent,
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
)

select
    comments.message_id,
    comments.post_id,
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
    comments.sent_at,
    comments.case_id,
    comments.wait_id,
    comments.intent,
    comments.is_complaint,
    comments.takes_up_claim,
    seen.is_beside
from comments
inner join posts on comments.post_id = posts.post_id
inner join seen on comments.message_id = seen.message_id
