"""Settings for processes that tests start and kill: the site's, the gated app, a short lease."""

from site_settings import *  # noqa: F403
from site_settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "gated"]
JOB_LEASE = 1.0


class _NoMigrations:
    """The tables as the models say, without the steps to them: quicker."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _NoMigrations()
