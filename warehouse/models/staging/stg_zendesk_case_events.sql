-- Tickets' events, one row an audit, with the ticket's complete state after it.
--
-- An audit names only the fields that it set. In a log that lacks its beginning, what came before the first change is
-- that change's previous value, or else what the ticket holds today. A merged ticket is one that was closed by a merge.
-- A deletion that no audit tells of comes from the list of deleted tickets, or from the ticket's own export.
with tickets as (
    select
        source,
        payload ->> '$.id' as ticket,
        payload ->> '$.requester_id' as requester,
        lower(payload ->> '$.via.channel') as via,
        payload ->> '$.status' as status,
        payload -> '$.group_id' as group_id,
        payload -> '$.assignee_id' as assignee_id,
        payload -> '$.priority' as priority,
        try_cast(payload ->> '$.created_at' as timestamptz) as created_at,
        try_cast(payload ->> '$.updated_at' as timestamptz) as updated_at
    from raw.zendesk_tickets
),

ticket_groups as (
    select
        source,
        payload ->> '$.id' as group_id,
        payload ->> '$.name' as name
    from raw.zendesk_groups
),

listed_deletions as (
    select
        source,
        payload ->> '$.id' as ticket,
        try_cast(payload ->> '$.deleted_at' as timestamptz) as deleted_at
    from raw.zendesk_deleted_tickets
),

audits as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.id' as audit,
        payload ->> '$.ticket_id' as ticket,
        coalesce(payload ->> '$.created_at', payload ->> '$.timestamp') as happened,
        coalesce(
            try_cast(payload ->> '$.created_at' as timestamptz),
            to_timestamp(try_cast(payload ->> '$.timestamp' as double))
        ) as event_at,
        lower(payload ->> '$.via') = 'merge' as is_by_merge,
        payload ->> '$.via_reference_id' as via_reference,
        coalesce((payload -> '$.child_events')::json[], []) as children
    from raw.zendesk_ticket_events
),

-- Of each field the last child event that set it; a field set to nothing is JSON's null, which isn't SQL's.
changes as (
    select
        * exclude (children),
        list_filter(children, lambda child: json_exists(child, '$.status'))[-1] as status_change,
        list_filter(children, lambda child: json_exists(child, '$.group_id'))[-1] as group_change,
        list_filter(children, lambda child: json_exists(child, '$.assignee_id'))[-1] as assignee_change,
        list_filter(children, lambda child: json_exists(child, '$.priority'))[-1] as priority_change,
        list_bool_or(list_transform(children, lambda child: (child ->> '$.event_type') = 'Create')) as is_creation,
        list_bool_or(
            list_transform(children, lambda child: contains(coalesce(child ->> '$.added_tags', ''), 'closed_by_merge'))
        ) as is_tagged_as_merged,
        list_any_value(
            list_transform(
                children, lambda child: nullif(regexp_extract(coalesce(child ->> '$.body', ''), '#(\d+)', 1), '')
            )
        ) as named_ticket
    from audits
),

