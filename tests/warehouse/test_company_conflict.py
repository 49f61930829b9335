"""[conflict] and [[organisation]]: what they say, what they say when they are left out, and how mistakes are named."""

from datetime import date

import pytest

from tests.warehouse.conftest import COMPANY
from warehouse.company import ConfigError, load


def read(folder, text: str = ""):
    (folder / "leitstand.toml").write_text(COMPANY + text, encoding="utf-8")
    return load(folder / "leitstand.toml", {}, need_sources=False)


def test_without_a_section_the_usual_spans_hold_and_nothing_changed(tmp_path) -> None:
    known = read(tmp_path)

    assert (known.conflict.no_owner_private, known.conflict.no_owner_public) == (900, 18_000)
    assert (known.conflict.no_action, known.conflict.limits, known.organisation) == (36_000, {}, ())


def test_changes_stand_in_order_of_time_whatever_their_order_in_the_file(tmp_path) -> None:
    known = read(
        tmp_path,
        '[[organisation]]\ndepartment = "legal"\nmodel = "hub"\nfrom = 2026-10-12\npolicy = "one door"\n'
        '[[organisation]]\ndepartment = "legal"\nmodel = "central"\n'
        '[conflict]\nno_action = "4 h"\nlimits = { orphans = 0.05 }\ntopic_departments = { bill = "service" }\n',
    )

    assert [(one.model, one.first) for one in known.organisation] == [
        ("central", None),
        ("hub", date(2026, 10, 12)),
    ]
    assert known.conflict.no_action == 14_400
    assert known.conflict.topic_departments == {"bill": "service"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[organisation]]\ndepartment = "moon"\nmodel = "hub"\n', "moon"),
        ('[[organisation]]\ndepartment = "legal"\nmodel = "flat"\n', "model"),
        ('[[organisation]]\ndepartment = "legal"\nmodel = "hub"\n' * 2, "two entries"),
        ('[conflict]\ntopic_departments = { bill = "moon" }\n', "no department"),
        ("[conflict]\nvisible_share = 2.0\n", "visible_share"),
    ],
)
def test_a_mistake_is_named_with_its_section(tmp_path, text, says) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)

    assert says in str(error.value)
    assert "[conflict]" in str(error.value) or "organisation" in str(error.value)
