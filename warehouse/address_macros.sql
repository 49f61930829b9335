-- Functions on addresses: of people, by which customers of several sources are found to be one person, and of what they
-- wrote, by which a case is found to be about it. Run once in each warehouse file, as macros.sql is.

-- What makes two ways of writing an address one, before it becomes a pseudonym: a mail address in lower case, without a
-- name around it (@anna@social.example is none); a telephone number in E.164, by `country_code` ("49") where it begins
-- with a single 0. NULL for what is neither.
create or replace macro person_mail(mail_text) as
    if(
        starts_with(ltrim(mail_text), '@'), null,
        nullif(regexp_extract(lower(mail_text), '[^\s<>"'',;:@]+@[^\s<>"'',;:@]+\.[a-z]{2,}'), '')
    );

create or replace macro bare_phone(phone_text) as
    regexp_replace(replace(phone_text, '(0)', ''), '[\s()/.\-\x{2013}\x{00a0}]|^tel:', '', 'g');

create or replace macro person_phone(phone_text, country_code) as
    case
        when regexp_full_match(bare_phone(phone_text), '\+[1-9]\d{6,14}') then bare_phone(phone_text)
        when regexp_full_match(bare_phone(phone_text), '00[1-9]\d{6,14}') then '+' || substr(bare_phone(phone_text), 3)
        when country_code != '' and regexp_full_match(bare_phone(phone_text), '0[1-9]\d{4,12}')
            then '+' || country_code || substr(bare_phone(phone_text), 2)
    end;

-- By which words something that bears an id elsewhere may be named: the id itself, and its last part where it is long
-- enough to be no chance ("122_1180000542023526", "https://site/@name/113001234567890123"); parts that a text or an
-- address consists of are compared with these.
create or replace macro id_parts(written) as
    list_filter(
        regexp_split_to_array(written, '[/?&=#,;:()\s<>"]+'), lambda part: len(part) >= 8 and part ~ '.*[0-9].*'
    );
create or replace macro last_id_part(written) as
    coalesce(
        nullif(regexp_extract(written, '^\d+_(\d{8,})$', 1), ''),
        id_parts(written)[-1]
    );
create or replace macro id_words(written) as
    list_distinct(
        list_concat(
            [written],
            id_parts(written),
            list_filter(
                list_transform(id_parts(written), lambda part: regexp_extract(part, '^\d+_(\d{8,})$', 1)),
                lambda part: part != ''
            )
        )
    );
