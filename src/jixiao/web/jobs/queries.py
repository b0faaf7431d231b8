"""What is asked of background work (查询)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from jixiao.web.accounts.models import Person
from jixiao.web.cases import under_posts
from jixiao.web.jobs.models import JOB_STATE_NAMES, Job, JobState
from jixiao.web.jobs.work import name_of
from jixiao.web.roles import Role
from jixiao.web.templatetags.words import language

_TAGS = {
    JobState.WAITING: "",
    JobState.RUNNING: "info",
    JobState.DONE: "good",
    JobState.FAILED: "error",
    JobState.CANCELLED: "warning",
}


class JobLine(NamedTuple):
    """A job as its page shows it, in the language of the page."""

    job: Job
    name: str
    state: str
    tag: str
    message: str
    may_steer: bool

    @property
    def is_open(self) -> bool:
        """It is not over."""
        return self.job.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def may_cancel(self) -> bool:
        """A button for it makes sense."""
        return self.may_steer and self.is_open and not self.job.cancel_wanted

    @property
    def may_retry(self) -> bool:
        """A button for it makes sense."""
        return self.may_steer and self.job.state in (JobState.FAILED, JobState.CANCELLED)

    @property
    def url(self) -> str:
        """Where the result is; empty where there is none. An address of this site only."""
        url = self.job.result.get("url", "")
        return url if isinstance(url, str) and url.startswith("/") and url[:2] != "//" else ""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The table of what was done to each file, where the kind keeps one."""
        rows = self.job.result.get("rows", [])
        return rows if isinstance(rows, list) else []

    @property
    def seen(self) -> str:
        """Changes whenever the page would."""
        job = self.job
        parts = (job.state, job.done, job.total, job.cancel_wanted, len(self.rows), job.message_zh)
        return "-".join(map(str, parts))


def visible_to(person: Person) -> QuerySet[Job]:
    """The person's own jobs; to a system administrator all those of the organisations below."""
    condition = Q(person=person) | under_posts(person, Role.SYSTEM_ADMINISTRATOR)
    return Job.objects.filter(condition).select_related("unit", "person").order_by("-pk")


def may_steer(person: Person, job: Job) -> bool:
    """The person may cancel and retry the job."""
    if job.person_id == person.pk:
        return True
    return job.unit is not None and Role.SYSTEM_ADMINISTRATOR in person.roles_for(job.unit)


def job_for(person: Person, key: int) -> Job | None:
    """The job, where the person may see it."""
    return visible_to(person).filter(pk=key).first()


def line(person: Person, job: Job) -> JobLine:
    """The job as it is shown."""
    tongue = language()
    state = JobState(job.state)
    return JobLine(
        job,
        name_of(job.kind, tongue),
        JOB_STATE_NAMES[state][tongue == "en"],
        _TAGS[state],
        job.message_en if tongue == "en" else job.message_zh,
        may_steer(person, job),
    )
