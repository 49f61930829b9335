-- Which contact belongs to which case of a case store: one row a contact and case, by the surest rule that ties them.
-- A contact is one of marts.fct_contacts. rule 'own': it stands in the case store itself. Then, in order, those of
-- [contact_links]: 'id' (the case holds the platform's id of a message of the contact, or of the private conversation
-- that it is the latest contact of), 'reference' (an address in the case's text names the message, or a message of the
-- contact names the case's number), 'author' (within so much time, the same person as steps.int_identities has it, or
-- the one whom the case names). certainty: certain (own, id), likely (reference), possible (author). Cases that were
-- deleted tie nothing.
with cases as (
    select
        cases.case_id,
        cases.source,
        -- Whoever had a case opened and never wrote is nobody of int_identities.
        list_distinct([identities.person_id, cases.customer_id]) as persons,
        cases.opened_at
    from marts.fct_cases as cases
    left join steps.int_identities as identities
        on cases.source = identities.source and cases.customer_id = identities.customer_id
    where cases.origin = 'ticket' and cases.status != 'deleted'
),

contacts as (
    select
        waits.message_id as contact_id,
        waits.opened_at as contacted_at,
        waits.source,
        waits.conversation_id,
        waits.visibility,
        waits.episode_id,
        waits.case_id,
        list_distinct([identities.person_id, waits.customer_id]) as persons,
        -- The id of a ticket may be that of a message, too.
        waits.case_id != waits.episode_id or cases.case_id is not null as is_own
    from marts.fct_waits as waits
    left join cases on waits.case_id = cases.case_id
    left join steps.int_identities as identities
        on waits.source = identities.source and waits.customer_id = identities.customer_id
    where waits.ordinal = 1
),

openers as (
    select
        case_id,
        opened_at,
        unnest(persons) as person
    from cases
),

askers as (
    select
        contact_id,
        contacted_at,
        unnest(persons) as person
    from contacts
    where not is_own
),

words as (
    select
        refs.case_id,
        refs.rule,
        refs.word,
        cases.source as case_source,
        cases.opened_at
    from steps.int_case_references as refs
    inner join cases on refs.case_id = cases.case_id
    where refs.rule in (select rule from company.contact_links)
),

-- Only what consists of parts can be named by its last one.
composed as (
    select
        message_id,
        source,
        last_id_part(native_id(message_id)) as word
    from steps.int_messages
    where
        (select count_if(rule != 'author') from words) > 0
        and regexp_matches(native_id(message_id), '[_/?&=#,;:()]')
),

spoken as (
    select
        message_id,
        source,
        sent_at,
        author_id as word
    from steps.int_messages
    where direction = 'inbound' and author_id is not null
    union all
    select
        message_id,
        source,
        sent_at,
        author_handle as word
    from steps.int_messages
    where direction = 'inbound' and author_handle is not null
),

named as (
    select
        words.case_id,
        words.rule,
        messages.message_id
    from words
    inner join steps.int_messages as messages
        on words.word = native_id(messages.message_id) and words.case_source != messages.source
    where words.rule != 'author'
    union all
    select
        words.case_id,
        words.rule,
        messages.message_id
    from words
    inner join composed as messages
        on words.word = messages.word and words.case_source != messages.source
    where words.rule != 'author'
    union all
    select
        cases.case_id,
        'reference' as rule,
        mentions.message_id
    from steps.int_ticket_mentions as mentions
    inner join cases on mentions.ticket_number = native_id(cases.case_id)
    inner join steps.int_messages as messages on mentions.message_id = messages.message_id
    -- Nobody can have named a ticket that wasn't there yet.
    where cases.opened_at <= messages.sent_at and cases.source != messages.source
    union all
    select
        words.case_id,
        words.rule,
        messages.message_id
    from words
    inner join spoken as messages
        on words.word = messages.word and words.case_source != messages.source
    inner join company.contact_links as rules on words.rule = rules.rule
    where
        words.rule = 'author'
        and abs(seconds_between(words.opened_at, messages.sent_at)) <= rules.within_seconds
),

found as (
    select
        contact_id,
        case_id,
        'own' as rule
    from contacts
    where is_own
    union all
    select
        contacts.contact_id,
        named.case_id,
        named.rule
    from named
    inner join marts.fct_messages as messages on named.message_id = messages.message_id
    inner join contacts on messages.episode_id = contacts.episode_id
    union all
    -- An endless thread holds many matters: a case that names it is about the one of that time.
    select
        arg_max(contacts.contact_id, {contacted_at: contacts.contacted_at, contact_id: contacts.contact_id})
            as contact_id,
        words.case_id,
        words.rule
    from words
    inner join contacts
        on words.word = native_id(contacts.conversation_id)
        and words.case_source != contacts.source
        and words.opened_at >= contacts.contacted_at
    where words.rule != 'author' and contacts.visibility = 'private'
    group by words.case_id, words.rule
    union all
    select
        askers.contact_id,
        openers.case_id,
        rules.rule
    from askers
    inner join openers on askers.person = openers.person
    inner join company.contact_links as rules on rules.rule = 'author'
    where abs(seconds_between(openers.opened_at, askers.contacted_at)) <= rules.within_seconds
),

ranked as (
    select
        found.contact_id,
        found.case_id,
        found.rule,
        if(found.rule = 'own', -1, rules.rank) as rank
    from found
    left join company.contact_links as rules on found.rule = rules.rule
    where found.rule = 'own' or rules.rule is not null
    qualify row_number() over (partition by found.contact_id, found.case_id order by rank) = 1
)

select
    ranked.contact_id,
    ranked.case_id,
    ranked.rule,
    case ranked.rule when 'reference' then 'likely' when 'author' then 'possible' else 'certain' end as certainty,
    ranked.rank,
    contacts.source,
    contacts.contacted_at,
    cases.source as case_source,
    cases.opened_at as case_opened_at
from ranked
inner join contacts on ranked.contact_id = contacts.contact_id
left join cases on ranked.case_id = cases.case_id
