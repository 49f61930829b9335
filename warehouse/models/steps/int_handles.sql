/* per = "message_id" */
-- Time that each human reply took, where something is known of it (metrics definition 12). Measured: what the tool
-- recorded with it. Inferred: from when it could be begun, that is when its customer had written and its author had
-- finished the message before, until it was sent, at most `handle_cap_seconds`; nothing can be inferred of an author
-- who isn't known. `topic` is that of the case at that instant.
with timed as (
    select
        message_id,
        value
    from steps.int_case_facts
    where fact = 'handle_seconds' and message_id is not null
    union all
    select
        message_id,
        value
    from staging.all_handle_times
),

measured as (
    select
        message_id,
        sum(try_cast(value as decimal(18, 3)))::double as seconds
    from timed
    group by message_id
),

topics as (
    select
        case_id,
        event_at,
        value as topic
    from steps.int_case_facts
    where fact = 'topic'
    qualify row_number() over (partition by case_id, event_at order by event_order desc, value asc) = 1
),

opened as (
    select
        answer_message_id as message_id,
        min(opened_at) as opened_at
    from marts.fct_waits
    where answer_message_id is not null
    group by answer_message_id
),

replies as (
    select
        messages.*,
        measured.seconds as measured_seconds,
        case
            when messages.agent_id is not null
                then seconds_between(greatest(opened.opened_at, pace.previous_at), messages.sent_at)
        end as elapsed_seconds,
        settings.handle_cap_seconds
    from marts.fct_messages as messages
    left join measured on messages.message_id = measured.message_id
    left join opened on messages.message_id = opened.message_id
    left join steps.int_agent_pace as pace on messages.message_id = pace.message_id
    cross join company.settings as settings
    where messages.direction = 'outbound' and messages.is_human and messages.visibility != 'internal'
)

select
    replies.message_id,
    replies.case_id,
    replies.wait_id,
    replies.source,
    replies.platform,
    replies.channel,
    replies.visibility,
    replies.department_id,
    replies.agent_id,
    replies.sent_at,
    replies.sent_day as handled_day,
    topics.topic,
    case
        when replies.measured_seconds is not null then 'measured'
        when replies.elapsed_seconds is not null then 'inferred'
    end as tier,
    coalesce(
        replies.measured_seconds,
        if(replies.elapsed_seconds > replies.handle_cap_seconds, replies.handle_cap_seconds, replies.elapsed_seconds)
    ) as handle_seconds,
    replies.measured_seconds is null
    and coalesce(replies.elapsed_seconds > replies.handle_cap_seconds, false) as is_capped
from replies
asof left join topics on replies.case_id = topics.case_id and replies.sent_at >= topics.event_at
