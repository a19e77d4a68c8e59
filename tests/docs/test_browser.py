"""The site in a browser: nothing fails, nothing foreign is loaded, and all can use it.

`make browser` installs what this needs, except for Chromium. BROWSER_SITE names the
folder of a site that is tried instead of the two that are built here; SCREENSHOTS a
folder for pictures.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest
from click.testing import CliRunner

from apiloom.cli import main
from tests.docs.pages import ROOT

api: Any = pytest.importorskip(
    "playwright.sync_api", reason="needs Playwright: make browser"
)
axe: Any = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="needs axe-core: make browser"
)
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    None,
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

SITES = {
    "vec": (str(ROOT / "specs/vec/openapi.yaml"), "--package", "vec"),
    "project": (str(ROOT / "docs"),),
}
ERROR = "The same signatory cannot be assigned to multiple positions."
MOST = 12
"""How many pages of a site are looked at."""
PHONE, DESKTOP = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


class Seen:
    """What a page asked for, and what the console says."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.asked: list[str] = []

    def watch(self, page: Any) -> None:
        page.on("console", self.console)
        page.on("pageerror", self.error)
        page.on("request", self.request)

    def console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def error(self, error: Any) -> None:
        self.problems.append(str(error))

    def request(self, request: Any) -> None:
        self.asked.append(request.url)

    @property
    def has_index(self) -> bool:
        """Whether the index of the search was loaded."""
        return any(one.endswith("search.json") for one in self.asked)


class Quiet(SimpleHTTPRequestHandler):
    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing: a test has failures, not a log."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with api.sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )


@pytest.fixture(scope="module", params=SITES)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """The address of a site, and its folder."""
    name = cast("str", request.param)
    folder = tmp_path_factory.mktemp(name) / "site"
    if "BROWSER_SITE" in os.environ:
        if name != next(iter(SITES)):
            pytest.skip("BROWSER_SITE names the only one")
        folder = Path(os.environ["BROWSER_SITE"])
    else:
        done = CliRunner().invoke(main, ["docs", *SITES[name], "--site", str(folder)])
        assert done.exit_code == 0, done.output
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", folder
        server.shutdown()


def chosen(folder: Path) -> list[str]:
    """Return the first page, the largest ones and some others."""
    pages = sorted(folder.rglob("*.html"), key=lambda one: -one.stat().st_size)
    some = [folder / "index.html", *pages[: MOST // 2], *pages[:: len(pages) // 6 + 1]]
    names = (one.relative_to(folder).as_posix() for one in some)
    return [one for one in dict.fromkeys(names) if one != "404.html"][:MOST]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages(browser: Any, site: tuple[str, Path], scheme: str) -> None:
    address, folder = site
    context = browser.new_context(color_scheme=scheme, viewport=DESKTOP)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    seen = Seen()
    seen.watch(page)
    for name in chosen(folder):
        page.set_viewport_size(DESKTOP)
        page.goto(f"{address}/{name}")
        keep(page, f"{folder.parent.name}-{name}-{scheme}")
        found = axe.Axe().run(page).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert not serious, (name, [(one["id"], one["nodes"][:2]) for one in serious])
        page.set_viewport_size(PHONE)
        keep(page, f"{folder.parent.name}-{name}-{scheme}-phone")
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= PHONE["width"], name
    assert seen.problems == []
    own = (address, "data:", "blob:")
    assert [one for one in seen.asked if not one.startswith(own)] == []
    assert not seen.has_index
    context.close()


def keep(page: Any, name: str) -> None:
    if "SCREENSHOTS" in os.environ:
        path = Path(os.environ["SCREENSHOTS"]) / f"{name.replace('/', '.')}.png"
        page.screenshot(path=path, full_page="." in name and "phone" not in name)


def test_search(browser: Any, site: tuple[str, Path]) -> None:
    """The index is loaded when somebody searches; it knows the text of errors."""
    address, folder = site
    words, target = ("waiver", "diff")
    if "BROWSER_SITE" in os.environ:
        target = chosen(folder)[-1].removesuffix(".html")
        words = target.rpartition("/")[2]
    elif is_of_client(folder):
        words, target = ERROR, "batches/create"
    page = browser.new_page(viewport=DESKTOP)
    seen = Seen()
    seen.watch(page)
    page.goto(f"{address}/index.html")
    page.wait_for_timeout(300)
    assert not seen.has_index
    page.keyboard.press("/")
    page.wait_for_timeout(300)
    page.keyboard.type(words)
    link = page.locator(f'a[href*="{target}"]:visible', has_text=words[:8]).first
    link.wait_for(timeout=20_000)
    keep(page, f"{folder.parent.name}-search")
    assert seen.has_index
    page.close()


def is_of_client(folder: Path) -> bool:
    return (folder / "llms.txt").exists()


def test_tabs_remember_the_language(browser: Any, site: tuple[str, Path]) -> None:
    address, folder = site
    if "BROWSER_SITE" in os.environ or not is_of_client(folder):
        pytest.skip("has no samples")
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{address}/batches/create.html")
    page.locator(".tabbed-labels label", has_text="curl").first.click()
    page.goto(f"{address}/batches/get.html")
    assert (
        page.locator(".tabbed-block:visible pre").first.inner_text().startswith("curl")
    )
    page.close()
