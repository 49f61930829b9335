"""Which staging models a company has use for, and what stands behind a name for all of them."""

import pytest

from warehouse import catalog
from warehouse.catalog import CatalogError, tables_in


def names(types):
    return {key for key in catalog.load(types=types).models if key.startswith("staging.")}


def test_a_company_has_the_models_of_its_own_sources_and_of_what_every_company_may_have():
    own = names({"rt"})

    assert {"staging.stg_rt_messages", "staging.stg_rt_case_events", "staging.stg_rt_users"} <= own
    assert "staging.stg_files_messages" in own
    assert not {name for name in own if "mastodon" in name or "linkedin" in name}


def test_every_table_that_is_read_is_made():
    for types in (set(), {"rt", "imap"}, {"x"}, {"facebook", "zendesk", "spend"}):
        loaded = catalog.load(types=types)
        read = {
            table
            for model in loaded.models.values()
            for table in model.inputs
            if table.startswith("staging.")
        }
        assert read <= loaded.models.keys() | {"staging.rejects"}
        loaded.in_order()


def test_a_union_reads_the_platforms_of_the_company():
    read = catalog.load(types={"x", "mastodon"}).models["steps.int_messages"].inputs

    assert {table for table in read if table.startswith("staging.")} == {
        "staging.stg_files_messages",
        "staging.stg_mastodon_messages",
        "staging.stg_x_messages",
    }
    everything = catalog.load().models["steps.int_messages"].inputs
    assert len({table for table in everything if table.endswith("_messages")}) > 20


def test_another_source_makes_another_query_of_it():
    one, two = (catalog.load(types=types).models["steps.int_messages"] for types in ({"x"}, {"x", "imap"}))

    assert one.content_hash != two.content_hash


def test_a_union_of_what_does_not_exist_is_named(tmp_path):
    for part in ("models/staging", "models/steps", "metrics"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "models/steps/int_odd.sql").write_text("select * from staging.all_wishes")

    with pytest.raises(CatalogError, match=r"int_odd.sql: there is no staging model named stg_<type>_wishes"):
        catalog.load(tmp_path)


def test_comments_and_strings_are_no_tables():
    assert tables_in("select 'marts.fct_a' from marts.fct_b -- marts.fct_c") == {"marts.fct_b"}
