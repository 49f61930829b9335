"""A Request Tracker 5 on SQLite: real, empty but for its staff, filled by REST2 and by mail.

Its zone is Berlin's, since a server in UTC hides who mistakes local time for it. Nothing is sent: mails go to a file.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.servers.debian import find
from tests.servers.process import accepts, free_port, serving

PACKAGES = ["request-tracker5", "rt5-db-sqlite", "starman"]
COMMANDS = ["rt-setup-database-5", "rt-mailgate-5", "plackup", "starman"]
ANSWERS = "request-tracker5 request-tracker5/dbconfig-install boolean false\n"
PROGRAM = "/usr/share/request-tracker5/libexec/rt-server"
READER = ("leitstand", "reads-only-here")
PASSWORD = "works-only-here"  # of everybody else

CONFIG = r"""
Set($rtname, 'nordfunk');
Set($Organization, 'nordfunk.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, PORT);
Set($WebBaseURL, 'http://127.0.0.1:PORT');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, 'FOLDER/rt.sqlite');
Set($Timezone, 'Europe/Berlin');
Set($MailCommand, 'mbox');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($MasonDataDir, 'FOLDER/pages');
Set($MasonSessionDir, 'FOLDER/sessions');
Set(%Lifecycles,
    handwork => {
        initial => ['new'],
        active => ['open', 'at_workshop'],
        inactive => ['resolved', 'deleted'],
        defaults => { on_create => 'new' },
        transitions => {
            '' => ['new'], new => ['open', 'at_workshop', 'resolved', 'deleted'],
            open => ['at_workshop', 'resolved', 'deleted'], at_workshop => ['open', 'resolved'], resolved => ['open'],
        },
    },
    __maps__ => {
        'default -> handwork' => {
            new => 'new', open => 'open', stalled => 'at_workshop', resolved => 'resolved', rejected => 'resolved',
            deleted => 'deleted',
        },
        'handwork -> default' => {
            new => 'new', open => 'open', at_workshop => 'stalled', resolved => 'resolved', deleted => 'deleted',
        },
    },
);
1;
"""
PEOPLE = r"""
@Queues = ({ Name => 'Complaints' }, { Name => 'Workshop', Lifecycle => 'handwork' });
@CustomFields = (
    (map { { Name => $_, Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', Queue => 0 } }
        'Promise', 'Approval', 'Topic'),
    { Name => 'Due', Type => 'DateTime', MaxValues => 1, LookupType => 'RT::Queue-RT::Ticket', Queue => 0 },
    { Name => 'Who', Type => 'SelectSingle', LookupType => 'RT::Queue-RT::Ticket', Queue => 0,
      Values => [ { Name => 'Customer' }, { Name => 'Journalist' } ] },
    { Name => 'Labels', Type => 'FreeformMultiple', LookupType => 'RT::Queue-RT::Ticket', Queue => 0 },
);
@Users = (
    (map { { Name => $_, Password => 'PASSWORD', Privileged => 1, EmailAddress => "$_\@nordfunk.example" } }
        'anna', 'ben', 'webform'),
    { Name => 'READER', Password => 'READPASS', Privileged => 1 },
);
@ACL = (
    (map { { GroupDomain => 'SystemInternal', GroupType => 'Everyone', Right => $_ } } 'CreateTicket', 'ReplyToTicket'),
    (map { { UserId => 'READER', Right => $_ } } 'SeeQueue', 'ShowTicket', 'ShowTicketComments', 'SeeCustomField'),
    (map { my $user = $_; map { { UserId => $user, Right => $_ } } 'SeeQueue', 'ShowTicket', 'ShowTicketComments',
        'SeeCustomField', 'ModifyCustomField', 'OwnTicket', 'ModifyTicket', 'CommentOnTicket', 'DeleteTicket',
        'TakeTicket', 'StealTicket', 'ReassignTicket' } 'anna', 'ben'),
);
# On RT's page of tokens one is shown once, to whom it belongs.
@Final = (sub {
    my $user = RT::User->new(RT->SystemUser);
    $user->Load('READER');
    my (undef, undef, $token) = RT::AuthToken->new(RT->SystemUser)->Create(Owner => $user->id, Description => 'a test');
    open(my $file, '>', 'FOLDER/token') or die $!;
    print $file $token;
    close $file;
});
"""


@dataclass(frozen=True)
class RequestTracker:
    """A running one, and its two front doors."""

    url: str
    database: Path
    token: str  # of READER

    def call(self, method: str, path: str, body: Any = None, *, user: str = "root") -> Any:
        """What REST2 answers to one of its users, who must be allowed to ask."""
        password = "password" if user == "root" else PASSWORD
        answer = requests.request(
            method, f"{self.url}/REST/2.0{path}", json=body, auth=(user, password), timeout=60
        )
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def create(self, user: str, **ticket: Any) -> int:
        """A new ticket's number."""
        return int(self.call("POST", "/ticket", {"ContentType": "text/plain", **ticket}, user=user)["id"])

    def change(self, user: str, ticket: int, **fields: Any) -> None:
        """Set fields of a ticket; RT says what it did, and says nothing where it did nothing."""
        told = self.call("PUT", f"/ticket/{ticket}", fields, user=user)
        assert told, f"ticket {ticket}: nothing was changed by {fields}"

    def write(self, user: str, ticket: int, how: str, text: str, **more: Any) -> None:
        """A reply (`correspond`) or an internal comment (`comment`)."""
        body = {"Content": text, "ContentType": "text/plain", **more}
        self.call("POST", f"/ticket/{ticket}/{how}", body, user=user)

    def mail(self, text: str) -> None:
        """Deliver a mail to the queue Complaints, as a mail server would."""
        gate = find("rt-mailgate-5")
        command = [str(gate), "--queue", "Complaints", "--action", "correspond", "--url", self.url, "--debug"]
        done = subprocess.run(command, input=text.encode(), capture_output=True)
        # Without the rights it needs, it says nothing, does nothing, and ends well.
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        assert b"\nok" in done.stderr, done.stderr.decode("utf-8", "replace")


@contextmanager
def running(folder: Path) -> Iterator[RequestTracker]:
    """A new one in `folder`."""
    port = free_port()
    for name in ("pages", "sessions"):
        (folder / name).mkdir()
    config = folder / "RT_SiteConfig.pm"
    config.write_text(CONFIG.replace("PORT", str(port)).replace("FOLDER", str(folder)), encoding="utf-8")
    people = folder / "people.pl"
    given = {"PASSWORD": PASSWORD, "READER": READER[0], "READPASS": READER[1], "FOLDER": str(folder)}
    text = PEOPLE
    for name, value in given.items():
        text = text.replace(name, value)
    people.write_text(text, encoding="utf-8")
    environment = {**os.environ, "RT_SITE_CONFIG": str(config), "RT_SITE_CONFIG_DIR": str(folder / "none")}
    setup = str(find("rt-setup-database-5"))
    for options in (["--action", "init"], ["--action", "insert", "--datafile", str(people)]):
        done = subprocess.run(
            [setup, *options, "--skip-create"], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-1000:]
    command = [
        str(find("plackup")),
        "-s",
        "Starman",
        "--workers",
        "2",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with serving([*command, PROGRAM], folder / "rt.log", lambda: accepts(port), environment):
        token = (folder / "token").read_text(encoding="utf-8")
        yield RequestTracker(f"http://127.0.0.1:{port}", folder / "rt.sqlite", token)
