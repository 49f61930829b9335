"""What is said where a real system can't be installed."""

import pytest

from tests.servers import debian


def test_what_lacks_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "apt_get", lambda: None)

    with pytest.raises(
        pytest.skip.Exception, match="no never-heard-of-it; on Debian: apt install its-package"
    ):
        debian.need(["its-package"], ["sh", "never-heard-of-it"])


def test_nothing_is_installed_where_all_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "apt_get", lambda: pytest.fail("asked for apt-get"))

    debian.need(["dash"], ["sh"])
