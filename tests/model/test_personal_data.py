"""Personal data: told by their make, so that codes, dates and hotlines are let be."""

from __future__ import annotations

import pytest

from jixiao.model.personal_data import name_in_contact, personal_data_in


@pytest.mark.parametrize(
    ("text", "kind", "datum"),
    [
        ("身份证11010519491231002X", "identity", "11010519491231002X"),
        ("张三 13800138000", "mobile", "13800138000"),
        ("手机138-0013-8000。", "mobile", "138-0013-8000"),
        ("+86 13800138000", "mobile", "86 13800138000"),
        ("办公室0554-6678888", "landline", "0554-6678888"),
        ("电话05546678888", "landline", "05546678888"),
        ("账号：6222020200112233445", "account", "6222020200112233445"),
    ],
)
def test_numbers_of_persons_are_found_where_they_stand(text: str, kind: str, datum: str) -> None:
    (found,) = personal_data_in(text)

    assert (found.kind, found.text) == (kind, datum)
    assert text[found.start : found.end] == datum


@pytest.mark.parametrize(
    "text",
    [
        "12345政务服务便民热线",
        "咨询电话：0554-6678888",
        "服务热线400-123-4567",
        "项目代码340400240000000012345",
        "110105194912310021",  # a wrong check digit
        "合同期2024-01-01至2024-12-31",
        "资金1234567890.12元",
        "2022.7-2025.7",
        "统一社会信用代码113404000032105000",
        "05546678888",  # digits with nothing that says a phone
    ],
)
def test_codes_dates_amounts_and_public_lines_are_let_be(text: str) -> None:
    assert personal_data_in(text) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三 13800138000", "张三"),
        ("联系人：李小四，电话：0554-6678888", "李小四"),
        ("张三", "张三"),
        ("13800138000", None),
        ("某某单位办公室综合科", None),
    ],
)
def test_a_name_is_what_is_left_of_a_contact_cell(text: str, name: str | None) -> None:
    assert name_in_contact(text) == name
