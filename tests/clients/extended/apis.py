"""The APIs as the overlays of this folder have them, and how their clients are made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.clients.apis import ROOT, Api
from tests.specs.reading import OVERLAYS, SPECS

HERE = Path(__file__).parent
APEXVERIFY = Api(
    package="apexverify_extended",
    client="ApexVerify",
    error="ApexVerifyError",
    argument="api_key",
    env="APEXVERIFY_API_KEY",
    credential_header="x-api-key",
)
NHS = Api(
    package="nhs_notify_extended",
    client="NHSNotify",
    error="NHSNotifyError",
    argument="access_token",
    env="NHS_NOTIFY_EXTENDED_ACCESS_TOKEN",
    credential_header="authorization",
    scheme="Bearer",
)
VEC = Api(
    package="vec_extended",
    client="Vec",
    error="VecError",
    argument="api_token",
    env="VEC_API_TOKEN",
    credential_header="authorization",
    scheme="Bearer",
)
EXTENDED = (APEXVERIFY, NHS, VEC)


def generate(api: Api, folder: Path, *overlays: Path) -> None:
    """Write the client of an API into a folder, as its users do: from the shell."""
    name = api.package.removesuffix("_extended")
    spec = SPECS / name
    every = [spec / overlay for overlay in OVERLAYS.get(name, ())]
    every += overlays or (HERE / f"{name}.overlay.yaml",)
    command = [sys.executable, "-m", "apiloom", "generate", "--quiet"]
    command += [str(spec / "openapi.yaml"), "--output", str(folder)]
    command += ["--package", api.package, "--client", api.client]
    for overlay in every:
        command += ["--overlay", str(overlay)]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
