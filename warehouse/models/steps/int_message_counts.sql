/* sums = ["message_count"] */
-- Messages of each source by the quarter of an hour in which they were sent: what asks only how many there are, and
-- since when, needn't look at each of them. In every zone of our time, days begin with such a quarter.
select
    source,
    make_timestamptz(epoch_us(sent_at) // 900000000 * 900000000) as quarter_at,
    count(*) as message_count
from steps.int_messages
group by all
