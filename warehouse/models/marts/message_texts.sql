-- Texts apart from all else, so that they can be withheld by role. Handles of people become pseudonyms; the company's
-- own handles stay readable.
with staged as (
    select source, message_id, text, sent_at from staging.stg_facebook_messages
    union all
    select source, message_id, text, sent_at from staging.stg_zendesk_messages
    union all
    select source, message_id, text, sent_at from staging.stg_files_messages
),

handles as (
    select
        message_id,
        source,
        text,
        list_sort(list_distinct(regexp_extract_all(text, '@(\w+)', 1)), 'desc') as named
    from staged
    where text is not null and sent_at <= getvariable('as_of')
)

select
    handles.message_id,
    list_reduce(
        list_prepend(handles.text, handles.named),
        lambda masked, handle: if(
            list_contains(own.handles, lower(handle)),
            masked,
            regexp_replace(masked, '@' || handle || '\b', '@' || pseudonym(handles.source, lower(handle)), 'g')
        )
    ) as text
from handles
cross join (select coalesce(list(distinct own_handle), []) as handles from company.own_handles) as own