judged as (
    select
        *,
        status_change ->> '$.status' as new_status,
        coalesce(is_tagged_as_merged, false)
        or coalesce(is_by_merge and (status_change ->> '$.status') = 'closed', false) as is_merge,
        case
            when audit is null then 'id: is empty'
            when ticket is null then 'ticket_id: is empty'
            when happened is null then 'created_at: is empty'
            when event_at is null then 'created_at: ''' || happened || ''' is no instant'
            when
                (status_change ->> '$.status')
                not in ('new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted')
                then 'status: ''' || (status_change ->> '$.status') || ''' is no known status'
        end as reject_reason
    from changes
),

-- What can't be read stands apart, in a partition of its own.
logged as (
    select
        * exclude (status_change, group_change, assignee_change, priority_change),
        coalesce(
            last_value(status_change -> '$.status' ignore nulls) over so_far,
            first_value(status_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as status_known,
        coalesce(
            last_value(group_change -> '$.group_id' ignore nulls) over so_far,
            first_value(group_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as group_known,
        coalesce(
            last_value(assignee_change -> '$.assignee_id' ignore nulls) over so_far,
            first_value(assignee_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as assignee_known,
        coalesce(
            last_value(priority_change -> '$.priority' ignore nulls) over so_far,
            first_value(priority_change -> '$.previous_value' ignore nulls) over still_to_come
        ) as priority_known,
        bool_or(is_merge) over so_far as is_merged,
        last_value(if(is_merge, coalesce(via_reference, named_ticket), null) ignore nulls) over so_far as merged_into,
        bool_or(is_creation) over whole_log as tells_of_creation,
        bool_or(new_status = 'deleted') over whole_log as tells_of_deletion,
        row_number() over so_far as event_order,
        count(*) over whole_log as event_count
    from judged
    window
        whole_log as (partition by source, ticket, reject_reason is null),
        so_far as (
            partition by source, ticket, reject_reason is null order by event_at, try_cast(audit as bigint), audit
            rows between unbounded preceding and current row
        ),
        still_to_come as (
            partition by source, ticket, reject_reason is null order by event_at, try_cast(audit as bigint), audit
            rows between 1 following and unbounded following
        )
),

deletions as (
    select
        source,
        ticket,
        coalesce(listed.deleted_at, tickets.updated_at) as deleted_at
    from tickets
    full join listed_deletions as listed using (source, ticket)
    where tickets.status = 'deleted' or listed.deleted_at is not null
),

complete as (
    select
        logged.* exclude (status_known, group_known, assignee_known, priority_known),
        coalesce(logged.tells_of_creation, false) as is_whole,
        coalesce(logged.status_known ->> '$', if(is_whole, 'new', tickets.status), 'new') as status,
        coalesce(logged.group_known, if(is_whole, null, tickets.group_id)) ->> '$' as group_id,
        coalesce(logged.assignee_known, if(is_whole, null, tickets.assignee_id)) ->> '$' as assignee,
        coalesce(logged.priority_known, if(is_whole, null, tickets.priority)) ->> '$' as priority,
        tickets.via,
        tickets.requester,
        tickets.created_at,
        deletions.deleted_at,
        -- The log of a ticket older than what was exported begins in its middle: it was there since it was created.
        not is_whole and logged.event_order = 1 and logged.event_at > tickets.created_at as begins_late,
        logged.event_order = logged.event_count
        and logged.event_at <= deletions.deleted_at
        and not coalesce(logged.tells_of_deletion, false) as ends_early
    from logged
    left join tickets on logged.source = tickets.source and logged.ticket = tickets.ticket
    left join deletions on logged.source = deletions.source and logged.ticket = deletions.ticket
),

-- Each event, and before the first or after the last one what no audit tells of.
events as (
    select
        complete.* replace (
            case kind when 'opened' then 'new' when 'deleted' then 'deleted' else status end as status,
            case kind when 'opened' then created_at when 'deleted' then deleted_at else event_at end as event_at,
            case kind when 'opened' then 0 when 'deleted' then event_order + 1 else event_order end as event_order,
            if(kind = 'opened', null, assignee) as assignee,
            if(kind = 'opened', false, is_merged) as is_merged,
            if(kind = 'audit', audit, ticket || ':' || kind) as audit
        )
    from complete
    cross join
        unnest(
            case
                when reject_reason is not null then ['audit']
                when begins_late and ends_early then ['audit', 'opened', 'deleted']
                when begins_late then ['audit', 'opened']
                when ends_early then ['audit', 'deleted']
                else ['audit']
            end
        ) as kinds (kind)
)

select
    events.source,
    events.source || ':' || events.ticket as case_id,
    events.source || ':' || events.audit as event_id,
    events.event_at,
    events.event_order,
    events.status as source_state,
    case
        when events.status = 'deleted' then 'deleted'
        when events.is_merged then 'merged'
        when events.status = 'pending' then 'waiting_customer'
        when events.status = 'hold' then 'waiting_third_party'
        when events.status = 'solved' then 'resolved'
        else events.status
    end as state,
    coalesce(ticket_groups.name, events.group_id) as group_name,
    pseudonym(events.source, events.assignee) as agent_id,
    events.priority,
    case
        when events.via in ('email', 'mail') then 'mail'
        when events.via in ('web', 'web_form', 'web_widget', 'help_center', 'mobile', 'mobile_sdk') then 'web_form'
        when events.via in ('chat', 'chat_transcript', 'native_messaging', 'messaging') then 'chat'
        when events.via in ('voice', 'phone', 'voicemail') then 'phone'
        when events.via in ('sms', 'text') then 'sms'
        else 'other'
    end as channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(events.source, events.requester) as customer_id,
    if(events.is_merged, events.source || ':' || events.merged_into, null) as merged_into_case_id,
    events.record_id,
    events.file,
    events.line,
    events.received_at,
    events.reject_reason
from events
left join ticket_groups on events.source = ticket_groups.source and events.group_id = ticket_groups.group_id
