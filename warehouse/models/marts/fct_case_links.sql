/* per = "contact_id" */
-- Which contact belongs to which case of a case store: one row a contact and case, by the surest rule that ties them.
-- A contact is one of marts.fct_contacts. rule 'own': it stands in the case store itself. Then, in order, those of
-- [contact_links]: 'id' (the case holds the platform's id of a message of the contact, or of the private conversation
-- that it is the latest contact of), 'reference' (an address in the case's text names the message, or a message of the
-- contact names the case's number), 'author' (within so much time, the same person as steps.int_identities has it, or
-- the one whom the case names). certainty: certain (own, id), likely (reference), possible (author). Cases that were
-- deleted tie nothing. Those rules are steps.int_named_links.
with cases as (
    select
        case_id,
        source,
        opened_at
    from marts.fct_cases
    where origin = 'ticket' and status != 'deleted'
),

contacts as (
    select
        waits.message_id as contact_id,
        waits.opened_at as contacted_at,
        waits.source,
        waits.case_id,
        cases.source as case_source,
        cases.opened_at as case_opened_at,
        -- The id of a ticket may be that of a message, too.
        waits.case_id != waits.episode_id or cases.case_id is not null as is_own
    from marts.fct_waits as waits
    left join cases on waits.case_id = cases.case_id
    where waits.ordinal = 1
),

linked as (
    select
        contact_id,
        case_id,
        'own' as rule,
        -1 as rank,
        source,
        contacted_at,
        case_source,
        case_opened_at
    from contacts
    where is_own
    union all
    select
        named.contact_id,
        named.case_id,
        named.rule,
        named.rank,
        contacts.source,
        contacts.contacted_at,
        named.case_source,
        named.case_opened_at
    from steps.int_named_links as named
    inner join contacts on named.contact_id = contacts.contact_id
    where not contacts.is_own or named.case_id != contacts.case_id
)

select
    contact_id,
    case_id,
    rule,
    case rule when 'reference' then 'likely' when 'author' then 'possible' else 'certain' end as certainty,
    rank,
    source,
    contacted_at,
    case_source,
    case_opened_at
from linked
