/* per = "contact_id" */
-- One row per contact: an episode in which a customer wanted something, by the message that opened its first wait,
-- on any channel. `is_service` holds unless something else is known to be wanted. `handle_seconds` adds up what all
-- replies of the episode took (marts.fct_handles); NULL where nobody replied or nothing is known of it.
-- `claim_campaign_id` is the campaign whose claim a complaint under one of its posts takes up.
with handled as (
    select
        messages.episode_id,
        -- Exact, so that the sum is the same in any order.
        sum(handles.handle_seconds::decimal(18, 3))::double as handle_seconds
    from marts.fct_handles as handles
    inner join marts.fct_messages as messages on handles.message_id = messages.message_id
    where messages.episode_id is not null and handles.handle_seconds is not null
    group by messages.episode_id
)

select
    waits.message_id as contact_id,
    waits.opened_at as contacted_at,
    date_trunc('hour', waits.opened_at) as hour_at,
    waits.opened_day as contact_day,
    waits.opened_hour_of_week as hour_of_week,
    waits.source,
    waits.platform,
    waits.channel,
    waits.visibility,
    waits.post_id,
    posts.campaign_id,
    if(opening.takes_up_claim, posts.campaign_id, null) as claim_campaign_id,
    waits.topic,
    waits.intent,
    is_service_intent(waits.intent) as is_service,
    waits.department_id,
    waits.case_id,
    waits.customer_id,
    handled.handle_seconds,
    waits.wait_id as first_wait_id
from marts.fct_waits as waits
inner join steps.int_intents as opening on waits.message_id = opening.message_id
left join marts.dim_post as posts on waits.post_id = posts.post_id
left join handled on waits.episode_id = handled.episode_id
where waits.ordinal = 1
