/*
per = "case_id"
[units]
"raw.zendesk_tickets" = ["payload ->> '$.id'"]
*/
-- What Zendesk tickets say of where their contact came from, one row a word. kind 'contact': the id or address that an
-- integration wrote into the ticket's `external_id`. kind 'writer': who wrote it on the platform, as the pseudonym that
-- each source would give to that id or name; it comes from the ticket's `via`.
--
-- Source: Zendesk's description of tickets and of the via object. What `via` holds for tickets made of posts and
-- messages was not verified against the platform.
with tickets as (
    select
        source,
        source || ':' || (payload ->> '$.id') as case_id,
        nullif(trim(payload ->> '$.external_id'), '') as external_id,
        payload -> '$.via.source.from' as writer
    from raw.zendesk_tickets
    where payload ->> '$.id' is not null
),

writers as (
    select
        source,
        case_id,
        unnest(
            list_distinct(
                [
                    writer ->> '$.facebook_id',
                    lower(ltrim(writer ->> '$.username', '@')),
                    writer ->> '$.phone',
                    ltrim(writer ->> '$.phone', '+')
                ]
            )
        ) as native
    from tickets
    where writer is not null
)

select
    source,
    case_id,
    'contact' as kind,
    external_id as reference
from tickets
where external_id is not null
union all
select
    writers.source,
    writers.case_id,
    'writer' as kind,
    pseudonym(sources.source, writers.native) as reference
from writers
inner join company.sources as sources on writers.source != sources.source
where nullif(trim(writers.native), '') is not null
