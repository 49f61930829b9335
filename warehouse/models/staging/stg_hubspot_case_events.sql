-- Events of HubSpot's tickets, one row an instant at which stage, owner, team or priority got another value, with the
-- complete state after it. A ticket begins when it was created; one that is archived is deleted.
--
-- What a stage means, `states` of the section says, by its id or label; else HubSpot's own new and waiting on contact,
-- and whether its pipeline calls the stage closed. The group is the ticket's team, else its owner's. Customer and
-- channel are those of the conversation that belongs to it.
with own_states as (
    select
        source,
        unnest(map_entries((settings -> '$.states')::map (varchar, varchar))) as mapped
    from company.sources
    where type = 'hubspot' and json_exists(settings, '$.states')
),

stages as (
    select
        listed.source,
        stage ->> '$.id' as stage_id,
        lower(stage ->> '$.label') as label,
        stage ->> '$.metadata.ticketState' as ticket_state
    from raw.hubspot_pipelines as listed
    cross join unnest((listed.payload -> '$.stages')::json[]) as stages (stage)
),

meanings as (
    select
        stages.source,
        stages.stage_id,
        any_value(stages.label) as label,
        coalesce(
            any_value(own_states.mapped.value),
            case
                when any_value(stages.ticket_state) = 'CLOSED' then 'closed'
                when any_value(stages.label) = 'new' then 'new'
                when any_value(stages.label) = 'waiting on contact' then 'waiting_customer'
                else 'open'
            end
        ) as state
    from stages
    left join own_states
        on stages.source = own_states.source and lower(own_states.mapped.key) in (lower(stages.stage_id), stages.label)
    group by stages.source, stages.stage_id
),

owners as (
    select
        source,
        payload ->> '$.id' as owner_id,
        (payload -> '$.teams')::json[] as teams,
        list_filter(teams, lambda team: (team ->> '$.primary') = 'true')[1] ->> '$.name' as team_name
    from raw.hubspot_owners
),

teams as (
    select
        owners.source,
        team ->> '$.id' as team_id,
        any_value(team ->> '$.name') as name
    from owners
    cross join unnest(owners.teams) as teams (team)
    group by owners.source, team ->> '$.id'
),

conversations as (
    select
        source,
        payload ->> '$.threadAssociations.associatedTicketId' as ticket,
        arg_min(payload ->> '$.associatedContactId', payload ->> '$.createdAt') as contact,
        arg_min(payload ->> '$.originalChannelId', payload ->> '$.createdAt') as native_channel
    from raw.hubspot_threads
    where ticket is not null
    group by source, ticket
),

tickets as (
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.id' as ticket,
        payload ->> '$.createdAt' as created,
        try_cast(payload ->> '$.createdAt' as timestamptz) as created_at,
        try_cast(payload ->> '$.updatedAt' as timestamptz) as updated_at,
        null::timestamptz as archived_at,
        payload -> '$.propertiesWithHistory' as histories
    from raw.hubspot_tickets
    union all by name
    select
        source,
        record_id,
        file,
        line,
        received_at,
        payload ->> '$.id' as ticket,
        payload ->> '$.createdAt' as created,
        try_cast(payload ->> '$.createdAt' as timestamptz) as created_at,
        try_cast(payload ->> '$.archivedAt' as timestamptz) as archived_at
    from raw.hubspot_archived
),

-- One that was restored has changed since.
whole as (
    select
        source,
        ticket,
        any_value(record_id) as record_id,
        any_value(file) as file,
        any_value(line) as line,
        max(received_at) as received_at,
        any_value(created) as created,
        min(created_at) as created_at,
        if(max(updated_at) > max(archived_at), null, max(archived_at)) as archived_at,
        any_value(histories) as histories
    from tickets
    group by source, ticket
),

changes as (
    select
        whole.source,
        whole.ticket,
        names.name as property,
        entry ->> '$.value' as value,
        try_cast(entry ->> '$.timestamp' as timestamptz) as event_at
    from whole
    cross join
        unnest(['hs_pipeline_stage', 'hubspot_owner_id', 'hubspot_team_id', 'hs_ticket_priority']) as names (name)
    cross join unnest((whole.histories -> ('$.' || names.name))::json[]) as entries (entry)
    union all by name
    select
        source,
        ticket,
        'created' as property,
        created_at as event_at
    from whole
    union all by name
    select
        source,
        ticket,
        'archived' as property,
        archived_at as event_at
    from whole
    where archived_at is not null
),

moments as (
    select
        source,
        ticket,
        event_at,
        max(coalesce(value, '')) filter (where property = 'hs_pipeline_stage') as new_stage,
        max(coalesce(value, '')) filter (where property = 'hubspot_owner_id') as new_owner,
        max(coalesce(value, '')) filter (where property = 'hubspot_team_id') as new_team,
        max(coalesce(value, '')) filter (where property = 'hs_ticket_priority') as new_priority,
        bool_or(property = 'archived') as is_archived
    from changes
    group by source, ticket, event_at
),

known as (
    select
        moments.*,
        nullif(last_value(new_stage ignore nulls) over so_far, '') as stage_id,
        nullif(last_value(new_owner ignore nulls) over so_far, '') as owner_id,
        nullif(last_value(new_team ignore nulls) over so_far, '') as team_id,
        nullif(last_value(new_priority ignore nulls) over so_far, '') as priority
    from moments
    window so_far as (
        partition by source, ticket order by event_at
        rows between unbounded preceding and current row
    )
)

select
    known.source,
    known.source || ':' || known.ticket as case_id,
    known.source || ':' || known.ticket || ':' || epoch_ms(known.event_at) as event_id,
    known.event_at,
    epoch_ms(known.event_at) as event_order,
    coalesce(meanings.label, known.stage_id, 'new') as source_state,
    case
        when known.is_archived then 'deleted'
        when known.stage_id is null then 'new'
        else meanings.state
    end as state,
    coalesce(teams.name, known.team_id, owners.team_name) as group_name,
    pseudonym(known.source, 'owner:' || known.owner_id) as agent_id,
    lower(known.priority) as priority,
    case conversations.native_channel
        when '1000' then 'chat'
        when '1001' then 'chat'
        when '1002' then 'mail'
        when '1007' then 'chat'
        else 'other'
    end as channel,
    'ticket_system' as platform,
    'private' as visibility,
    pseudonym(known.source, conversations.contact) as customer_id,
    null::varchar as merged_into_case_id,
    whole.created_at as opened_at,
    null::bigint as source_order,
    whole.record_id,
    whole.file,
    whole.line,
    whole.received_at,
    case
        when known.ticket is null then 'id: is empty'
        when whole.created_at is null then 'createdAt: ''' || coalesce(whole.created, '') || ''' is no instant'
        when known.event_at is null then 'propertiesWithHistory: a value without its instant'
        when not known.is_archived and known.stage_id is not null and meanings.state is null
            then 'hs_pipeline_stage: ' || known.stage_id || ' is no stage of a pipeline'
    end as reject_reason
from known
inner join whole on known.source = whole.source and known.ticket = whole.ticket
left join meanings on known.source = meanings.source and known.stage_id = meanings.stage_id
left join owners on known.source = owners.source and known.owner_id = owners.owner_id
left join teams on known.source = teams.source and known.team_id = teams.team_id
left join conversations on known.source = conversations.source and known.ticket = conversations.ticket
