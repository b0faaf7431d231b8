"""The site's own settings, with bare views beside its pages to compare them with."""

from jixiao.web.settings import *  # noqa: F403

ROOT_URLCONF = "bench.site_addresses"
