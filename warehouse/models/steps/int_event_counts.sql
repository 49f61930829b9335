/* sums = ["event_count"] */
-- Case events of each source by the quarter of an hour in which they happened, as steps.int_message_counts has
-- messages.
select
    source,
    make_timestamptz(epoch_us(event_at) // 900000000 * 900000000) as quarter_at,
    count(*) as event_count
from steps.int_case_events
group by all
