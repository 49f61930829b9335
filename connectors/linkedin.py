"""Posts of a LinkedIn organisation and the comments under them with all replies, from the Community Management API.

Source: LinkedIn's documentation (Posts, Comments, Social Metadata, Organization Share Statistics). Not verified against
the platform, and there is no client of a third party to compare with.

Landed: posts as received; comments as {"post", "comment"}; looks at impressions as {"post_id", "read_at",
"statistics"}, at numbers of comments as {"reading"}. LinkedIn lets nobody read a page's private messages, nor what
others write elsewhere about it. Not seen: comments under posts older than `watch_days`; an edit, or a deletion beside a
new comment, that leaves the number of comments of a post older than `rewalk_days` as it was. Impressions are organic
ones of at most twelve months.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from connectors.about import About, Permission
from connectors.address import Address
from connectors.errors import AccessDenied, ConnectorError, RateLimited
from connectors.http import BearerAuth, Http, check_clock, check_quota, secrets_of
from connectors.linkedin_api import Api, judge
from connectors.linkedin_comments import Comments
from connectors.linkedin_posts import Posts
from connectors.page import Check, Cursor, Page

ABOUT = About(
    title="LinkedIn",
    group="platform",
    reads="Posts of an organisation's page, comments under them with all replies, and on request their impressions.",
    how="Each run lists the posts of the watched days again, and visits the youngest and those whose number of "
    "comments changed. What is absent on a complete visit counts as deleted.",
    limits="LinkedIn offers no reading of a page's private messages. Calls a day are limited by resource until "
    "midnight UTC; the development tier allows few. Each comment with replies costs a call.",
    verified="Read against a simulated page only; not verified against the platform.",
    permissions=(
        Permission("r_organization_social", "reads the page's posts"),
        Permission("r_organization_social_feed", "reads comments and how many there are"),
        Permission("rw_organization_admin", "reads impressions; only with read_statistics"),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "linkedin"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organization_id: str = Field(
        pattern=r"^\d+$", description="The page's number, as in linkedin.com/company/NUMBER."
    )
    token: SecretStr = Field(description="An access token of an administrator of the page; it lasts 60 days.")
    start: date = Field(description="First day to fetch; comments are those under posts published since.")
    version: str = Field(
        default="202609",
        pattern=r"^\d{6}$",
        description="Month of the API's version; LinkedIn serves each for about a year.",
    )
    rewalk_days: int = Field(
        default=7,
        ge=0,
        description="How long the comments under a post are read again each time, for edits and deletions.",
    )
    watch_days: int = Field(
        default=90, ge=1, description="How long a post is watched for new comments, edits and its deletion."
    )
    read_statistics: bool = Field(
        default=False,
        description="Also look at the impressions of watched posts; the token then needs rw_organization_admin.",
    )
    base_url: Address = Field(
        default="https://api.linkedin.com", description="Another address, for a simulator."
    )

    @field_validator("organization_id", "version", mode="before")
    @classmethod
    def _accept_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


def connect(name: str, settings: Settings, base: Path) -> "LinkedIn":
    """The page of the source section `name`."""
    token = settings.token.get_secret_value()
    http = Http(settings.base_url, judge, auth=BearerAuth(token), secrets=secrets_of(token))
    return LinkedIn(settings, Api(http, settings.version))


@dataclass(frozen=True)
class LinkedIn:
    """One organisation's page, read through `api`."""

    settings: Settings
    api: Api
    daily: frozenset[str] = frozenset()

    @property
    def streams(self) -> tuple[str, ...]:
        """Posts before comments; impressions only on request."""
        return ("posts", "comments", *(["statistics"] if self.settings.read_statistics else []))

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing after `until`.

        Raises:
            RateLimited: the day's calls are used up; with the midnight (UTC) at which they are back.
            AccessDenied: the token isn't accepted, or lacks a permission, which is named.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape, or a retired version.
        """
        match stream:
            case "posts":
                # The first pass goes back to the beginning.
                since = self._watched_since(until) if cursor else self._start
                return self._posts.fetch(cursor, since, until)
            case "comments":
                rewalk = timedelta(days=self.settings.rewalk_days)
                since = self._watched_since(until) if "watermark" in cursor else self._start
                return Comments(self.api, self._posts, rewalk).fetch(cursor, since, until)
            case "statistics":
                return self._posts.statistics(cursor, self._watched_since(until), until)
        raise ValueError(f"linkedin has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Not offered by this platform."""
        raise ValueError(f"linkedin can't be asked for one day of {stream!r}")

    def check(self) -> Iterator[Check]:
        """Is the token good, is the version served, may all be read that is needed, and do both clocks agree?"""
        organisation = self._posts.organisation
        try:
            answer = self.api.get(
                "/rest/posts", {"q": "author", "author": organisation, "count": 1}, "FINDER"
            )
        except RateLimited as error:
            yield Check("quota", False, str(error), f"wait until {error.until:%Y-%m-%d %H:%M} UTC")
            return
        except AccessDenied as error:
            yield Check(
                "token", False, str(error), "create a token as the page's administrator, and export it again"
            )
            return
        except ConnectorError as error:
            yield Check("token", False, str(error), "check version and base_url, and that the platform is up")
            return
        yield Check("token", True, f"reads the posts of {organisation}")
        yield check_clock(answer.headers, self.api.http.now())
        yield check_quota(answer.headers)
        posts = answer.body.get("elements") or []
        urns = [str(post["id"]) for post in posts if isinstance(post, dict) and post.get("id")]
        if not urns:
            yield Check("comments", True, "there is no post yet under which to try")
            return
        yield self._try("comments", lambda: self.api.social(urns))
        if self.settings.read_statistics:
            until = self.api.http.now()
            yield self._try(
                "statistics", lambda: list(self._posts.statistics({}, until - timedelta(days=1), until))
            )

    def _try(self, name: str, read: Callable[[], object]) -> Check:
        try:
            read()
        except AccessDenied as error:
            return Check(name, False, str(error), "add the permission to the app, and create a new token")
        except ConnectorError as error:
            return Check(name, False, str(error), "try again later")
        return Check(name, True, "may be read")

    @property
    def _posts(self) -> Posts:
        return Posts(self.api, f"urn:li:organization:{self.settings.organization_id}")

    @property
    def _start(self) -> datetime:
        return datetime.combine(self.settings.start, time(), UTC)

    def _watched_since(self, until: datetime) -> datetime:
        return max(self._start, until - timedelta(days=self.settings.watch_days))
