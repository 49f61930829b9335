-- What was read although it is odd, one row an oddity: nothing is mended or left out in silence. What could not be read
-- stands in quality.rejected. `occurred_at` is the record's own instant; an agent or a group that nobody knows is told
-- of once, a case's oddities for each event.
with unknown_groups as (
    select
        told.source,
        told.group_name,
        -- Of an event and a message of one instant, the event.
        min(
            {
                occurred_at: told.occurred_at,
                told_by: {is_message: told.is_message, record_id: told.record_id},
                case_id: told.case_id
            }
        ) as first_seen
    from (
        select
            source,
            group_name,
            event_at as occurred_at,
            false as is_message,
            event_id as record_id,
            case_id
        from steps.int_case_events
        union all
        select
            source,
            group_name,
            sent_at as occurred_at,
            true as is_message,
            message_id as record_id,
            case_id
        from steps.int_messages
    ) as told
    anti join company.identities as identities
        on
        told.source = identities.source
        and identities.kind = 'group'
        and told.group_name = identities.value
    where told.group_name is not null
    group by told.source, told.group_name
),

unknown_agents as (
    select
        messages.source,
        messages.agent_id,
        min(
            {occurred_at: messages.sent_at, message_id: messages.message_id, case_id: messages.case_id}
        ) as first_seen
    from steps.int_messages as messages
    -- Where no department lists its people, nobody is missing from the lists.
    semi join company.identities as listed on messages.source = listed.source and listed.kind = 'agent'
    anti join company.identities as identities
        on
        messages.source = identities.source
        and identities.kind = 'agent'
        and messages.agent_id = identities.value
    where messages.agent_id is not null and messages.direction = 'outbound' and messages.is_human
    group by messages.source, messages.agent_id
),

named_agents as (
    select distinct
        source,
        channel
    from steps.int_messages
    where agent_id is not null
),

future as (
    select
        source,
        event_id as id,
        case_id,
        null::varchar as message_id,
        event_at as occurred_at
    from staging.all_case_events
    where event_at > getvariable('as_of') + interval 1 day
    union all
    select
        source,
        message_id as id,
        case_id,
        message_id,
        sent_at as occurred_at
    from staging.all_messages
    where sent_at > getvariable('as_of') + interval 1 day
),

flags as (
    select
        source,
        id,
        case_id,
        message_id,
        flag,
        detail,
        occurred_at
    from steps.int_case_flags
    union all
    select
        source,
        message_id as id,
        case_id,
        message_id,
        flag,
        detail,
        occurred_at
    from steps.int_message_flags
    union all
    select
        source,
        first_seen.told_by.record_id as id,
        first_seen.case_id,
        if(first_seen.told_by.is_message, first_seen.told_by.record_id, null) as message_id,
        'unknown_group' as flag,
        group_name as detail,
        first_seen.occurred_at
    from unknown_groups
    union all
    select
        source,
        first_seen.message_id as id,
        first_seen.case_id,
        first_seen.message_id,
        'unknown_agent' as flag,
        agent_id as detail,
        first_seen.occurred_at
    from unknown_agents
    union all
    select
        messages.source,
        messages.message_id as id,
        messages.case_id,
        messages.message_id,
        'unnamed_agent' as flag,
        null as detail,
        messages.sent_at as occurred_at
    from steps.int_messages as messages
    -- A channel that names nobody isn't odd in each of its replies.
    semi join named_agents on messages.source = named_agents.source and messages.channel = named_agents.channel
    where messages.direction = 'outbound' and messages.is_human and messages.agent_id is null
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
