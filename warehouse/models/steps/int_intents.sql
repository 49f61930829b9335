/* per = "message_id" */
-- What each customer's message wants, what it is about, and how that is known (`intent_source`): what needs no answer
-- by its reason, else the case store's own category at that instant, else the first [[intents]] rule that fits its
-- text, without the names that it calls first. `rule` is that reason, category, or the rule's number in the
-- configuration. The topic is the case store's where it has one, else a rule's. A complaint takes up an advert's claim
-- where a rule marked `claim` fits.
with said as (
    select
        case_id,
        fact,
        -- In a struct, since an emptied field counts: arg_max passes over NULL.
        arg_max({value: value}, event_order).value as value,
        event_at
    from steps.int_case_facts
    where fact in ('category', 'topic')
    group by case_id, fact, event_at
),

-- What was found out later holds from the beginning; a correction holds from its instant.
held as (
    select
        case_id,
        fact,
        value,
        if(row_number() over log = 1, '-infinity', event_at) as from_at,
        coalesce(lead(event_at) over log, 'infinity') as until_at
    from said
    window log as (partition by case_id, fact order by event_at)
),

written as (
    select
        messages.message_id,
        messages.case_id,
        messages.sent_at,
        messages.no_answer_reason,
        if(
            messages.no_answer_reason is null,
            intent_rule(regexp_replace(texts.text, '^(\s*@[\w.\-]+)+\s*', '')),
            null
        ) as intent_rank,
        topic_rule(texts.text) as topic_rank,
        claim_rule(texts.text) is not null as names_claim
    from steps.int_messages as messages
    left join marts.message_texts as texts on messages.message_id = texts.message_id
    where messages.direction = 'inbound' and messages.is_human and messages.visibility != 'internal'
),

judged as (
    select
        written.message_id,
        written.names_claim,
        case
            when written.no_answer_reason is not null then 'no_answer_needed'
            else coalesce(categories.intent, intent_rules.intent)
        end as intent,
        case
            when written.no_answer_reason is not null then 'rule'
            when categories.intent is not null then 'case_store'
            when intent_rules.intent is not null then 'rule'
            else 'none'
        end as intent_source,
        case
            when written.no_answer_reason is not null then written.no_answer_reason
            when categories.intent is not null then categories.category
            else (intent_rules.rank + 1)::varchar
        end as rule,
        coalesce(topics.value, topic_rules.topic) as topic
    from written
    left join held as own
        on written.case_id = own.case_id
        and own.fact = 'category'
        and written.sent_at >= own.from_at
        and written.sent_at < own.until_at
    left join company.intent_categories as categories on lower(own.value) = categories.category
    left join held as topics
        on written.case_id = topics.case_id
        and topics.fact = 'topic'
        and written.sent_at >= topics.from_at
        and written.sent_at < topics.until_at
    left join company.intents as intent_rules on written.intent_rank = intent_rules.rank
    left join company.intents as topic_rules on written.topic_rank = topic_rules.rank
)

select
    message_id,
    intent,
    intent_source,
    rule,
    topic,
    coalesce(intent = 'complaint', false) and names_claim as takes_up_claim
from judged
