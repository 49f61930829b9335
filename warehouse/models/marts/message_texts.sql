/*
per = "message_id"
moving = "false"
*/
-- Texts apart from all else, so that they can be withheld by role. Handles of people become pseudonyms; the company's
-- own handles stay readable.
with known as (
    select
        source,
        message_id,
        text,
        sent_at
    from staging.all_messages
    where text is not null and sent_at <= getvariable('as_of')
),

pieces as (
    select
        message_id,
        source,
        generate_subscripts(parts, 1) as position,
        unnest(parts) as piece
    from (
        select
            message_id,
            source,
            regexp_extract_all(text, '@\w+|@|[^@]+') as parts
        from known
        where contains(text, '@')
    ) as split
),

masked as (
    select
        pieces.message_id,
        string_agg(
            case
                when not regexp_matches(pieces.piece, '^@\w') or own.own_handle is not null then pieces.piece
                else '@' || pseudonym(pieces.source, lower(substr(pieces.piece, 2)))
            end,
            '' order by pieces.position
        ) as text
    from pieces
    left join company.own_handles as own on lower(substr(pieces.piece, 2)) = own.own_handle
    group by pieces.message_id
)

select
    known.message_id,
    coalesce(masked.text, known.text) as text
from known
left join masked using (message_id)
