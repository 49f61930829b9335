/* per = "case_id" */
-- The handle time of all replies in a case, in microseconds, and how many of them have one.
select
    case_id,
    sum(round(handle_seconds * 1000000)::bigint)::bigint as handle_us,
    count(handle_seconds) as handled_count,
    count(*) as reply_count
from marts.fct_handles
where case_id is not null
group by case_id
