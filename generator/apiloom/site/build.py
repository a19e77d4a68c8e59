"""The build of a site: its configuration, and the run of Zensical."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeAlias

from apiloom.site.pages import SitePage, lightened
from apiloom.text.visible import toml_string, visible

__all__ = ["SiteError", "build"]

Toml: TypeAlias = "bool | str | list[Toml] | dict[str, Toml]"

_LAST: Final = ("models", "errors", "webhooks")
_FEATURES: Final = (
    "content.code.copy",
    "content.tabs.link",
    "navigation.indexes",
    "navigation.prune",
    "navigation.top",
    "search.highlight",
    "toc.follow",
)
_EXTENSIONS: Final[dict[str, dict[str, bool]]] = {
    "admonition": {},
    "attr_list": {},
    "md_in_html": {},
    "tables": {},
    "toc": {"permalink": True},
    "pymdownx.details": {},
    "pymdownx.highlight": {"anchor_linenums": False},
    "pymdownx.inlinehilite": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
}
_STYLE: Final = """\
.md-typeset table:not([class]) :is(th, td) { min-width: 0; padding: .7em .6em; }
.md-typeset table:not([class]) td { overflow-wrap: break-word; }
.md-typeset table:not([class]) td code { white-space: normal; }
.md-typeset table:not([class]) td:first-child:has(code) {
  min-width: 7.5rem; overflow-wrap: anywhere;
}
.md-typeset table:not([class]) td:not(:first-child, :last-child) code {
  overflow-wrap: normal; word-break: normal;
}
.md-typeset table:not([class]) td:last-child {
  min-width: 8rem; overflow-wrap: anywhere;
}
.md-typeset h1, .md-typeset h2, .md-typeset h3, .md-typeset p, .md-typeset li {
  overflow-wrap: anywhere;
}
.md-typeset .tabbed-labels { flex-wrap: wrap; overflow: visible; }
.md-typeset .tabbed-labels::before, .tabbed-control { display: none !important; }
[data-md-color-scheme="default"] .md-nav__link--active { color: #303f9f !important; }
[data-md-color-scheme="slate"] .md-nav__link--active { color: #c5cae9 !important; }
@media screen and (max-width: 44.9375em) {
  .md-typeset table:not([class]) thead { display: none; }
  .md-typeset table:not([class]), .md-typeset table:not([class]) tbody,
  .md-typeset table:not([class]) tr, .md-typeset table:not([class]) td {
    display: block; min-width: 0; width: 100%; border: 0; overflow-wrap: anywhere;
  }
  .md-typeset table:not([class]) tr {
    border-bottom: .05rem solid var(--md-typeset-table-color);
  }
  .md-typeset table:not([class]) td, .md-typeset table:not([class]) td:first-child {
    min-width: 0; padding: .2em .8em .2em 0; overflow-wrap: anywhere;
  }
  .md-typeset table:not([class]) td:not(:last-child) {
    display: inline-block; width: auto;
  }
  .md-typeset table:not([class]) td:not(:first-child, :last-child) code {
    overflow-wrap: anywhere;
  }
  .md-typeset table:not([class]) td:empty { display: none; }
}
"""

_TEMPLATE: Final = """\
{% extends "base.html" %}
{% block extrahead %}
<script src="{{ 'assets/apiloom.js' | url }}"></script>
{% endblock %}
"""
_SCRIPT: Final = """\
// The index of the search is loaded when somebody searches, not with every page.
(() => {
  const send = XMLHttpRequest.prototype.send;
  const open = XMLHttpRequest.prototype.open;
  const waiting = [];
  let isWanted = /[?&][hq]=/.test(location.search);
  const want = () => {
    isWanted = true;
    for (const start of waiting.splice(0)) start();
  };
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.isIndex = /\\/search\\.json$/.test(String(url));
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (!this.isIndex || isWanted) return send.apply(this, body);
    waiting.push(() => send.apply(this, body));
  };
  const isSearch = (event) =>
    event.target instanceof Element &&
    event.target.closest(".md-search, [data-md-toggle=search], [for=__search]");
  for (const kind of ["change", "click", "focusin", "pointerover", "touchstart"])
    document.addEventListener(kind, (event) => isSearch(event) && want(), true);
  document.addEventListener("keydown", (event) => {
    if (["f", "k", "s", "/"].includes(event.key)) want();
  }, true);
})();
"""
_LARGE: Final = 8_000_000
"""From as many characters on, a site has less colour and less to search."""

_TABS: Final = 16
"""As many tabs of a set show which one is chosen, where they need several lines."""


class SiteError(Exception):
    """A site that cannot be built; its text is for people."""


def build(
    title: str, pages: Sequence[SitePage], files: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Build the site of some pages.

    Args:
        title: The name of the site.
        pages: The pages, in the order of the navigation.
        files: Files to add as they are, by their paths.

    Returns:
        The files of the site, by their paths.

    Raises:
        SiteError: The tool is not installed, or fails.
    """
    if find_spec("zensical") is None:
        raise SiteError("a site needs Zensical: pip install 'apiloom[site]'")
    with tempfile.TemporaryDirectory(prefix="apiloom-site-") as name:
        folder = Path(name)
        is_large = sum(len(page.text) for page in pages) > _LARGE
        for page in pages:
            text = lightened(page.text, is_large=is_large)
            _write(folder / "docs" / page.path, text.encode())
        _write(folder / "docs/assets/apiloom.css", _style().encode())
        _write(folder / "docs/assets/apiloom.js", _SCRIPT.encode())
        _write(folder / "theme/main.html", _TEMPLATE.encode())
        (folder / "zensical.toml").write_text(_configuration(title, pages), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--clean"],
            cwd=folder,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode != 0:
            raise SiteError(f"Zensical failed:\n{(done.stdout + done.stderr).strip()}")
        built = {
            path.relative_to(folder / "site").as_posix(): _published(path)
            for path in sorted((folder / "site").rglob("*"))
            if path.is_file()
        }
    return {**built, **(files or {})}


def _published(path: Path) -> bytes:
    content = path.read_bytes()
    return _compact(content) if path.suffix == ".html" else content


def _style() -> str:
    chosen = ", ".join(
        f".tabbed-set > input:nth-child({number}):checked ~ .tabbed-labels >"
        f" :nth-child({number})"
        for number in range(1, _TABS + 1)
    )
    return f"{_STYLE}{chosen} {{ box-shadow: inset 0 -.1rem currentcolor; }}\n"


def _compact(page: bytes) -> bytes:
    """Return HTML without its indentation, which is a quarter of it."""
    parts = re.split(rb"(<pre.*?</pre>)", page, flags=re.DOTALL)
    return b"".join(
        _unindented(part) if number % 2 == 0 else part
        for number, part in enumerate(parts)
    )


def _unindented(part: bytes) -> bytes:
    lines = filter(None, map(bytes.strip, part.split(b"\n")))
    first, last = part[:1].isspace(), part[-1:].isspace()
    return b"\n" * first + b"\n".join(lines) + b"\n" * last


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _configuration(title: str, pages: Sequence[SitePage]) -> str:
    """Return the configuration of Zensical, as TOML."""
    lines = [
        "[project]",
        # Zensical prints it as it is, also into attributes.
        f"site_name = {_toml(html.escape(visible(title)))}",
        'docs_dir = "docs"',
        'site_dir = "site"',
        "use_directory_urls = false",
        'extra_css = ["assets/apiloom.css"]',
        f"nav = {_toml(_navigation(pages))}",
        "",
        "[project.extra]",
        "generator = false",
        "",
        "[project.theme]",
        'custom_dir = "theme"',
        "font = false",
        'language = "en"',
        f"features = {_toml(list(_FEATURES))}",
    ]
    for scheme, name, icon in (
        ("default", "Switch to dark mode", "lucide/sun"),
        ("slate", "Switch to light mode", "lucide/moon"),
    ):
        preferred = "light" if scheme == "default" else "dark"
        lines += [
            "",
            "[[project.theme.palette]]",
            f'media = "(prefers-color-scheme: {preferred})"',
            f'scheme = "{scheme}"',
            f'toggle.icon = "{icon}"',
            f'toggle.name = "{name}"',
        ]
    for extension, options in _EXTENSIONS.items():
        lines += ["", f"[project.markdown_extensions.{extension}]"]
        lines += [f"{key} = {_toml(value)}" for key, value in options.items()]
    return "\n".join(lines) + "\n"


def _navigation(pages: Sequence[SitePage]) -> list[Toml]:
    """Return the pages by folder: that of a folder's name leads to those inside."""
    folders: dict[str, list[SitePage]] = {}
    for page in pages:
        folder, slash, _ = page.path.rpartition("/")
        if slash:
            folders.setdefault(folder, []).append(page)
    top = [page for page in pages if "/" not in page.path]
    top.sort(key=lambda one: (one.path != "index.md", _rank(one.path)))
    found: list[Toml] = []
    for page in top:
        inside = folders.get(page.path.removesuffix(".md"), [])
        if not inside:
            found.append({page.title: page.path})
            continue
        below: list[Toml] = [{_short(one.title): one.path} for one in inside]
        found.append({page.title: [page.path, *below]})
    return found


def _rank(path: str) -> int:
    name = path.removesuffix(".md")
    return _LAST.index(name) + 1 if name in _LAST else 0


def _short(title: str) -> str:
    """The name of a method, without its resource; other titles as they are."""
    is_dotted = all(part.isidentifier() for part in title.split("."))
    return title.rpartition(".")[2] if is_dotted else title


def _toml(value: Toml) -> str:
    """Return a value as TOML: what it has of JSON, and inline tables."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        items = (f"{toml_string(key)} = {_toml(one)}" for key, one in value.items())
        pairs = ", ".join(items)
        return f"{{ {pairs} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return toml_string(value)
