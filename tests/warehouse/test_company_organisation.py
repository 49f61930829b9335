"""[[organisation]] and providers of agents: what may be said, and how mistakes are named."""

import pytest

from tests.warehouse.conftest import COMPANY
from warehouse.company import ConfigError, load

LEGAL = '[[organisation]]\ndepartment = "legal"\n'


def read(folder, text):
    (folder / "leitstand.toml").write_text(COMPANY + text, encoding="utf-8")
    return load(folder / "leitstand.toml", {}, need_sources=False)


def test_a_provider_may_be_taken_back_and_entries_stand_in_order_of_time(tmp_path) -> None:
    known = read(
        tmp_path,
        LEGAL + 'from = 2026-03-01\nprovider = ""\n' + LEGAL + 'provider = "Kanzlei"\n'
        '[[organisation]]\naccount = "a"\nbrand = ["A", "B"]\n',
    )

    assert [(one.member, one.provider) for one in known.organisation] == [
        (("account", "a"), None), (("department", "legal"), "Kanzlei"), (("department", "legal"), ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[organisation]]\nunit = "A"\n', "department: give a department or an account"),
        (LEGAL + 'account = "a"\nunit = "A"\n', "department: give a department or an account"),
        (LEGAL, "says nothing; give one of model, policy, unit"),
        (LEGAL + 'country = "Germany"\n', 'country: "Germany" is no code of a country'),
        (LEGAL + 'policy = "neu"\n', "policy: goes with a model"),
        ('[[organisation]]\naccount = "a"\nmodel = "hub"\n', "model: belongs to a department"),
        ('[[organisation]]\naccount = "a"\nbrand = "B"\n' * 2, 'from: "a" has two entries for the beginning'),
    ],
)
def test_a_mistake_names_entry_and_field(tmp_path, text, says) -> None:
    with pytest.raises(ConfigError) as error:
        read(tmp_path, text)

    assert "[[organisation]] no. " in str(error.value)
    assert says in str(error.value)


def test_a_group_has_no_provider(tmp_path) -> None:
    text = COMPANY.replace('groups = ["Legal"]', 'groups = [{ id = "Legal", provider = "Kanzlei" }]')
    (tmp_path / "leitstand.toml").write_text(text, encoding="utf-8")

    with pytest.raises(
        ConfigError, match=r"groups no\. 1 provider belongs to agents|groups no\. 1 provider: belongs"
    ):
        load(tmp_path / "leitstand.toml", {}, need_sources=False)
