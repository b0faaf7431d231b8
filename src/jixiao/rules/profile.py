"""Profiles (口径): the place whose parameters hold for a check.

Without one the form itself tells the place: the Anhui platform's form is judged by what holds in
Anhui. ``national`` is the national practice, whatever the form.
"""

from __future__ import annotations

from jixiao.model.disclosure import Disclosure
from jixiao.model.exceptions import UnusableRequest

NATIONAL = "national"
PLACES = {
    NATIONAL: ("全国通行", "national practice"),
    "central": ("中央部门", "central departments"),
    "anhui": ("安徽", "Anhui"),
    "anhui/huainan": ("安徽淮南", "Huainan, Anhui"),
    "beijing": ("北京", "Beijing"),
    "guangdong": ("广东", "Guangdong"),
    "guangxi": ("广西", "Guangxi"),
    "hubei": ("湖北", "Hubei"),
    "hunan": ("湖南", "Hunan"),
    "inner-mongolia": ("内蒙古", "Inner Mongolia"),
    "shanghai": ("上海", "Shanghai"),
    "sichuan": ("四川", "Sichuan"),
}


def place_for(disclosure: Disclosure, profile: str = "") -> str:
    """The place whose norms hold: the profile asked for, else the place the form belongs to.

    Raises :class:`UnusableRequest` for a profile that is not known.
    """
    if profile:
        if profile not in PLACES:
            known = "、".join(f"{name}（{zh}）" for name, (zh, _) in PLACES.items())
            raise UnusableRequest(
                f"没有“{profile}”这个口径。可用：{known}。",
                f"there is no profile “{profile}”; there are {', '.join(PLACES)}",
            )
        return "" if profile == NATIONAL else profile
    form = disclosure.form or ""
    return next((name for name in PLACES if form.startswith(f"{name}-") or form == name), "")
