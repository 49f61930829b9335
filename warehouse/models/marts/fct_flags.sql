-- What was read although it is odd, one row an oddity: nothing is mended or left out in silence. What could not be read
-- stands in quality.rejected. `occurred_at` is the record's own instant; an agent or a group that nobody knows is told
-- of once, a case's oddities for each event.
with events as (
    select * from staging.stg_zendesk_case_events
    union all by name
    select * from staging.stg_files_case_events
),

ordered as (
    select
        *,
        lag(source_order) over case_log as earlier_order,
        lag(event_at) over case_log as earlier_at,
        state in ('resolved', 'closed', 'merged', 'deleted') as is_closing,
        -- Opened anew is something else: a case that is new again was written down in the wrong order.
        is_closing and event_order = min(event_order) over case_whole
        and bool_or(state = 'new') over case_whole as begins_closed
    from events
    where event_at <= getvariable('as_of')
    window
        case_log as (partition by case_id order by event_order),
        case_whole as (partition by case_id)
),

messages as (
    select
        source,
        message_id,
        case_id,
        channel,
        in_reply_to_id,
        direction,
        is_human,
        agent_id,
        group_name,
        sent_at,
        received_at,
        edited_at,
        deleted_at
    from steps.int_messages
),

case_ids as (
    select distinct case_id
    from ordered
),

-- When a source was first read: what was written before then had to come late.
first_read as (
    select
        source,
        min(received_at) as read_since
    from messages
    group by all
),

named_agents as (
    select distinct
        source,
        channel
    from messages
    where agent_id is not null
),

groups_seen as (
    select
        source,
        group_name,
        -- Of an event and a message of one instant, the event.
        min({occurred_at: occurred_at, told_by: told_by, case_id: case_id, message_id: message_id}) as first_seen
    from (
        select
            source,
            group_name,
            event_at as occurred_at,
            {is_message: false, record_id: event_id} as told_by,
            case_id,
            null::varchar as message_id
        from ordered
        union all
        select
            source,
            group_name,
            sent_at as occurred_at,
            {is_message: true, record_id: message_id} as told_by,
            case_id,
            message_id
        from messages
    ) as told
    where group_name is not null
    group by all
),

agents_seen as (
    select
        source,
        agent_id,
        min({occurred_at: sent_at, message_id: message_id, case_id: case_id}) as first_seen
    from messages
    where agent_id is not null and direction = 'outbound' and is_human
    group by all
),

future as (
    select
        source,
        event_id as id,
        case_id,
        null::varchar as message_id,
        event_at as occurred_at
    from events
    where event_at > getvariable('as_of') + interval 1 day
    union all
    select
        source,
        message_id as id,
        case_id,
        message_id,
        sent_at as occurred_at
    from staging.stg_zendesk_messages
    where sent_at > getvariable('as_of') + interval 1 day
    union all
    select
        source,
        message_id as id,
        case_id,
        message_id,
        sent_at as occurred_at
    from staging.stg_files_messages
    where sent_at > getvariable('as_of') + interval 1 day
    union all
    select
        source,
        message_id as id,
        case_id,
        message_id,
        sent_at as occurred_at
    from staging.stg_facebook_messages
    where sent_at > getvariable('as_of') + interval 1 day
),

