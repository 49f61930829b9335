/* per = "conversation_id" */
-- One row per answer too many (metrics definition 15): a reply by another person at most `double_seconds` after the one
-- before it, in the same wait, with both texts read for a contradiction: another price, another date, yes against no.
-- NULL means that no rule found one, not that there is none. The day is that on which the wait was opened.
with replies as (
    select
        turns.conversation_id,
        turns.customer_id,
        turns.messages_before,
        turns.position,
        turns.message_id,
        turns.occurred_at,
        row_number() over run as place,
        first_value(turns.message_id) over run as answer_message_id
    from steps.int_turns as turns
    where turns.kind = 'reply'
    window
        run as (
            partition by turns.conversation_id, turns.customer_id, turns.messages_before order by turns.position
        )
    qualify count(*) over (partition by turns.conversation_id, turns.customer_id, turns.messages_before) > 1
),

neighbours as (
    select
        replies.*,
        authors.author_id,
        authors.agent_id,
        authors.department_id,
        lag(replies.message_id) over run as earlier_message_id,
        lag(replies.occurred_at) over run as earlier_at,
        lag(authors.author_id) over run as earlier_author_id,
        lag(authors.department_id) over run as earlier_department_id
    from replies
    inner join steps.int_authors as authors on replies.message_id = authors.message_id
    where replies.place = 1 or not authors.is_declared_split
    window run as (
        partition by replies.conversation_id, replies.customer_id, replies.messages_before order by replies.position
    )
),

pairs as (
    select neighbours.*
    from neighbours
    cross join company.settings as settings
    where
        neighbours.author_id is distinct from neighbours.earlier_author_id
        and seconds_between(neighbours.earlier_at, neighbours.occurred_at) <= settings.double_seconds
),

said as (
    select
        message_id,
        regexp_extract_all(lower(text), '(\d+(?:[.,]\d{2})?)\s*(?:€|euro?\b)', 1) as prices,
        regexp_extract_all(text, '\b(\d{1,2}\.\s?\d{1,2}\.|\d{4}-\d{2}-\d{2})', 1) as dates,
        case
            when regexp_matches(lower(text), '\b(nein|leider nicht|nicht möglich|no|unfortunately)\b') then 'no'
            when regexp_matches(lower(text), '\b(ja|gerne|selbstverständlich|yes|of course)\b') then 'yes'
        end as verdict
    from marts.message_texts
)

select
    pairs.message_id || '/' || coalesce(pairs.customer_id, '') as double_id,
    waits.wait_id,
    pairs.conversation_id,
    waits.case_id,
    pairs.customer_id,
    waits.source,
    waits.platform,
    waits.channel,
    waits.visibility,
    waits.department_id,
    waits.opened_at,
    waits.opened_day,
    pairs.earlier_message_id,
    pairs.earlier_at,
    pairs.message_id,
    pairs.occurred_at as answered_at,
    seconds_between(pairs.earlier_at, pairs.occurred_at) as gap_seconds,
    pairs.earlier_department_id as first_department_id,
    pairs.department_id as second_department_id,
    coalesce(pairs.department_id != pairs.earlier_department_id, false) as is_across,
    case
        when len(one.prices) > 0 and len(other.prices) > 0 and not list_has_any(one.prices, other.prices) then 'price'
        when len(one.dates) > 0 and len(other.dates) > 0 and not list_has_any(one.dates, other.dates) then 'date'
        when one.verdict != other.verdict then 'yes_no'
    end as contradiction,
    one.message_id is not null and other.message_id is not null as is_read
from pairs
inner join marts.fct_waits as waits
    on pairs.conversation_id = waits.conversation_id
    and pairs.customer_id = waits.customer_id
    and pairs.answer_message_id = waits.answer_message_id
left join said as one on pairs.earlier_message_id = one.message_id
left join said as other on pairs.message_id = other.message_id
