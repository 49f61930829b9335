/*
per = "case_id"
*/
-- Events of Freshdesk's tickets, as far as readings saw them: its API tells no history.
--
-- A ticket begins as new when it was created, in the group in which it was first seen. Each reading that met it in
-- another status, group, hand or priority is an event: at the instant since which the status holds, if that changed,
-- else at the ticket's last change. `stats` also tell when it was last resolved, though no reading met it so. What
-- happened twice between two readings is seen once. A merged ticket is a closed one here.
--
-- Deleted tickets and spam are deleted when that was their last change. While the field that stands for approvals
-- says "requested", an open ticket waits for an approval.
with own_states as (
    select
        source,
        unnest(map_entries((settings -> '$.states')::map (varchar, varchar))) as mapped
    from company.sources
    where type = 'freshdesk' and json_exists(settings, '$.states')
),

ticket_groups as (
    select
        source,
        payload ->> '$.id' as group_id,
        payload ->> '$.name' as name
    from raw.freshdesk_groups
),

compared as (
    select
        versions.*,
        lag(versions.status) over history as old_status,
        lag(versions.is_removed) over history as old_removed,
        lag(versions.group_id) over history as old_group,
        lag(versions.responder) over history as old_responder,
        lag(versions.priority) over history as old_priority,
        lag(versions.approval) over history as old_approval,
        lag(versions.updated_at) over history as old_updated_at
    from staging.stg_freshdesk_versions as versions
    window history as (partition by versions.source, versions.ticket order by versions.version)
),

judged as (
    select
        *,
        -- Before the first reading, nobody had taken it.
        (coalesce(old_status, '2') is distinct from status) or (coalesce(old_removed, false) != is_removed) as is_turn,
        is_turn
        or (responder is distinct from old_responder)
        or (approval is distinct from old_approval)
        or (version > 1 and group_id is distinct from old_group)
        or (version > 1 and priority is distinct from old_priority) as is_change,
        greatest(
            created_at,
            if(is_turn and not is_removed and status_at > coalesce(old_updated_at, created_at), status_at, updated_at)
        ) as changed_at
    from compared
),

events as (
    select
        judged.*,
        kind,
        case kind when 'opened' then created_at when 'resolved' then resolved_at else changed_at end as event_at,
        version * 3 - case kind when 'opened' then 2 when 'resolved' then 1 else 0 end as event_order
    from judged
    cross join
        unnest(
            list_filter(
                [
                    if(version = 1, 'opened', null),
                    if(
                        resolved_at > coalesce(old_updated_at, created_at)
                        and (resolved_at < changed_at or not is_change)
                        and status != '4'
                        and coalesce(old_status, '') != '4',
                        'resolved',
                        null
                    ),
                    if(is_change, 'change', null)
                ],
                lambda one: one is not null
            )
        ) as kinds (kind)
)

select
    events.source,
    events.case_id,
    events.event_id,
    events.event_at,
    events.event_order,
    case events.kind when 'opened' then '2' when 'resolved' then '4' else events.status end as source_state,
    case
        when events.kind = 'opened' then 'new'
        when events.kind = 'resolved' then 'resolved'
        when events.is_removed then 'deleted'
        when events.known_state not in ('resolved', 'closed', 'deleted', 'merged')
            and lower(trim(events.approval)) = 'requested'
            then 'waiting_approval'
        else events.known_state
    end as state,
    events.group_name,
    if(events.kind = 'opened', null, pseudonym(events.source, events.responder)) as agent_id,
    events.priority,
    events.channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(events.source, events.requester) as customer_id,
    null::varchar as merged_into_case_id,
    events.created_at as opened_at,
    null::bigint as source_order,
    events.seen_as as record_id,
    events.file,
    events.line,
    events.received_at,
    if(
        events.kind = 'change' and not events.is_removed and events.known_state is null,
        'status: ' || coalesce(events.status, 'none') || ' is no known status; name it in states of the section',
        null
    ) as reject_reason
from (
    select
        events.*,
        events.source || ':' || events.ticket || ':' || events.event_order as event_id,
        coalesce(ticket_groups.name, events.group_id) as group_name,
        coalesce(
            own_states.mapped.value,
            case events.status
                when '2' then 'open'
                when '3' then 'waiting_customer'
                when '4' then 'resolved'
                when '5' then 'closed'
                when '6' then 'waiting_customer'
                when '7' then 'waiting_third_party'
            end
        ) as known_state
    from events
    left join ticket_groups on events.source = ticket_groups.source and events.group_id = ticket_groups.group_id
    left join own_states on events.source = own_states.source and events.status = own_states.mapped.key
) as events
