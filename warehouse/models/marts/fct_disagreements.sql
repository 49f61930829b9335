-- What two sources both say of one thing, and whether they say the same: one row a thing and pair of sources. The one
-- that [leading] names first is the leading one. `subject` is what it is about: a campaign, a department, or the case
-- of the leading source. fact:
--   spend       EUR of a campaign's ads on a day and platform, by an ad account and by tables
--   shift       person-hours of a department's day, by each source of shifts; only where [leading] says who leads, for
--               otherwise they add up and contradict nobody
--   budget      EUR of a department's month and category ("service/people"), by each source of budgets; only where
--               [leading] says who leads, for otherwise they add up
--   campaign    the days on which a campaign runs, by a table and by an ad account; the table leads where nobody has
--               said
--   customer    who somebody is, by the CRM that names them and by an address that their source knows; the CRM leads
--   message     whether it still stands, by the connector of its platform and by a tool that pushed it; the connector
--               leads
--   department  whose a matter is: a ticket, and a ticket of another store that it is surely or likely tied to
--   case_state  open or done: a case, and what it is surely or likely tied to in another source
--               (marts.fct_case_links); the case store leads where nobody has said
-- Amounts disagree where they are further apart than [leading] tolerance, as a share of the larger one, and by a cent
-- or a minute at least.
with pairs as (
    select
        links.case_id as store_case_id,
        contacts.case_id as other_case_id,
        min(contacts.contact_day) as told_day
    from marts.fct_case_links as links
    inner join marts.fct_contact_cases as contacts on links.contact_id = contacts.contact_id
    where links.certainty in ('certain', 'likely') and links.case_source != contacts.source
    group by links.case_id, contacts.case_id
),

states as (
    select
        pairs.told_day,
        others.platform,
        coalesce(store_leads.rank, 1000) <= coalesce(other_leads.rank, 1000) as is_store_leading,
        if(is_store_leading, stores.case_id, others.case_id) as case_id,
        if(is_store_leading, others.case_id, stores.case_id) as other_case_id,
        if(is_store_leading, stores.source, others.source) as leading_source,
        if(is_store_leading, others.source, stores.source) as other_source,
        if(is_store_leading, stores.status, others.status) as leading_value,
        if(is_store_leading, others.status, stores.status) as other_value,
        others.origin = 'ticket' as are_tickets,
        if(is_store_leading, stores.department_id, others.department_id) as leading_department,
        if(is_store_leading, others.department_id, stores.department_id) as other_department
    from pairs
    inner join marts.fct_cases as stores on pairs.store_case_id = stores.case_id
    inner join marts.fct_cases as others on pairs.other_case_id = others.case_id
    left join company.leading_sources as store_leads
        on stores.source = store_leads.source and store_leads.fact = 'case_state'
    left join company.leading_sources as other_leads
        on others.source = other_leads.source and other_leads.fact = 'case_state'
),

told as (
    select
        fact,
        subject,
        told_day,
        platform,
        leading_source,
        other_source,
        leading_value,
        other_value,
        disagrees
    from steps.int_told_customers
    union all
    select
        fact,
        subject,
        told_day,
        platform,
        leading_source,
        other_source,
        leading_value,
        other_value,
        disagrees
    from steps.int_told_campaigns
    union all
    select
        fact,
        subject,
        told_day,
        platform,
        leading_source,
        other_source,
        leading_value,
        other_value,
        disagrees
    from steps.int_told_messages
)

select
    concat_ws(
        '/', amounts.fact, amounts.subject, amounts.told_day, amounts.platform, amounts.leading_source,
        amounts.other_source
    ) as disagreement_id,
    amounts.fact,
    amounts.subject,
    amounts.told_day,
    amounts.platform,
    amounts.leading_source,
    amounts.other_source,
    amounts.unit,
    amounts.leading_amount,
    amounts.other_amount,
    null::varchar as leading_value,
    null::varchar as other_value,
    null::varchar as case_id,
    null::varchar as other_case_id,
    abs(amounts.leading_amount - amounts.other_amount)
    >= greatest(amounts.least, limits.tolerance * greatest(abs(amounts.leading_amount), abs(amounts.other_amount)))
        as disagrees
from steps.int_told_amounts as amounts
cross join company.leading_limits as limits
union all by name
select
    concat_ws('/', 'case_state', case_id, other_case_id) as disagreement_id,
    'case_state' as fact,
    case_id as subject,
    told_day,
    platform,
    leading_source,
    other_source,
    null::varchar as unit,
    null::double as leading_amount,
    null::double as other_amount,
    leading_value,
    other_value,
    case_id,
    other_case_id,
    is_open_state(leading_value) != is_open_state(other_value) as disagrees
from states
union all by name
-- Whoever leads for the state of a case does for its department.
select
    concat_ws('/', 'department', case_id, other_case_id) as disagreement_id,
    'department' as fact,
    case_id as subject,
    told_day,
    platform,
    leading_source,
    other_source,
    null::varchar as unit,
    null::double as leading_amount,
    null::double as other_amount,
    leading_department as leading_value,
    other_department as other_value,
    case_id,
    other_case_id,
    leading_department != other_department as disagrees
from states
where are_tickets and leading_department is not null and other_department is not null
union all by name
select
    concat_ws('/', fact, subject, told_day, platform, leading_source, other_source) as disagreement_id,
    fact,
    subject,
    told_day,
    platform,
    leading_source,
    other_source,
    null::varchar as unit,
    null::double as leading_amount,
    null::double as other_amount,
    leading_value,
    other_value,
    null::varchar as case_id,
    null::varchar as other_case_id,
    disagrees
from told
