"""A Dovecot with one mailbox, on free ports of this machine. Mails come by LMTP, as from a mail server, or APPEND."""

import getpass
import grp
import os
import pwd
import shutil
import smtplib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.debian import find
from tests.servers.process import accepts, free_port, serving

PACKAGES = ["dovecot-imapd", "dovecot-lmtpd"]
COMMANDS = ["dovecot", "doveadm"]
USER, PASSWORD = "help@firm.example", "opens-only-here"

CONFIG = """
protocols = imap lmtp
listen = 127.0.0.1
base_dir = FOLDER/run
state_dir = FOLDER/state
log_path = FOLDER/dovecot.log
ssl = no
disable_plaintext_auth = no
default_internal_user = OWNER
default_internal_group = GROUP
default_login_user = OWNER
mail_location = maildir:FOLDER/mail/%u
mail_uid = OWNER
mail_gid = GROUP
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = static
  args = password=PASSWORD
}
userdb {
  driver = static
  args = uid=OWNER gid=GROUP home=FOLDER/home/%u
}
namespace inbox {
  inbox = yes
  mailbox Gesendet {
    auto = create
    special_use = \\Sent
  }
  mailbox Beschwerden {
    auto = create
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = IMAP_PORT
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    port = LMTP_PORT
  }
}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running one."""

    port: int
    lmtp_port: int
    folder: Path

    def deliver(self, mail: bytes, sender: str = "") -> None:
        """As another mail server hands over a mail."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as other:
            other.sendmail(sender, [USER], mail)

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """As a person's mail program."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            client.login(USER, PASSWORD)
            yield client

    def append(self, folder: str, mail: bytes, at: datetime) -> int:
        """Put a mail into a folder as taken in at an instant; its UID."""
        with self.client() as client:
            client.append(folder, mail, msg_time=at)
            client.select_folder(folder, readonly=True)
            return int(max(client.search(["ALL"])))

    def renumber(self, folder: str) -> None:
        """Another UIDVALIDITY, as after a move to another server."""
        place = self.folder / "mail" / USER / ("" if folder == "INBOX" else f".{folder}")
        for path in place.glob("dovecot*"):
            path.unlink()


@contextmanager
def running(_: Path) -> Iterator[Dovecot]:
    """A new one; mails belong to a user who isn't root, as Dovecot wants it."""
    owner = "nobody" if os.geteuid() == 0 else getpass.getuser()
    group = grp.getgrgid(pwd.getpwnam(owner).pw_gid).gr_name
    folder = Path(tempfile.mkdtemp(prefix="leitstand-dovecot-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner, group)
        folder.chmod(0o755)
        imap_port, lmtp_port = free_port(), free_port()
        config = folder / "dovecot.conf"
        told = {
            "FOLDER": str(folder), "OWNER": owner, "GROUP": group, "PASSWORD": PASSWORD, "IMAP_PORT": str(imap_port),
            "LMTP_PORT": str(lmtp_port),
        }  # fmt: skip
        text = CONFIG
        for name, value in told.items():
            text = text.replace(name, value)
        config.write_text(text, encoding="utf-8")
        command = [str(find("dovecot")), "-F", "-c", str(config)]
        with serving(command, folder / "said", lambda: accepts(imap_port) and accepts(lmtp_port)):
            yield Dovecot(imap_port, lmtp_port, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
