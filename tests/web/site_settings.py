"""Settings for the tests: a folder of their own, quick passwords, no second factor asked."""

import os
import tempfile

os.environ.setdefault("JIXIAO_DATA", tempfile.mkdtemp(prefix="jixiao-tests-"))
os.environ.setdefault("JIXIAO_SECRET_KEY", "for-tests-only")
os.environ.setdefault("JIXIAO_TWO_FACTOR", "optional")
# A browser's driver keeps an event loop in the process; the tests beside it use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from jixiao.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ALLOWED_HOSTS = ["*"]
LIMITS = False  # the tests of the limits switch them on
