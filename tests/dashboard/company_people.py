"""Who the customers of the tests' company are: a third are in its CRM, every tenth is known by an address."""

import duckdb


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Make marts.fct_person_contacts of the contacts, and five records of a CRM of which two are duplicates."""
    connection.execute("""
        create table marts.fct_person_contacts as
        select
            contact_id, contacted_at, contact_day, source, platform, channel, channel as contact_channel, visibility,
            department_id, customer_id as person_id,
            case
                when row_number() over (order by contact_id) % 3 = 0 then 'crm'
                when row_number() over (order by contact_id) % 10 = 0 then 'address'
                else 'none'
            end as basis,
            case basis when 'crm' then 'handle' when 'address' then 'mail' end as rule,
            waits.wait_id
        from marts.fct_contacts
        inner join (select message_id, min(wait_id) as wait_id from marts.fct_waits group by message_id) as waits
            on contact_id = waits.message_id
    """)
    connection.execute("""
        create table marts.fct_crm_records as
        select
            'crm' as source, 'crm:' || line as crm_record_id, person as person_id,
            timestamptz '2026-11-03 09:00:00+00' as changed_at, date '2026-11-03' as changed_day,
            shares_key, shares_mail, 'crm.xlsx [Kunden], row ' || line as place
        from (values
            (2, 'K1', false, false), (3, 'K1', true, false), (4, 'K2', false, false), (5, 'K3', false, true),
            (6, 'K4', false, false)
        ) as records (line, person, shares_key, shares_mail)
    """)
