/* sums = ["contacts"] */
-- How many contacts began in each hour, by where they came in and what they wanted; hours without any have no row
-- (marts.dim_observed_hour says which were watched). A contact is an episode's first wait, as in marts.fct_contacts.
select
    date_trunc('hour', opened_at) as hour_at,
    opened_day as contact_day,
    opened_hour_of_week as hour_of_week,
    platform,
    channel,
    visibility,
    department_id,
    topic,
    intent,
    is_service_intent(intent) as is_service,
    count(*)::bigint as contacts
from marts.fct_waits
where ordinal = 1
group by all
