/* per = "contact_id" */
-- One row per contact (marts.fct_contacts), with the case of a case store that it belongs to by the surest rule, or by
-- none: then `rule` is 'none' and it stands in nobody's ticket system. `case_id` is the case under which these tables
-- keep the contact: its ticket, or its own episode; `linked_case_id` the ticket. Of several equally sure ones it is the
-- one opened closest to the contact. `link_count` says how many there are.
with best as (
    select
        contact_id,
        case_id,
        rule,
        certainty,
        count(*) over (partition by contact_id) as link_count
    from marts.fct_case_links
    qualify
        row_number() over (
            partition by contact_id
            order by rank, abs(seconds_between(contacted_at, case_opened_at)) nulls first, case_id
        ) = 1
)

select
    contacts.contact_id,
    contacts.contacted_at,
    contacts.contact_day,
    contacts.source,
    contacts.platform,
    contacts.channel,
    contacts.visibility,
    contacts.department_id,
    contacts.customer_id,
    contacts.case_id,
    best.case_id as linked_case_id,
    coalesce(best.rule, 'none') as rule,
    best.certainty,
    best.case_id is not null as has_case,
    coalesce(best.link_count, 0) as link_count
from marts.fct_contacts as contacts
left join best on contacts.contact_id = best.contact_id
