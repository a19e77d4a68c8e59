"""Hook of the build: the project's URLs, from the address that the release names."""

from __future__ import annotations

import os
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class ProjectUrls(MetadataHookInterface):
    """Metadata hook that writes `[project.urls]`.

    A checkout does not know where it is published. Whoever publishes it states the
    address once, in the environment variable `APILOOM_PROJECT_URL`; without it, the
    distribution names no URL rather than a wrong one.
    """

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the URLs to the metadata of the distribution."""
        address = os.environ.get("APILOOM_PROJECT_URL", "").rstrip("/")
        if not address:
            metadata["urls"] = {}
            return
        metadata["urls"] = {
            "Repository": address,
            "Documentation": f"{address}/blob/main/docs/README.md",
            "Changelog": f"{address}/blob/main/CHANGELOG.md",
            "Issues": f"{address}/issues",
        }
