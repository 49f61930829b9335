-- The handle time of answers too many, in microseconds; NULL where nobody knows it.
select
    message_id,
    round(handle_seconds * 1000000)::bigint as handle_us
from marts.fct_handles
where message_id in (select message_id from marts.fct_double_answers)
