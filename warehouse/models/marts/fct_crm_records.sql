-- Records of a CRM that stand, and which of them are duplicates: `shares_key` where a record before it has the same
-- key, `shares_mail` where one with another key has the same mail address. `place` says where the record stands.
with standing as (
    select
        source,
        crm_record_id,
        person_id,
        mail_ids,
        coalesce(updated_at, received_at) as changed_at,
        file || coalesce(', row ' || line, '') as place
    from staging.stg_crm_records
    where not is_deleted
),

ranked as (
    select
        *,
        row_number() over (partition by person_id order by changed_at, crm_record_id) as key_place
    from standing
),

mails as (
    select distinct
        person_id,
        unnest(mail_ids) as mail_id
    from standing
),

-- Of the keys with one address the first is nobody's duplicate.
repeated as (
    select distinct person_id
    from mails
    qualify row_number() over (partition by mail_id order by person_id) > 1
)

select
    ranked.source,
    ranked.crm_record_id,
    ranked.person_id,
    ranked.changed_at,
    (ranked.changed_at at time zone settings.zone)::date as changed_day,
    ranked.key_place > 1 as shares_key,
    repeated.person_id is not null as shares_mail,
    ranked.place
from ranked
cross join company.settings as settings
left join repeated on ranked.person_id = repeated.person_id
