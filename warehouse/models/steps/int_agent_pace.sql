-- What each person wrote before a message on the same day, reply or note, in whatever case: nobody began to answer the
-- next one before that. The night starts anew.
select
    message_id,
    sent_day,
    lag(sent_at) over (partition by sent_day, agent_id order by sent_at, message_id) as previous_at
from marts.fct_messages
where direction = 'outbound' and is_human and agent_id is not null
