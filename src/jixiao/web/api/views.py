"""The reference of the interface as a page (接口说明), and how every operation answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jixiao.web.api.operations import api, refusal
from jixiao.web.limits import limited
from jixiao.web.portal.public import cacheable, public

READING = ("GET", "HEAD", "OPTIONS")
RATE = "600/m"  # of one address
View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """An operation: for programs of any site, read only, known again by its ETag, limited."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in READING:
            response = refusal(("接口只读，只接受GET。", "read only: GET alone is accepted"), 405)
        else:
            if request.method == "HEAD":
                request.method = "GET"  # the server leaves the body out
            response = cacheable(request, view(request, *args, **kwargs))
        response["Allow"] = ", ".join(READING)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = response["Allow"]
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        response["Access-Control-Max-Age"] = "86400"
        return response

    limited_view: View = limited(RATE, by="address", name="api")(answering)
    limited_view.csrf_exempt = True  # type: ignore[attr-defined]
    return limited_view


@public
def reference(request: HttpRequest) -> HttpResponse:
    """What can be asked and what is answered, made from the OpenAPI description."""
    described: Any = api.get_openapi_schema()
    schemas = described["components"]["schemas"]
    operations = []
    for path, methods in described["paths"].items():
        operation = methods["get"]
        told = operation["responses"][200].get("content", {}).get("application/json", {})
        operations.append(
            {
                "path": path,
                "summary": operation["summary"],
                "description": operation.get("description", ""),
                "parameters": [_parameter(p) for p in operation.get("parameters", [])],
                "fields": _fields(told.get("schema", {}), schemas),
                "can_be_tried": "{" not in path,
            }
        )
    return render(request, "api/reference.html", {"operations": operations})


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    if "anyOf" in schema:
        schema = schema | schema["anyOf"][0]
    bounds = [
        f"{word}{schema[name]}"
        for name, word in (("minimum", "≥"), ("maximum", "≤"), ("pattern", ""))
        if name in schema
    ]
    return {
        "name": parameter["name"],
        "type": schema.get("format") or schema.get("type", ""),
        "values": "、".join(str(value) for value in schema.get("enum", [])),
        "bounds": "，".join(bounds),
        "description": parameter.get("description") or schema.get("description", ""),
    }


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[tuple[str, str]]:
    """The names and kinds of what an item of the answer has."""
    whole = schemas.get(schema.get("$ref", "").rpartition("/")[2], {})
    inside = whole.get("properties", {}).get("items", {}).get("items", {})
    item = schemas.get(inside.get("$ref", "").rpartition("/")[2], whole)
    return [(name, _kind(told)) for name, told in item.get("properties", {}).items()]


def _kind(told: dict[str, Any]) -> str:
    if "anyOf" in told:
        return " | ".join(one.get("type", "") for one in told["anyOf"])
    return str(told.get("type", "object"))
