/*
per = "case_id"
[units]
"raw.chatwoot_conversations" = ["payload ->> '$.id'"]
*/
-- Events of Chatwoot's conversations, with the complete state after each: the beginning, what activities tell of, and
-- where a conversation looked otherwise when it was read than what was known.
--
-- A conversation begins open, or pending where the first that is told of its status is that somebody opened it. What
-- was seen has the instant of the conversation's latest change. Without a team, its inbox is the group.
--
-- `pending` is new (a bot has it, or nobody yet), `snoozed` waits for the customer, unless `states` of the source says
-- otherwise. One that is gone was deleted when that was noticed. While the attribute that stands for approvals says
-- "requested", an open conversation waits for an approval.
with sources as (
    select
        source,
        settings ->> '$.fields.approval' as approval_key,
        map_concat(
            map {'open': 'open', 'pending': 'new', 'snoozed': 'waiting_customer', 'resolved': 'resolved'},
            coalesce((settings -> '$.states')::map (varchar, varchar), map {}::map (varchar, varchar))
        ) as states
    from company.sources
    where type = 'chatwoot'
),

versions as (
    select
        raw_versions.source,
        raw_versions.payload ->> '$.id' as conversation,
        to_timestamp(
            coalesce(
                try_cast(raw_versions.payload ->> '$.updated_at' as double),
                try_cast(raw_versions.payload ->> '$.last_activity_at' as double)
            )
        ) as event_at,
        raw_versions.payload ->> '$.status' as new_status,
        coalesce(raw_versions.payload ->> '$.meta.assignee.id', '') as new_assignee,
        coalesce(raw_versions.payload ->> '$.meta.team.id', '') as new_team,
        coalesce(raw_versions.payload ->> '$.priority', '') as new_priority,
        coalesce(
            raw_versions.payload -> '$.custom_attributes' ->> ('$."' || sources.approval_key || '"'), ''
        ) as new_approval,
        raw_versions.record_id,
        raw_versions.file,
        raw_versions.line,
        raw_versions.received_at
    from raw.chatwoot_conversations as raw_versions
    left join sources on raw_versions.source = sources.source
    where not starts_with(raw_versions.record_id, 'gone:')
),

gone as (
    select
        source,
        payload ->> '$.id' as conversation,
        to_timestamp(try_cast(payload ->> '$.gone_at' as double)) as gone_at,
        record_id,
        file,
        line,
        received_at
    from raw.chatwoot_conversations
    where starts_with(record_id, 'gone:')
),

moments as (
    select
        source,
        conversation,
        'begun' as kind,
        0 as place,
        0 as number,
        created_at as event_at,
        version as record_id,
        file,
        line,
        received_at
    from staging.stg_chatwoot_conversations
    union all by name
    select
        source,
        conversation,
        'told' as kind,
        1 as place,
        number,
        event_at,
        new_status,
        new_status as told_status,
        new_assignee,
        new_team,
        new_priority,
        number::varchar as record_id,
        file,
        line,
        received_at
    from staging.stg_chatwoot_activities
    union all by name
    select
        *,
        'seen' as kind,
        2 as place,
        0 as number
    from versions
    union all by name
    select
        source,
        conversation,
        'gone' as kind,
        3 as place,
        0 as number,
        gone_at as event_at,
        record_id,
        file,
        line,
        received_at
    from gone
),

known as (
    select
        *,
        coalesce(
            last_value(new_status ignore nulls) over so_far,
            if(first_value(told_status ignore nulls) over still_to_come = 'open', 'pending', 'open')
        ) as status,
        nullif(last_value(new_assignee ignore nulls) over so_far, '') as assignee,
        nullif(last_value(new_team ignore nulls) over so_far, '') as team,
        nullif(last_value(new_priority ignore nulls) over so_far, '') as priority,
        nullif(last_value(new_approval ignore nulls) over so_far, '') as approval
    from moments
    window
        so_far as (
            partition by source, conversation order by event_at, place, number
            rows between unbounded preceding and current row
        ),
        still_to_come as (
            partition by source, conversation order by event_at, place, number
            rows between 1 following and unbounded following
        )
),

compared as (
    select
        *,
        (
            (status is distinct from lag(status) over whole_log)
            or (assignee is distinct from lag(assignee) over whole_log)
            or (team is distinct from lag(team) over whole_log)
            or (priority is distinct from lag(priority) over whole_log)
            or (approval is distinct from lag(approval) over whole_log)
        ) as is_news
    from known
    window whole_log as (partition by source, conversation order by event_at, place, number)
),

events as (
    select
        compared.*,
        row_number() over (
            partition by compared.source, compared.conversation
            order by compared.event_at, compared.place, compared.number
        ) as event_order,
        conversations.contact,
        conversations.channel,
        conversations.inbox_name,
        conversations.created_at as opened_at,
        sources.states[compared.status] as mapped_state
    from compared
    inner join staging.stg_chatwoot_conversations as conversations
        on compared.source = conversations.source and compared.conversation = conversations.conversation
    left join sources on compared.source = sources.source
    where compared.kind != 'seen' or compared.is_news
),

team_names as (
    select
        source,
        payload ->> '$.id' as team,
        payload ->> '$.name' as name
    from raw.chatwoot_teams
)

select
    events.source,
    events.source || ':' || events.conversation as case_id,
    events.source || ':event:' || case events.kind
        when 'told' then events.number::varchar
        when 'seen' then events.record_id
        else events.conversation || ':' || events.kind
    end as event_id,
    events.event_at,
    events.event_order,
    if(events.kind = 'gone', 'deleted', events.status) as source_state,
    case
        when events.kind = 'gone' then 'deleted'
        when
            events.mapped_state in ('new', 'open', 'waiting_customer', 'waiting_third_party')
            and lower(trim(events.approval)) = 'requested'
            then 'waiting_approval'
        else events.mapped_state
    end as state,
    coalesce(team_names.name, events.inbox_name) as group_name,
    pseudonym(events.source, 'user:' || events.assignee) as agent_id,
    events.priority,
    events.channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(events.source, 'contact:' || events.contact) as customer_id,
    null::varchar as merged_into_case_id,
    events.opened_at,
    null::bigint as source_order,
    events.record_id,
    events.file,
    events.line,
    events.received_at,
    case
        when events.event_at is null then 'updated_at: is no instant'
        when events.mapped_state is null then 'status: ''' || events.status || ''' is no known status'
    end as reject_reason
from events
left join team_names on events.source = team_names.source and events.team = team_names.team