flags as (
    select
        source,
        event_id as id,
        case_id,
        null::varchar as message_id,
        if(is_closing, 'closed_before_opened', 'event_before_creation') as flag,
        if(event_at < opened_at, 'opened_at: ' || opened_at::varchar, 'a later event says new') as detail,
        event_at as occurred_at
    from ordered
    where event_at < opened_at or begins_closed
    union all
    select
        source,
        event_id as id,
        case_id,
        null as message_id,
        'events_out_of_order' as flag,
        'order: ' || source_order || ' after ' || earlier_order as detail,
        event_at as occurred_at
    from ordered
    where source_order < earlier_order and event_at > earlier_at
    union all
    select
        ordered.source,
        ordered.event_id as id,
        ordered.case_id,
        null as message_id,
        'merged_into_unknown_case' as flag,
        ordered.merged_into_case_id as detail,
        ordered.event_at as occurred_at
    from ordered
    anti join case_ids on ordered.merged_into_case_id = case_ids.case_id
    where ordered.state = 'merged' and ordered.merged_into_case_id is not null
    union all
    select
        groups_seen.source,
        groups_seen.first_seen.told_by.record_id as id,
        groups_seen.first_seen.case_id,
        groups_seen.first_seen.message_id,
        'unknown_group' as flag,
        groups_seen.group_name as detail,
        groups_seen.first_seen.occurred_at
    from groups_seen
    anti join company.identities as identities
        on
        groups_seen.source = identities.source
        and identities.kind = 'group'
        and groups_seen.group_name = identities.value
    union all
    select
        agents_seen.source,
        agents_seen.first_seen.message_id as id,
        agents_seen.first_seen.case_id,
        agents_seen.first_seen.message_id,
        'unknown_agent' as flag,
        agents_seen.agent_id as detail,
        agents_seen.first_seen.occurred_at
    from agents_seen
    -- Where no department lists its people, nobody is missing from the lists.
    semi join company.identities as listed on agents_seen.source = listed.source and listed.kind = 'agent'
    anti join company.identities as identities
        on
        agents_seen.source = identities.source
        and identities.kind = 'agent'
        and agents_seen.agent_id = identities.value
    union all
    select
        messages.source,
        messages.message_id as id,
        messages.case_id,
        messages.message_id,
        'unnamed_agent' as flag,
        null as detail,
        messages.sent_at as occurred_at
    from messages
    -- A channel that names nobody isn't odd in each of its replies.
    semi join named_agents on messages.source = named_agents.source and messages.channel = named_agents.channel
    where messages.direction = 'outbound' and messages.is_human and messages.agent_id is null
    union all
    select
        messages.source,
        messages.message_id as id,
        messages.case_id,
        messages.message_id,
        'message_of_unknown_case' as flag,
        messages.case_id as detail,
        messages.sent_at as occurred_at
    from messages
    anti join case_ids on messages.case_id = case_ids.case_id
    where messages.case_id is not null
    union all
    select
        messages.source,
        messages.message_id as id,
        messages.case_id,
        messages.message_id,
        'reply_before_message' as flag,
        answered.message_id as detail,
        messages.sent_at as occurred_at
    from messages
    inner join messages as answered on messages.in_reply_to_id = answered.message_id
    where messages.sent_at < answered.sent_at
    union all
    select
        source,
        message_id as id,
        case_id,
        message_id,
        'negative_span' as flag,
        if(deleted_at < sent_at, 'deleted_at', 'edited_at') || ': is before sent_at' as detail,
        sent_at as occurred_at
    from messages
    where deleted_at < sent_at or edited_at < sent_at
    union all
    select
        messages.source,
        messages.message_id as id,
        messages.case_id,
        messages.message_id,
        'arrived_late' as flag,
        'received_at: ' || messages.received_at::varchar as detail,
        messages.sent_at as occurred_at
    from messages
    inner join first_read on messages.source = first_read.source
    where messages.sent_at > first_read.read_since and messages.received_at > messages.sent_at + interval 1 day
    union all
    select
        source,
        case_id || ':promise_due' as id,
        case_id,
        message_id,
        'negative_span' as flag,
        'promise_due: ' || value || ' is before it was promised' as detail,
        event_at as occurred_at
    from steps.int_case_facts
    -- A day is due until it ends.
    where fact = 'promise_due' and try_cast(value as timestamptz) + interval 1 day < event_at
    union all
    select
        source,
        id,
        case_id,
        message_id,
        'in_the_future' as flag,
        'hidden until then' as detail,
        occurred_at
    from future
)

select
    source,
    id[len(source) + 2:] as record_id,
    case_id,
    message_id,
    flag,
    detail,
    occurred_at
from flags
