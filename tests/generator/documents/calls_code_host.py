"""What an application does with the code host's client."""

from __future__ import annotations

import datetime
from typing import assert_type

from code_host_api import models
from code_host_api.resources import AsyncResources, Resources


def call(bota: Resources) -> None:
    assert bota.meta.root().current_user_url == "https://example.com/a"
    assert assert_type(bota.meta.get_zen(), str) == "text"
    repository = bota.repos.get("octo", "cat/dog")
    assert_type(repository, models.FullRepository)
    assert (repository.topics, repository.owner.login) == (["text"], "text")
    assert repository.pushed_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert bota.repos.update("octo", "cat", private=True).name == "Team Environment"

    since = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
    issues = bota.issues.list_for_repo(
        "octo", "cat", state="all", labels=["bug", "ui"], assignee=["a", "b"], since=since
    )
    assert_type(issues, list[models.Issue])
    assert issues[0].labels == ["text"]
    assert bota.issues.create("octo", "cat", title="Broken", labels=["bug"]).number == 3
    assert_type(bota.issues.lock("octo", "cat", 7), None)
    place = bota.repos.download_zipball_archive("octo", "cat", "main")
    assert assert_type(place, str) == "text"
    asset = bota.repos.upload_release_asset("octo", "cat", 1, name="a.zip", body=b"PK")
    assert asset.size == 3
    assert bota.search.repos(q="cats", sort="help-wanted-issues").total_count == 3


async def call_async(bota: AsyncResources) -> None:
    assert_type(await bota.issues.create("octo", "cat", title=7), models.Issue)
