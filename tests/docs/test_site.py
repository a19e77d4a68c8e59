"""The site: its forms of Markdown, and what is built of them."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from apiloom.cli import main
from apiloom.output import apply, plan
from apiloom.site.pages import client_files, client_pages, folder_pages
from tests.docs.pages import GENERATED, ROOT

FOLDER = GENERATED / "vec"


_TITLE = "\U0001f600 VEC \"'><img src=x onerror=alert(1)></title><script>a()</script>"
_RENAMED = {
    "overlay": "1.0.0",
    "info": {"title": "A name with more in it", "version": "1"},
    "actions": [{"target": "$.info", "update": {"title": _TITLE}}],
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a client."""
    folder = tmp_path_factory.mktemp("site") / "site"
    overlay = folder.with_name("overlay.json")
    overlay.write_text(json.dumps(_RENAMED), "utf-8")
    spec = str(ROOT / "specs/vec/openapi.yaml")
    names = ["--package", "vec", "--overlay", str(overlay)]
    done = CliRunner().invoke(main, ["docs", spec, *names, "--site", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


def test_the_site_is_whole(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 15
    targets = {
        page: {
            unquote(name) for name in re.findall(r' id="?([^" >]+)', page.read_text())
        }
        for page in pages
    }
    for page in pages:
        if page.name == "404.html":
            continue
        article = page.read_text("utf-8").partition("<article")[2]
        article = article.partition("</article>")[0]
        assert "<details markdown" not in article
        assert "```" not in article
        for link in re.findall(r'href="?([^" >]+)', article):
            file, _, anchor = html.unescape(link).partition("#")
            if re.match(r"[a-z]+:", file):
                continue
            target = (page.parent / unquote(file)).resolve() if file else page
            assert target.is_file(), (page.name, link)
            if anchor and target.suffix == ".html":
                assert unquote(anchor) in targets[target], (page.name, link)


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        loaded = re.findall(r"<(?:script|img|iframe)[^>]* src=\"?([^\" >]+)", text)
        loaded += re.findall(r"<link[^>]*rel=\"?(?:stylesheet|preload)[^>]*>", text)
        assert not [one for one in loaded if "//" in one], page


def test_languages_are_tabs_and_errors_are_found(site: Path) -> None:
    text = (site / "batches/create.html").read_text("utf-8")
    labels = re.findall(r"<label for=\"?__tabbed_1_\d+\"?>(.*?)</label>", text)
    assert [html.unescape(one) for one in labels[:3]] == [
        "Python",
        "Python (requests)",
        "curl",
    ]
    assert len(labels) == 11
    index = json.loads((site / "search.json").read_text("utf-8"))
    found = json.dumps(index)
    assert "The same signatory cannot be assigned to multiple positions." in found


def test_what_programs_read(site: Path) -> None:
    index = (site / "llms.txt").read_text("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", index)
    assert "batches/create.md" in links
    for link in links:
        assert (site / link).is_file(), link


def test_the_title_is_text(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "<img src=x" not in text
        assert "<script>a()" not in text
    assert "\U0001f600 VEC &quot;" in (site / "index.html").read_text("utf-8")


def test_a_package_is_no_site(tmp_path: Path) -> None:
    package = tmp_path / "vec"
    shutil.copytree(FOLDER, package)
    done = CliRunner().invoke(
        main, ["docs", str(ROOT / "docs"), "--site", str(package)]
    )
    assert (done.exit_code, "holds files of others" in done.output) == (2, True)


def test_folders_of_others_are_kept(site: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    done = CliRunner().invoke(
        main, ["docs", str(ROOT / "docs"), "--site", str(tmp_path)]
    )
    assert done.exit_code == 2
    assert "holds files of others" in done.output
    assert (tmp_path / "mine.txt").is_file()


def test_the_forms_of_pages() -> None:
    pages = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in (".md", ".txt")
    }
    made = {page.path: page for page in client_pages(pages)}
    assert made["batches/create.md"].title == "batches.create"
    text = made["batches/create.md"].text
    assert '=== "Go (net/http)"\n\n    ```go\n    package main\n' in text
    assert "../errors.md#by-status" in text
    assert "../index.md#raw-responses" not in text
    assert '??? quote "Body of 401 Unauthorized"\n' in text
    assert "(batches/create.md)" in made["index.md"].text
    files = dict(client_files(pages))
    assert b"](index.md)" in files["llms.txt"]


def test_the_pages_of_this_project() -> None:
    made = {page.path: page for page in folder_pages(ROOT / "docs")}
    assert made["index.md"].title == "Guide"
    assert "README.md)" not in made["index.md"].text
    assert "(command-line.md)" in made["index.md"].text


def test_another_build_keeps_files_of_others(site: Path) -> None:
    wanted = {path.name: path.read_bytes() for path in site.glob("*.html")}
    (site / "CNAME").write_text("docs.example.com", "utf-8")
    (site / "index.html").write_text("edited", "utf-8")
    (site / "errors.html").unlink()
    apply(plan(site, {**wanted, "new.html": b"new"}, is_site=True))
    assert (site / "CNAME").exists()
    assert (site / "errors.html").exists()
    assert (site / "index.html").read_bytes() == wanted["index.html"]
    assert not list(site.rglob("*.md"))
    (site / "CNAME").unlink()
