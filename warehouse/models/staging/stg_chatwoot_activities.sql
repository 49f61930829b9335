/*
per = "case_id"
[units]
"raw.chatwoot_messages" = ["payload ->> '$.conversation_id'"]
*/
-- What activities of Chatwoot's conversations tell of, one row an activity that changed status, assignee, team or
-- priority. '' means that it was taken away; NULL, that it was left as it was.
--
-- An activity is a sentence in the account's language, of which English and German are known. Whom or which team it
-- names is known by the name, if only one has it. In another language, a change is seen when the conversation is.
with sentences as (
    select
        source,
        payload ->> '$.conversation_id' as conversation,
        payload ->> '$.id' as message,
        try_cast(payload ->> '$.created_at' as double) as created,
        trim(payload ->> '$.content') as said,
        record_id,
        file,
        line,
        received_at
    from raw.chatwoot_messages
    where (payload ->> '$.message_type') = '2'
),

-- Names are looked for as whole ones: "Eva von Berg" is in "Zugewiesen an Eva von Berg von Ben".
agents as (
    select
        sentences.source,
        sentences.message,
        arg_max(names.id, length(names.name)) as agent
    from sentences
    inner join staging.stg_chatwoot_names as names
        on
        sentences.source = names.source
        and names.kind = 'agent'
        and (
            sentences.said in (
                names.name || ' self-assigned this conversation',
                names.name || ' hat sich dieses Gespräch selbst zugewiesen'
            )
            or starts_with(sentences.said, 'Assigned to ' || names.name || ' by ')
            or starts_with(sentences.said, 'Assigned to ' || names.name || ' via ')
            or starts_with(sentences.said, 'Zugewiesen an ' || names.name || ' von ')
            or starts_with(sentences.said, 'Zugewiesen an ' || names.name || ' über ')
            or ends_with(sentences.said, ' von ' || names.name || ' zugewiesen')
        )
    group by all
),

teams as (
    select
        sentences.source,
        sentences.message,
        arg_max(names.id, length(names.name)) as team
    from sentences
    inner join staging.stg_chatwoot_names as names
        on
        sentences.source = names.source
        and names.kind = 'team'
        and (
            starts_with(sentences.said, 'Assigned to ' || names.name || ' by ')
            or (
                starts_with(sentences.said, 'Assigned to ')
                and contains(sentences.said, ' via ' || names.name || ' by ')
            )
            or starts_with(sentences.said, 'Zugewiesen an ' || names.name || ' von ')
            or (
                starts_with(sentences.said, 'Zugewiesen an ')
                and contains(sentences.said, ' über ' || names.name || ' von ')
            )
        )
    group by all
),

understood as (
    select
        sentences.*,
        case
            when
                regexp_matches(said, '^Conversation was (marked )?resolved by ')
                or regexp_matches(said, '^(Das Gespräch|Konversation) wurde (von|vom) .+ gelöst$')
                then 'resolved'
            when
                regexp_matches(said, '^(Conversation was (reopened|marked open)|System reopened the conversation)\b')
                or regexp_matches(said, '^Das Gespräch wurde von .+ wieder eröffnet$')
                or regexp_matches(said, '^Das System hat die Unterhaltung .*wieder geöffnet')
                then 'open'
            when
                starts_with(said, 'Conversation was marked as pending by ')
                or regexp_matches(said, '^Das Gespräch wurde von .+ als ausstehend markiert$')
                then 'pending'
            when
                starts_with(said, 'Conversation was snoozed by ')
                or regexp_matches(said, '^Das Gespräch wurde von .+ zur Erinnerung markiert$')
                then 'snoozed'
        end as new_status,
        if(
            starts_with(said, 'Conversation unassigned by ') or starts_with(said, 'Gespräch nicht zugewiesen von '),
            '',
            agents.agent
        ) as new_assignee,
        if(
            regexp_matches(said, '^Unassigned from .+ by ') or regexp_matches(said, '^Entfernt aus .+ von '),
            '',
            teams.team
        ) as new_team,
        if(
            regexp_matches(said, ' (removed the priority|hat die Priorität entfernt)$'),
            '',
            nullif(
                regexp_extract(
                    said,
                    ' (?:set the priority to|changed the priority from \w+ to|hat die Priorität auf|'
                    || 'hat die Priorität von \w+ zu) (\w+)(?: gesetzt| geändert)?$',
                    1
                ),
                ''
            )
        ) as new_priority
    from sentences
    left join agents on sentences.source = agents.source and sentences.message = agents.message
    left join teams on sentences.source = teams.source and sentences.message = teams.message
)

select
    source,
    source || ':' || conversation as case_id,
    conversation,
    try_cast(message as bigint) as number,
    to_timestamp(created) as event_at,
    new_status,
    new_assignee,
    new_team,
    new_priority,
    record_id,
    file,
    line,
    received_at,
    case
        when conversation is null then 'conversation_id: is empty'
        when try_cast(message as bigint) is null then 'id: is no number'
        when created is null then 'created_at: is no instant'
        when is_implausible(to_timestamp(created)) then 'created_at: ' || implausible(created::varchar)
    end as reject_reason
from understood
where coalesce(new_status, new_assignee, new_team, new_priority) is not null
