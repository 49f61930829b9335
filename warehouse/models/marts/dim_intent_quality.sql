-- How good the labels of [[intents]] are: by intent, against the messages of [intents_audit] that people have read; in
-- public, in private, and over all (`visibility`), since people write otherwise where others listen. `sensitivity` is
-- the share of messages with this intent that are labelled so, `specificity` that of the others that aren't; both of
-- messages labelled by rules, with 95 % intervals (Wilson). What the case store says is taken as given; how often it
-- agrees stands beside it. NULL where nothing was read.
with read as (
    select
        audit.intent as true_intent,
        found.intent,
        found.intent_source = 'case_store' as is_stored,
        unnest([messages.visibility, 'all']) as visibility
    from company.intents_audit as audit
    inner join steps.int_intents as found on audit.message_id = found.message_id
    inner join steps.int_messages as messages on audit.message_id = messages.message_id
),

intents as (
    select distinct
        intent,
        unnest(['public', 'private', 'all']) as visibility
    from company.intent_categories
),

counted as (
    select
        intents.intent,
        intents.visibility,
        count(*) filter (where not read.is_stored and read.true_intent = intents.intent) as positive_count,
        count(*) filter (
            where not read.is_stored and read.true_intent = intents.intent
            and read.intent is not distinct from intents.intent
        ) as true_positive_count,
        count(*) filter (where not read.is_stored and read.true_intent != intents.intent) as negative_count,
        count(*) filter (
            where not read.is_stored and read.true_intent != intents.intent
            and read.intent is distinct from intents.intent
        ) as true_negative_count,
        count(*) filter (where read.is_stored and read.intent = intents.intent) as stored_count,
        count(*) filter (
            where read.is_stored and read.intent = intents.intent and read.true_intent = intents.intent
        ) as stored_agreed_count
    from intents
    left join read on intents.visibility = read.visibility
    group by intents.intent, intents.visibility
)

select
    intent,
    visibility,
    true_positive_count / nullif(positive_count, 0) as sensitivity,
    wilson_lower(true_positive_count, positive_count) as sensitivity_lower,
    wilson_upper(true_positive_count, positive_count) as sensitivity_upper,
    true_negative_count / nullif(negative_count, 0) as specificity,
    wilson_lower(true_negative_count, negative_count) as specificity_lower,
    wilson_upper(true_negative_count, negative_count) as specificity_upper,
    positive_count,
    true_positive_count,
    negative_count,
    true_negative_count,
    stored_count,
    stored_agreed_count
from counted
