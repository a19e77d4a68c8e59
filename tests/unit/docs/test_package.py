"""Which pages there are, and what links them."""

from __future__ import annotations

from pathlib import Path

from tests.unit.docs.reading import operation, pages_of
from tests.workshop import document

OTHERS = {
    "SKILL.md",
    *(
        f"docs/{name}"
        for name in ("errors.md", "models.md", "llms.txt", "llms-full.txt")
    ),
}


def test_an_api_without_operations(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, document(info={"title": "Shop", "version": ""}))
    assert set(pages) == {"README.md", *OTHERS}
    readme = pages["README.md"]
    assert "A typed Python client for the API," in readme
    assert "The API requires no credentials." in readme
    assert "No error status is documented." in pages["docs/errors.md"]
    for heading in ("First call", "Files", "Raw responses", "Resources"):
        assert f"## {heading}" not in readme


def test_pages_of_resources_give_way_to_those_of_errors_and_models(
    tmp_path: Path,
) -> None:
    paths = {
        f"/{name}": {"get": operation(name, "list")}
        for name in ("errors", "models", "models_resource")
    }
    pages = pages_of(tmp_path, document(paths))
    assert {path for path in pages if path.count("/") < 2} == {
        "README.md",
        *OTHERS,
        "docs/errors_resource.md",
        "docs/models_resource.md",
        "docs/models_resource_2.md",
    }
    assert "[`client.models`](docs/models_resource_2.md)" in pages["README.md"]
    assert "`GET /models`" in pages["docs/models_resource_2.md"]


def test_resources_below_others_are_linked(tmp_path: Path) -> None:
    paths = {"/a": {"get": operation("shop.orders.items", "list")}}
    pages = pages_of(tmp_path, document(paths))
    (name,) = (path for path in pages if path.endswith("items.md"))
    file = name.removeprefix("docs/")
    (above,) = (path for path in pages if path.endswith("orders.md"))
    assert f"[`client.shop.orders.items`]({file})" in pages[above]
    assert "Available as `client.shop.orders.items`." in pages[name]
    page = pages[f"{name.removesuffix('.md')}/list.md"]
    assert "client.shop.orders.items.list()" in page


def test_the_same_document_gives_the_same_pages(tmp_path: Path) -> None:
    spec = document({"/a": {"get": operation("box", "get")}})
    assert pages_of(tmp_path, spec) == pages_of(tmp_path, spec)
