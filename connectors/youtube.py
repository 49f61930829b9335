"""Videos of one YouTube channel and the comments under them with all replies, from the Data API.

Source: YouTube Data API v3: Channel, PlaylistItem, Video, CommentThread, Comment. Read with the client that Google
wrote, against the simulator; not verified against the live platform. Only documentation or common knowledge gives:
the price of calls, that threads come newest first, that a thread brings at most a few replies along.

Landed: videos as received, and {"reading"}: what is counted of one at an instant; comments as {"video", "thread",
"comment"}. A budget of `daily_units` is spent on a day that begins at midnight Pacific, a quarter at most on videos,
the rest on comments; when it is spent, reading goes on the next day where it stopped. Not seen: what happens in
threads older than `watch_days` under a video as old with more than 1,000 comments; an edit, or a deletion beside a new
comment, that leaves the count of a video older than `rewalk_days` as it was; comments held for review (they need their
owner's sign-in); posts of the community tab, which the API doesn't have. There are no private messages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from connectors.about import About, Permission
from connectors.address import Address
from connectors.errors import AccessDenied, ConnectorError, RateLimited
from connectors.http import Http, check_clock, secrets_of
from connectors.page import Check, Cursor, Page
from connectors.youtube_api import Api, Budget, KeyAuth, judge, record_of
from connectors.youtube_comments import Comments
from connectors.youtube_videos import DETAILS, Videos

ABOUT = About(
    title="YouTube channel",
    group="platform",
    reads="Videos, comments under them with all replies, and how often videos were watched and commented by then. "
    "Views aren't impressions: how often a preview picture was shown is told to the channel's owner only.",
    how="The list of uploads is read each time; details of those of the last `watch_days`. Comments are visited "
    "under videos of the last `rewalk_days` and where the platform counts others than on the last visit. What "
    "is absent on a complete visit counts as deleted. Videos can be read again by day.",
    limits="10,000 units a day for a project, one a list; reading stops when `daily_units` are spent and goes on after "
    "midnight Pacific. Comments held for review are counted and not shown. There are no private messages, and "
    "posts of the community tab aren't in the API. What happens in old threads of videos with more than 1,000 "
    "comments goes unnoticed.",
    verified="Against a simulator that Google's own client reads record by record. Not verified against the platform.",
    permissions=(
        Permission(
            "YouTube Data API v3",
            "to be enabled in the project that the key belongs to; no sign-in is needed",
        ),
    ),
)


class Settings(BaseModel):
    """The section of a source with type = "youtube"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel_id: str = Field(description="The channel's id, which begins with UC.")
    api_key: SecretStr = Field(description="An API key of a project with the YouTube Data API v3.")
    base_url: Address = Field(
        default="https://youtube.googleapis.com",
        description="The platform's address; another one for the simulator.",
    )
    start: date = Field(description="The first day to fetch; comments are those under videos since.")
    rewalk_days: int = Field(
        default=7, ge=0, description="Age up to which the comments of a video are read again each time."
    )
    watch_days: int = Field(
        default=30,
        ge=1,
        description="How long details and counts of a video are read again, and threads under busy old ones.",
    )
    daily_units: int = Field(
        default=10_000, ge=4, description="Units that may be spent on a day, a quarter at most on videos."
    )


def connect(name: str, settings: Settings, base: Path) -> "YouTube":
    """The channel of the source section `name`."""
    key = settings.api_key.get_secret_value()
    return YouTube(settings, Http(settings.base_url, judge, auth=KeyAuth(key), secrets=secrets_of(key)))


@dataclass(frozen=True)
class YouTube:
    """One channel, read through `http`."""

    settings: Settings
    http: Http
    streams: tuple[str, ...] = ("videos", "comments")
    daily: frozenset[str] = frozenset({"videos"})

    def fetch(self, stream: str, cursor: Cursor, *, until: datetime) -> Iterator[Page]:
        """Yield pages of records as received, each with the cursor to store after it; nothing after `until`.

        Raises:
            RateLimited: the day's units are spent, or it was asked too fast; with the instant to come back.
            AccessDenied: the key isn't accepted, or may not use this API.
            SourceUnavailable, SourceChanged: no usable answer; an answer in an unknown shape.
        """
        match stream:
            case "videos":
                return self._videos.fetch(cursor, until)
            case "comments":
                rewalk, watch = timedelta(days=self.settings.rewalk_days), self._watch
                units = self.settings.daily_units - self._videos.units
                return Comments(Api(self.http), self._videos, rewalk, watch, units).fetch(cursor, until)
        raise ValueError(f"youtube has no stream {stream!r}")

    def fetch_day(self, stream: str, day: date) -> Iterator[Page]:
        """Yield the videos published on one UTC day."""
        if stream not in self.daily:
            raise ValueError(f"youtube can't be asked for one day of {stream!r}")
        videos, budget = self._videos, Budget(self._videos.units)
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        uploads = [one for one in videos.uploads(end, budget) if one.published_at >= end - timedelta(days=1)]
        for items in videos.details(uploads, DETAILS, budget):
            yield Page("videos", [record_of(item, item) for item in items], {})

    def check(self) -> Iterator[Check]:
        """Is the key good, is there such a channel, is anything left of the day's units, do both clocks agree?"""
        params = {"part": "snippet,contentDetails", "id": self.settings.channel_id}
        try:
            answer = self.http.get("/youtube/v3/channels", params)
        except RateLimited as error:
            yield Check(
                "units", False, str(error), f"wait until {error.until:%Y-%m-%d %H:%M} UTC, or ask for more"
            )
            return
        except AccessDenied as error:
            yield Check("key", False, str(error), "create an API key and export it again")
            return
        except ConnectorError as error:
            yield Check("key", False, str(error), "check base_url, and that the platform is up")
            return
        yield Check("key", True, "is accepted")
        yield Check("units", True, "some are left; the platform doesn't tell how many")
        found = answer.body.get("items") if isinstance(answer.body, dict) else None
        mend = "" if found else "channel_id begins with UC; see the channel's advanced settings"
        what = "reads" if found else "there is no"
        yield Check("channel", bool(found), f"{what} channel {self.settings.channel_id}", mend)
        yield check_clock(answer.headers, self.http.now())

    @property
    def _videos(self) -> Videos:
        start = datetime.combine(self.settings.start, time(), UTC)
        units = self.settings.daily_units // 4
        return Videos(Api(self.http), self.settings.channel_id, start, self._watch, units)

    @property
    def _watch(self) -> timedelta:
        return timedelta(days=self.settings.watch_days)
