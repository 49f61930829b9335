"""docs/validation.md: what is written can be read back."""

from validation import report
from validation.study import Study, Trial
from validation.verdict import judge


def plant(seed: int, style: str) -> Trial:
    return Trial(20.0, 21.0, 10.0, 30.0)


def test_shares_and_versions_are_read_back_from_the_table(tmp_path):
    study = Study("spillover of 20", "spillover", "20 contacts a post", "coverage", plant)
    declined = Study("no posts", "spillover", "nothing", "coverage", plant)
    found = [judge(study, "steady", [plant(1, "steady")] * 19 + [Trial(20.0, 31.0, 25.0, 40.0)])]
    found.append(judge(declined, "bursty", [Trial(badge="few_posts")]))

    report.write(found, 20, tmp_path / "validation.md")

    assert report.shares(tmp_path / "validation.md") == {
        ("spillover of 20", "steady"): 0.95,
        ("no posts", "bursty"): None,
    }
    versions = report.versions(tmp_path / "validation.md")
    assert versions[("spillover of 20", "steady")] == study.version
    text = (tmp_path / "validation.md").read_text()
    assert "few_posts" in text and "**failed**" in text and "1 of 2 passed" in text


def test_one_metric_is_written_anew_and_the_others_stand(tmp_path):
    path = tmp_path / "validation.md"
    one = Study("spillover of 20", "spillover", "20 contacts a post", "coverage", plant)
    other = Study("orphans of 7", "orphans", "7 of 100", "coverage", plant)
    report.write([judge(study, "steady", [plant(1, "steady")] * 19) for study in (one, other)], 20, path)
    before = path.read_text()

    report.write([judge(other, "steady", [Trial(20.0, 31.0, 25.0, 40.0)] * 19)], 20, path)

    assert "2 of 2 passed" in before
    assert "1 of 2 passed" in path.read_text()
    assert report.shares(path) == {("spillover of 20", "steady"): 1.0, ("orphans of 7", "steady"): 0.0}
