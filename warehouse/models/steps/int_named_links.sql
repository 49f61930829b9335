-- Cases that name a contact of elsewhere, or seem to be by the same person, by the surest rule of [contact_links]: see
-- marts.fct_case_links. Made whole, as who names whom follows from all cases and messages; there are few.
with cases as (
    select
        case_id,
        source,
        customer_id,
        opened_at
    from marts.fct_cases
    where origin = 'ticket' and status != 'deleted'
),

contacts as (
    select
        waits.message_id as contact_id,
        waits.opened_at as contacted_at,
        waits.source,
        waits.customer_id,
        waits.conversation_id,
        waits.visibility,
        waits.episode_id,
        -- The id of a ticket may be that of a message, too.
        waits.case_id != waits.episode_id or cases.case_id is not null as is_own
    from marts.fct_waits as waits
    left join cases on waits.case_id = cases.case_id
    where waits.ordinal = 1
),

askers as (
    select
        contacts.contact_id,
        contacts.contacted_at,
        unnest(list_distinct([identities.person_id, contacts.customer_id])) as person
    from contacts
    left join steps.int_identities as identities
        on contacts.source = identities.source and contacts.customer_id = identities.customer_id
    where not contacts.is_own
),

openers as (
    select
        cases.case_id,
        cases.opened_at,
        -- Whoever had a case opened and never wrote is nobody of int_identities.
        unnest(list_distinct([identities.person_id, cases.customer_id])) as person
    from cases
    left join steps.int_identities as identities
        on cases.source = identities.source and cases.customer_id = identities.customer_id
    where (select count(*) from askers) > 0
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
)

select
    found.contact_id,
    found.case_id,
    found.rule,
    rules.rank,
    cases.source as case_source,
    cases.opened_at as case_opened_at
from found
inner join company.contact_links as rules on found.rule = rules.rule
left join cases on found.case_id = cases.case_id
qualify row_number() over (partition by found.contact_id, found.case_id order by rules.rank) = 1
