"""The pages for requests that went wrong (错误页面): in both languages, without the database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

_SAID = {
    400: (
        "请求有误",
        "网址或请求的内容不正确，没有办理任何事项。请返回上一页重试。",
        "Bad request",
        "The address or what was sent is not right; nothing was done. Go back and try again.",
    ),
    403: (
        "不能访问",
        "没有办理任何事项。请刷新页面、确认已登录后重试。",
        "Not allowed",
        "Nothing was done. Reload the page, see that you are signed in, and try again.",
    ),
    413: (
        "提交的内容过大",
        "一次提交的内容或文件过多，没有保存。请分几次提交。",
        "Too large",
        "Too much was sent at once; nothing was saved. Send it in several parts.",
    ),
    500: (
        "系统出错",
        "没有办理完成，已记录错误。请稍后重试；仍不成功的，请告知系统管理员。",
        "Something failed",
        "It was not done, and the error is recorded. Try again later; else tell the administrator.",
    ),
}
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for what is too large."""
    return _page(request, 413 if isinstance(exception, _TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token."""
    return _page(request, 403)


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, 500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    """The page, or JSON for a program; neither asks who is signed in."""
    zh, zh_next, en, en_next = _SAID[status]
    answer: HttpResponse
    if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    ):
        answer = JsonResponse({"zh": f"{zh}：{zh_next}", "en": f"{en}: {en_next}"}, status=status)
    else:
        told: dict[str, Any] = {
            "status": status,
            "zh": zh,
            "zh_next": zh_next,
            "en": en,
            "en_next": en_next,
        }
        answer = HttpResponse(render_to_string("error.html", told), status=status)
    answer["Cache-Control"] = "no-store"
    return answer
