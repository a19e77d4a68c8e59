"""The four APIs, as a caller knows them: what to import and what to construct."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.specs.reading import OVERLAYS, SPECS

ROOT = Path(__file__).resolve().parents[2]
SECRET = "k3y-that-nobody-may-see"
"""The credential in every test: it may be in the header it belongs to, nowhere else."""


@dataclass(frozen=True)
class Api:
    """One API and its client."""

    package: str
    client: str
    error: str
    argument: str
    env: str
    credential_header: str
    scheme: str = ""
    others: Mapping[str, str] = field(default_factory=dict)
    """The arguments and variables of the credentials that do as well."""

    def __str__(self) -> str:
        return self.package

    @property
    def module(self) -> ModuleType:
        """The package itself."""
        return import_module(self.package)

    @property
    def errors(self) -> Any:
        """Its module of errors."""
        return import_module(f"{self.package}.errors")

    @property
    def models(self) -> Any:
        """Its module of models."""
        return import_module(f"{self.package}.models")

    @property
    def credentials(self) -> dict[str, Any]:
        """The arguments that let a client in."""
        return {self.argument: SECRET}

    @property
    def credential(self) -> str:
        """What the credential looks like in its header."""
        return f"{self.scheme} {SECRET}".strip()

    @property
    def environment(self) -> tuple[str, ...]:
        """Every variable that a credential is taken from."""
        return (self.env, *self.others.values())


APEXVERIFY = Api(
    package="apexverify",
    client="ApexVerify",
    error="ApexVerifyError",
    argument="api_key",
    env="APEXVERIFY_API_KEY",
    credential_header="x-api-key",
)
EXPERIAN = Api(
    package="experian_phone",
    client="ExperianPhone",
    error="ExperianPhoneError",
    argument="auth_token",
    env="EXPERIAN_PHONE_AUTH_TOKEN",
    credential_header="auth-token",
    others={
        "access_token": "EXPERIAN_PHONE_ACCESS_TOKEN",
        "client_id": "EXPERIAN_PHONE_CLIENT_ID",
        "client_secret": "EXPERIAN_PHONE_CLIENT_SECRET",
    },
)
NHS = Api(
    package="nhs_notify",
    client="NHSNotify",
    error="NHSNotifyError",
    argument="access_token",
    env="NHS_NOTIFY_ACCESS_TOKEN",
    credential_header="authorization",
    scheme="Bearer",
    others={"client_assertion": "NHS_NOTIFY_CLIENT_ASSERTION"},
)
VEC = Api(
    package="vec",
    client="Vec",
    error="VecError",
    argument="api_token",
    env="VEC_API_TOKEN",
    credential_header="authorization",
    scheme="Bearer",
)
APIS = {api.package: api for api in (APEXVERIFY, EXPERIAN, NHS, VEC)}


@cache
def inspection(package: str) -> Any:
    """What `inspect` prints about one of the APIs."""
    command = [sys.executable, "-m", "apiloom", "inspect"]
    command += [str(SPECS / package / "openapi.yaml")]
    command += ["--package", package, "--client", APIS[package].client]
    for overlay in OVERLAYS.get(package, ()):
        command += ["--overlay", str(SPECS / package / overlay)]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def inspected(package: str, key: str) -> Any:
    """What `inspect` prints about one operation, by its method and path."""
    (found,) = (one for one in inspection(package)["operations"] if one["id"] == key)
    return found
