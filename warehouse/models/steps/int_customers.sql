-- Who has written as a customer of each source, by which name others call them (NULL where none is known), and when
-- for the first time: one row a customer and name.
select
    source,
    writer_id as customer_id,
    if(writer_id = author_id, author_handle, null) as handle,
    min(sent_at) as first_at
from steps.int_messages
where direction = 'inbound' and writer_id != 'unknown' and author_kind in ('customer', 'unknown')
group by all
