"""The fakes of the four clients: every operation, and every failure by its name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.judging import judge, live

GENERATED = Path(__file__).parents[2] / "generated"
CLIENTS = ("apexverify", "experian_phone", "nhs_notify", "vec")


@pytest.mark.parametrize("package", CLIENTS)
def test_every_documented_failure_is_caught_as_its_member(package: str) -> None:
    verdict = judge(package)
    assert verdict.wrong == []
    assert verdict.counts["no arguments"] == 0
    assert verdict.counts["failures"] > verdict.counts["samples"] > 0


def test_objects_of_all_life_cycles_are_kept() -> None:
    verdicts = {package: live(package) for package in CLIENTS}
    assert [one for found in verdicts.values() for one in found.wrong] == []
    kept = {package for package in CLIENTS if verdicts[package].counts["collections"]}
    assert kept == {"apexverify", "experian_phone", "vec"}


def test_nothing_in_production_loads_the_fake() -> None:
    program = (
        "import sys, apexverify\n"
        "client = apexverify.ApexVerify(api_key='k', base_url='http://127.0.0.1:1')\n"
        "try:\n"
        "    client.with_options(max_retries=0).batch.list()\n"
        "except apexverify.errors.APIConnectionError:\n"
        "    pass\n"
        "print([name for name in sys.modules if '.testing' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=GENERATED,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
