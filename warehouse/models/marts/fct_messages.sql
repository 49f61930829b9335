/* per = "message_id" */
-- One row per message of a human, a bot or a system, on any channel, that was seen up to now. Its text stands in
-- marts.message_texts only.
with turns as (
    select
        turns.message_id,
        min(turns.customer_id) as customer_id,
        arg_min(episodes.episode_id, turns.customer_id) as episode_id,
        -- A filter and not a condition of the join, which would then compare every pair.
        arg_min(waits.wait_id, turns.customer_id) filter (where turns.kind in ('inbound', 'reply')) as wait_id
    from steps.int_turns as turns
    left join steps.int_episodes as episodes
        on turns.message_id = episodes.message_id and turns.customer_id = episodes.customer_id
    left join steps.int_waits as waits
        on turns.conversation_id = waits.conversation_id
        and turns.customer_id = waits.customer_id
        and turns.ends_before = waits.ends_before
    where turns.message_id is not null
    group by turns.message_id
),

first_waits as (
    select
        episode_id,
        arg_min(case_id, {opened_at: opened_at, wait_id: wait_id}) as case_id
    from marts.fct_waits
    group by episode_id
)

select
    messages.message_id,
    messages.source,
    messages.platform,
    messages.channel,
    messages.visibility,
    messages.conversation_id,
    turns.episode_id,
    coalesce(messages.case_id, waits.case_id, if(first_waits.case_id is not null, turns.episode_id, null)) as case_id,
    messages.post_id,
    coalesce(messages.customer_id, turns.customer_id) as customer_id,
    messages.author_id,
    messages.author_kind,
    messages.direction,
    messages.is_human,
    messages.sent_at,
    timezone(settings.zone, messages.sent_at)::date as sent_day,
    messages.received_at,
    case
        when messages.received_at >= messages.sent_at then seconds_between(messages.sent_at, messages.received_at)
    end as lag_seconds,
    messages.sent_at < firsts.first_received_at as is_history,
    messages.edited_at,
    messages.deleted_at,
    messages.in_reply_to_id,
    case
        when authors.message_id is not null then authors.department_id
        when waits.message_id = messages.message_id then waits.department_id
        else owners.department_id
    end as department_id,
    case
        when authors.message_id is not null then authors.department_source
        when waits.message_id = messages.message_id then waits.department_source
        else owners.department_source
    end as department_source,
    messages.agent_id,
    messages.group_name,
    turns.wait_id,
    messages.no_answer_reason is null as needs_answer,
    messages.no_answer_reason,
    messages.is_declared_split,
    stakeholders.stakeholder,
    intents.intent,
    intents.intent_source,
    intents.topic,
    intents.takes_up_claim
from steps.int_messages as messages
cross join company.settings as settings
left join steps.int_first_arrivals as firsts on messages.source = firsts.source
left join turns on messages.message_id = turns.message_id
left join marts.fct_waits as waits on turns.wait_id = waits.wait_id
left join first_waits on turns.episode_id = first_waits.episode_id
left join steps.int_authors as authors on messages.message_id = authors.message_id
left join steps.int_intents as intents on messages.message_id = intents.message_id
left join steps.int_stakeholders as stakeholders
    on messages.case_id = stakeholders.case_id
    and messages.sent_at >= stakeholders.from_at
    and messages.sent_at < stakeholders.until_at
left join steps.int_owners as owners
    on messages.direction != 'outbound'
    and owner_key(
        messages.source, messages.platform, messages.channel, messages.visibility,
        messages.group_name, messages.account, messages.mentions
    ) = owners.owner_key
    and messages.sent_at >= owners.from_at
    and messages.sent_at < owners.until_at
