/*
per = "conversation_id"
key = "message_id"
*/
-- How long was talked with each caller, by the telephone system's own clock.
select
    source,
    conversation_id,
    message_id,
    talked_seconds::varchar as value,
    file,
    line,
    received_at
from staging.stg_asterisk_answers
