"""What the pages say of webhooks, callbacks, links and servers of operations."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import black

from tests.checkers import NO_ANY, mypy
from tests.unit.docs.reading import MODE, operation, pages_of, section
from tests.workshop import document, imported, make, written

ORDER = {
    "type": "object",
    "required": ["order"],
    "properties": {
        "order": {
            "type": "object",
            "required": ["number"],
            "properties": {"number": {"type": "integer"}},
        }
    },
}


def sending(schema: Any = ORDER, **rest: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"content": content}, "responses": {}, **rest}


def blocks(text: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_nothing_is_said_where_nothing_is_sent(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, document({"/a": {"get": operation("webhooks", "list")}}))
    assert "docs/webhooks.md" in pages
    assert "Webhooks and callbacks" not in "".join(pages.values())
    assert "PayloadValidationError" not in "".join(pages.values())


def test_the_page_of_webhooks_goes_before_that_of_a_resource(tmp_path: Path) -> None:
    paths = {"/a": {"get": operation("webhooks", "list")}}
    pages = pages_of(tmp_path, document(paths, webhooks={"paid": {"post": sending()}}))
    assert "# Webhooks and callbacks" in pages["docs/webhooks.md"]
    assert "client.webhooks.list()" in pages["docs/webhooks_resource/list.md"]
    assert "docs/webhooks_resource.md" in pages["README.md"]
    text = section(pages["README.md"], "## Webhooks and callbacks")
    assert "[docs/webhooks.md](docs/webhooks.md)" in text
    assert "webhooks.parse_paid(body)" in text
    assert "PayloadValidationError" in section(
        pages["docs/errors.md"], "## Class hierarchy"
    )
    assert "UnknownWebhookError" in section(
        pages["docs/errors.md"], "## Class hierarchy"
    )
    assert "Used only by webhooks." in pages["docs/models.md"]


def test_webhooks_without_payloads(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, document(webhooks={"ping": {"get": {"responses": {}}}}))
    page = pages["docs/webhooks.md"]
    assert "No payload." in page
    assert not blocks(page)
    assert "## Webhooks and callbacks" not in pages["README.md"]


def test_links_between_the_pages_lead_somewhere(tmp_path: Path) -> None:
    callbacks = {"done": {"{$url}": {"post": sending()}}}
    links = {"again": {"operationId": "load"}}
    stated = operation("orders", "load", operationId="load", callbacks=callbacks)
    stated["responses"]["200"]["links"] = links
    spec = document(
        {"/a": {"get": stated}}, webhooks={"order.paid": {"post": sending()}}
    )
    pages = pages_of(tmp_path, spec)
    for path, text in pages.items():
        for target in re.findall(r"\]\(([^)#]+\.md)(?:#[^)]*)?\)", text):
            place = os.path.normpath(Path(path).parent / target)
            assert place in pages, (path, target)
    page = pages["docs/orders/load.md"]
    assert "- Call [`client.orders.load`](../orders/load.md)." in page
    assert "`callbacks.parse_orders_load_done`" in page
    assert "on request of [`orders.load`](orders/load.md)." in pages["docs/webhooks.md"]


def test_servers_of_operations(tmp_path: Path) -> None:
    own = [{"url": "https://{a}.files.test/", "variables": {"a": {"default": "eu"}}}]
    paths = {"/a": {"get": operation("files", "list", servers=own)}}
    pages = pages_of(tmp_path, document(paths))
    text = section(pages["README.md"], "## Servers")
    assert "use other servers (`https://eu.files.test`)" in text
    assert "**Server:** `https://eu.files.test`, unless" in pages["docs/files/list.md"]


def test_an_api_whose_servers_are_all_those_of_operations(tmp_path: Path) -> None:
    own = [{"url": "https://files.test"}]
    paths = {"/a": {"get": operation("files", "list", servers=own)}}
    pages = pages_of(tmp_path, document(paths, servers=[]))
    text = section(pages["README.md"], "## Servers")
    assert "A\n`base_url` replaces these too." in text


def test_the_samples_run(tmp_path: Path) -> None:
    spec = document(
        {"/a": {"post": operation("orders", "pay")}},
        {"OrderPaid": ORDER},
        webhooks={
            "order.paid": {"post": sending({"$ref": "#/components/schemas/OrderPaid"})}
        },
    )
    made = make(written(tmp_path, spec), tmp_path, package="shop", client="Shop")
    found = blocks(made.files["docs/webhooks.md"].decode())[:1]
    found += [
        one for one in blocks(made.files["README.md"].decode()) if "def receive" in one
    ]
    assert len(found) == 2
    for number, code in enumerate(found):
        assert code == black.format_str(code, mode=MODE)
        (tmp_path / f"sample_{number}.py").write_text(code, "utf-8")
    names = [f"sample_{number}" for number in range(len(found))]
    files = [f"{name}.py" for name in names]
    ran = mypy(tmp_path, *files, options={",".join(names): NO_ANY})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with imported(made):
        for code in found:
            names: dict[str, Any] = {}
            exec(compile(code, "sample", "exec"), names)
            assert names["receive"](b'{"order": {"number": 7}}') == 204
            assert names["receive"](b'{"order": {}}') == 400
