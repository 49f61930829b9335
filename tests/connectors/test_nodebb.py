"""The connector of NodeBB against a server that speaks like one; what all must do is in test_conformance.py."""

from datetime import timedelta

import pytest

from connectors.errors import AccessDenied
from tests.connectors.conformance import Trial, records
from tests.connectors.subjects.nodebb import DELETED, TOPICS, UNTIL, forum, post

pytestmark = pytest.mark.server


def test_topics_come_by_their_last_post_each_with_all_its_posts(tmp_path):
    with forum(tmp_path) as subject:
        found = records(Trial("nodebb", subject).read("posts"))

    pids = [pid for posts in TOPICS.values() for pid in posts]
    assert [record.record_id for record in found] == [
        f"gone:{pid}" if pid in DELETED else str(pid) for pid in pids
    ]
    assert [record.payload["post"] for record in found if "post" in record.payload] == [
        post(pid) for pid in pids if pid not in DELETED
    ]
    assert {record.payload["topic"]["tid"] for record in found} == set(TOPICS)


def test_a_later_run_reads_what_changed_and_the_topics_of_the_last_days(tmp_path):
    with forum(tmp_path) as subject:
        trial = Trial("nodebb", subject)
        cursor = trial.read("posts", until=UNTIL - timedelta(days=2))[-1].cursor
        new = {
            record.payload["topic"]["tid"] for record in records(trial.read("posts", cursor, watch_days=0))
        }
        watched = {
            record.payload["topic"]["tid"] for record in records(trial.read("posts", cursor, watch_days=4))
        }

    assert (new, watched) == ({8}, {6, 7, 8})


def test_a_token_that_the_forum_takes_for_a_guests_is_refused(tmp_path):
    with forum(tmp_path) as subject, pytest.raises(AccessDenied, match="doesn't know the token"):
        Trial("nodebb", subject).read("posts", token="old-secret")


@pytest.mark.parametrize("after", [1, 2])
def test_a_token_that_runs_out_amid_a_reading_costs_no_post(tmp_path, after):
    with forum(tmp_path) as subject:
        trial = Trial("nodebb", subject)
        subject.server.faults.add("expired", path="/recent", after=after - 1, times=9)
        subject.server.faults.add("expired", path="/config", after=1, times=9)
        with pytest.raises(AccessDenied, match="doesn't know the token"):
            trial.read("posts")
        subject.server.faults.clear()

        assert len(records(trial.read("posts"))) == sum(map(len, TOPICS.values()))
