/* per = "case_id" */
-- By which words a case names the contact that it is about, one row a case, rule and word. rule 'id': the case store
-- holds the platform's id or address of a message or conversation, by itself or in the field mapped to the fact
-- `contact`. rule 'reference': an address in the text of one of its messages. rule 'author': the pseudonym of who wrote
-- on the platform.
with held as (
    select
        source,
        case_id,
        -- In a struct, since an emptied field counts: arg_max passes over NULL.
        arg_max({value: value}, {event_at: event_at, event_order: event_order}).value as reference
    from steps.int_case_facts
    where fact = 'contact'
    group by source, case_id
),

told as (
    select
        case_id,
        reference
    from held
    where reference is not null
    union all
    select
        case_id,
        reference
    from staging.all_case_references
    where kind = 'contact'
),

written as (
    select
        messages.case_id,
        unnest(regexp_extract_all(texts.text, 'https?://[^\s<>"]+')) as reference
    from steps.int_messages as messages
    inner join marts.message_texts as texts on messages.message_id = texts.message_id
    where messages.case_id is not null and contains(texts.text, '://')
),

-- A field for the contact may as well hold who wrote, by id or by name.
writers as (
    select
        held.case_id,
        pseudonym(sources.source, unnest(list_distinct([held.reference, lower(ltrim(held.reference, '@'))]))) as word
    from held
    inner join company.sources as sources on held.source != sources.source
    where held.reference is not null and not contains(held.reference, '://')
    union all
    select
        case_id,
        reference as word
    from staging.all_case_references
    where kind = 'writer'
)

select distinct
    case_id,
    rule,
    word
from (
    select
        case_id,
        'id' as rule,
        unnest(id_words(reference)) as word
    from told
    union all
    select
        case_id,
        'reference' as rule,
        unnest(id_words(reference)) as word
    from written
    union all
    select
        case_id,
        'author' as rule,
        word
    from writers
) as named
