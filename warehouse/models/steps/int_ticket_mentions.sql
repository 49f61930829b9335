/* per = "message_id" */
-- Which numbers of tickets a message outside of case stores names ("#48211", "Vorgang 48211"), as [contact_links]
-- number_pattern says; one row a message and number, whether or not there is such a ticket.
select distinct
    messages.message_id,
    unnest(regexp_extract_all(texts.text, getvariable('number_pattern'), 1)) as ticket_number
from steps.int_messages as messages
inner join marts.message_texts as texts on messages.message_id = texts.message_id
where messages.case_id is null and regexp_matches(texts.text, getvariable('number_pattern'))
