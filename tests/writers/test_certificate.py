"""Certificates: the same bytes again, and exactly what differs where it does not."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from jixiao.cli.main import main
from jixiao.model.exceptions import UnusableRequest
from jixiao.pipeline import certify, check, read, verify
from jixiao.rules.catalogue import catalogue
from jixiao.rules.rule import Subject
from jixiao.rules.waiver import baseline_text, read_baseline, read_waivers
from jixiao.writers.certificate import canonical, differences, rule_set_hash
from jixiao.writers.fixing import fixed
from jixiao.writers.signature import new_key
from tests.paths import PROJECT

EXAMPLE = PROJECT / "examples/huainan-2024/huainan-2024.docx"
DAY = date(2025, 1, 1)
WAIVER = """[[waiver]]
rule = "AMT02"
project = "政府网站安全运行专项经费"
cell = "≤182.31万元"
reason = "合同跨年"
approver = "预算科科长"
approved_on = 2024-03-01
expires_on = 2025-12-31
"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    path.write_bytes(new_key()[0])
    return path


def certificate(folder: Path, key: Path, **options: object) -> Path:
    path = folder / "cert.json"
    path.write_bytes(certify(EXAMPLE, key, on=DAY, **options))  # type: ignore[arg-type]
    return path


def test_a_certificate_verifies_to_the_same_bytes(tmp_path: Path, key: Path) -> None:
    made = certificate(tmp_path, key, profile="anhui-2024")

    found = verify(made, EXAMPLE)

    assert found.is_signed
    assert found.differences == ()
    assert made.read_bytes() == certify(EXAMPLE, key, profile="anhui-2024", on=DAY)


def test_it_names_the_outcome_of_every_rule(tmp_path: Path, key: Path) -> None:
    payload = json.loads(certificate(tmp_path, key).read_text())["payload"]

    outcomes = {entry["rule"]: entry["outcome"] for entry in payload["rules"]}
    assert set(outcomes) >= {rule.code for rule in catalogue()}
    assert outcomes["AMT02"] == "fail"
    assert outcomes["WVR01"] == "not_applicable"
    known = {"fail", "pass", "not_applicable", "insufficient_data", "not_implemented"}
    of_chains = {rule.code for rule in catalogue() if rule.subject is Subject.CHAIN}
    assert {outcome for code, outcome in outcomes.items() if code not in of_chains} <= known
    assert {outcomes[code] for code in of_chains} == {"not_run"}


def test_it_is_written_in_the_canonical_way(tmp_path: Path, key: Path) -> None:
    data = certificate(tmp_path, key).read_bytes()

    assert data == canonical(json.loads(data)) + b"\n"


def test_waivers_and_baseline_are_run_again_from_the_certificate_alone(
    tmp_path: Path, key: Path
) -> None:
    (tmp_path / "w.toml").write_text(WAIVER, encoding="utf-8")
    (tmp_path / "b.toml").write_text(baseline_text([check(read(EXAMPLE))]), encoding="utf-8")
    made = certificate(
        tmp_path,
        key,
        waivers=read_waivers(tmp_path / "w.toml"),
        waivers_file="w.toml",
        baseline=read_baseline(tmp_path / "b.toml"),
    )
    (tmp_path / "w.toml").unlink()

    found = verify(made, EXAMPLE)

    payload = json.loads(made.read_text())["payload"]
    assert found.differences == ()
    assert payload["waivers"][0]["findings"] == 1
    assert payload["waived"] == sum(payload["summary"].values())


def test_a_changed_file_is_told_rule_by_rule(tmp_path: Path, key: Path) -> None:
    made = certificate(tmp_path, key)
    other = tmp_path / EXAMPLE.name
    other.write_bytes(fixed(EXAMPLE.read_bytes(), EXAMPLE.name).data)

    found = verify(made, other)

    places = {place for place, _, _ in found.differences}
    assert found.is_signed
    assert {"file.sha256", "rules[DOC03].outcome"} <= places
    assert not any(place.startswith("rules[AMT") for place in places)


def test_a_changed_certificate_does_not_hold(tmp_path: Path, key: Path) -> None:
    made = certificate(tmp_path, key)
    made.write_text(made.read_text().replace('"outcome":"fail"', '"outcome":"pass"'))

    found = verify(made, EXAMPLE)

    assert not found.is_signed
    assert any(place.endswith(".outcome") for place, _, _ in found.differences)


def test_a_renamed_file_is_the_same_file(tmp_path: Path, key: Path) -> None:
    made = certificate(tmp_path, key)
    other = tmp_path / "另一个名字.docx"
    other.write_bytes(EXAMPLE.read_bytes())

    assert verify(made, other).differences == ()


def test_secrets_are_not_in_it(tmp_path: Path, key: Path) -> None:
    secrets = check(read(EXAMPLE)).secrets

    text = certificate(tmp_path, key).read_text()

    assert secrets
    assert not any(secret in text for secret in secrets if len(secret) > 3)


def test_a_profile_of_ones_own_is_asked_for_again(tmp_path: Path, key: Path) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(
        'name="ours"\nextends="anhui"\ntitle_zh="本局"\ntitle_en="ours"\nlevel="county"\n'
        'source="本局"\nnote_zh=""\nnote_en=""\n',
        encoding="utf-8",
    )
    made = certificate(tmp_path, key, profile=str(own))

    with pytest.raises(UnusableRequest, match="--profile"):
        verify(made, EXAMPLE)
    assert verify(made, EXAMPLE, own_profile=str(own)).differences == ()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"payload": 3, "signature": {}}', '{"payload": {"schema": "x"}}'],
)
def test_what_is_no_certificate_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cert.json"
    path.write_text(text)

    with pytest.raises(UnusableRequest, match="no certificate"):
        verify(path, EXAMPLE)


def test_a_certificate_that_lacks_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cert.json"
    path.write_text('{"payload": {"schema": "jixiao/certificate/1"}, "signature": {}}')

    with pytest.raises(UnusableRequest, match="lacks parts"):
        verify(path, EXAMPLE)


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_text("no key")

    with pytest.raises(UnusableRequest, match="no usable signing key"):
        certify(EXAMPLE, path, on=DAY)


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)

    with pytest.raises(UnusableRequest, match=r"jixiao\[certificate\]"):
        certify(EXAMPLE, key, on=DAY)


def test_the_hash_of_the_rules_is_the_same_twice() -> None:
    assert rule_set_hash() == rule_set_hash()


def test_one_rule_more_does_not_shift_the_others() -> None:
    stated = {"rules": [{"rule": "A", "n": 1}, {"rule": "C", "n": 1}]}
    found = {"rules": [{"rule": "A", "n": 1}, {"rule": "B", "n": 1}, {"rule": "C", "n": 2}]}

    told = [place for place, _, _ in differences(stated, found)]

    assert told == ["rules[B]", "rules[C].n"]


def test_the_commands_make_a_key_certify_and_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, made = tmp_path / "k.pem", tmp_path / "c.json"

    assert main(["certify", "--new-key", str(key)]) == 0
    public = capsys.readouterr().out.strip().rpartition("：")[2]
    assert main(["certify", "--new-key", str(key)]) == 2
    assert main(["certify", str(EXAMPLE), "-o", str(made)]) == 2
    assert main(["certify", str(EXAMPLE), "-o", str(made), "--key", str(key)]) == 0
    assert main(["verify", str(made), str(EXAMPLE), "--public-key", public]) == 0
    assert main(["verify", str(made), str(EXAMPLE), "--public-key", "00"]) == 1
    assert key.stat().st_mode & 0o077 == 0
