"""Personal data: told by their make, so that codes, dates and hotlines are let be."""

from __future__ import annotations

import pytest

from jixiao.model.personal_data import name_in_contact, names_beside, personal_data_in


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
        ("手机１３８００１３８０００", "mobile", "１３８００１３８０００"),
        ("手机138001\n38000", "mobile", "138001\n38000"),
        ("0086-138-0013-8000", "mobile", "0086-138-0013-8000"),
        ("（０５５４）６６７８８８８", "landline", "０５５４）６６７８８８８"),
        ("1 13800138000", "mobile", "13800138000"),
        ("身份证110105 19491231 002x", "identity", "110105 19491231 002x"),
        (
            "１１０１０５１９４９１２３１００２Ｘ",
            "identity",
            "１１０１０５１９４９１２３１００２Ｘ",
        ),
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
        "资金15000000000.00元",
        "合同期2024-01-01-2024-12-31",
        "编号13 2024 12 315",
    ],
)
def test_codes_dates_amounts_and_public_lines_are_let_be(text: str) -> None:
    assert personal_data_in(text) == ()


def test_numbers_one_after_the_other_are_told_apart() -> None:
    found = personal_data_in("13800138000 13900139000 0554-6678888 11010519491231002X 13700137000")

    assert [datum.kind for datum in found] == [
        *("mobile", "mobile", "landline", "identity", "mobile")
    ]


def test_a_datum_is_masked_however_it_is_spelt() -> None:
    (found,) = personal_data_in("电话１３８-００１３\n８０００")

    assert {"１３８-００１３\n８０００", "13800138000", "138-00138000"} <= set(found.secrets)


@pytest.mark.parametrize(
    ("text", "is_contact", "names"),
    [
        ("联系人王五13912345678", False, ["王五"]),
        ("联系人：欧阳小四，联系电话：139-1234-5678", False, ["欧阳小四"]),
        ("请联系王五（手机13912345678）", False, ["王五"]),
        ("13912345678（王五）", False, ["王五"]),
        ("王五 | 13912345678", False, ["王五"]),
        ("慕容复13912345678", True, ["慕容复"]),
        ("慕容复13912345678", False, []),
        ("张三13800138000 李四13900139000", False, ["张三", "李四"]),
        ("向李某（13912345678）发放", False, []),
        ("付款 13912345678", False, []),
        ("高新区管委会13912345678", False, []),
        ("林业局13912345678", False, []),
        ("电话13912345678", True, []),
    ],
)
def test_a_name_beside_a_number_is_found(text: str, is_contact: bool, names: list[str]) -> None:
    found = list(names_beside(text, personal_data_in(text), is_contact=is_contact))

    assert [datum.text for datum in found] == names
    assert all(text[datum.start : datum.end] == datum.text for datum in found)


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
