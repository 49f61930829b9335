import json
import os
import stat

import pytest

from pipelines.errors import VarFolderRefused
from pipelines.var_folder import KEY_VARIABLE, VarFolder

OWN_KEY = "a key that a person chose"


def test_the_first_run_creates_a_key_that_only_its_owner_may_read(var: VarFolder) -> None:
    key = var.claim("shop", {})

    assert len(key) == 64
    assert var.key_file.stat().st_mode & 0o777 == 0o600
    assert var.claim("shop", {}) == key


def test_a_new_folder_is_its_owners_alone_and_one_that_was_shared_stays_so(var: VarFolder) -> None:
    before = os.umask(0o022)
    try:
        var.claim("shop", {})
        assert stat.S_IMODE(var.path.stat().st_mode) == 0o700

        var.path.chmod(0o750)
        var.claim("shop", {})
        assert stat.S_IMODE(var.path.stat().st_mode) == 0o750
    finally:
        os.umask(before)


def test_a_key_from_the_environment_is_used_and_never_stored(var: VarFolder) -> None:
    assert var.claim("shop", {KEY_VARIABLE: OWN_KEY}) == OWN_KEY.encode()

    assert not var.key_file.exists()
    assert OWN_KEY not in var.owner_file.read_text()


def test_the_key_files_content_works_from_the_environment_too(var: VarFolder) -> None:
    key = var.claim("shop", {})
    text = var.key_file.read_text()
    var.key_file.unlink()

    assert var.claim("shop", {KEY_VARIABLE: text}) == key


def test_another_company_is_refused(var: VarFolder) -> None:
    var.claim("shop", {})

    with pytest.raises(VarFolderRefused, match=r'belongs to company "shop", not "bank"; choose another'):
        var.claim("bank", {})


def test_another_key_is_refused(var: VarFolder) -> None:
    var.claim("shop", {})

    with pytest.raises(VarFolderRefused, match=f"key in {KEY_VARIABLE} is not the one"):
        var.claim("shop", {KEY_VARIABLE: OWN_KEY})


def test_a_lost_key_is_refused_and_not_replaced(var: VarFolder) -> None:
    var.claim("shop", {})
    var.key_file.unlink()

    with pytest.raises(VarFolderRefused, match=r"is gone; restore .*pseudonym\.key from a backup"):
        var.claim("shop", {})
    assert not var.key_file.exists()


def test_a_short_key_is_refused(var: VarFolder) -> None:
    with pytest.raises(VarFolderRefused, match="too short"):
        var.claim("shop", {KEY_VARIABLE: "secret"})


def test_a_kill_between_key_and_owner_file_costs_nothing(var: VarFolder) -> None:
    key = var.claim("shop", {})
    var.owner_file.unlink()

    assert var.claim("shop", {}) == key
    assert json.loads(var.owner_file.read_text())["company_id"] == "shop"


def test_a_key_file_that_others_can_read_is_closed_to_them(var: VarFolder) -> None:
    var.claim("shop", {})
    var.key_file.chmod(0o644)

    var.claim("shop", {})

    assert var.key_file.stat().st_mode & 0o777 == 0o600
