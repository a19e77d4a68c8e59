"""The page "BatchApi", which another generator has written.

The lists are the page's: field by field, status by status, text by text.
"""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.specs.reading import operations, parameters, resolve, responses, schema, spec


class TestNHSNotify:
    MEDIA = "application/vnd.api+json"
    OPERATIONS: ClassVar = {
        ("get", "/batch/{id}"): (
            "Retrieve a batch of letters",
            "Get details about a batch of letters",
            "BatchResponse",
            {
                "200": "Batch of letters found",
                "404": "Resource not found",
                "429": "Too many requests",
                "500": "Server error",
            },
        ),
        ("get", "/batch"): (
            "Retrieve a list of available letter batches",
            None,
            "GetBatches200Response",
            {"200": "OK"},
        ),
        ("patch", "/batch/{id}"): (
            "Update the status of a batch of letters",
            "Update the status of a batch of letters by providing the new status in "
            "the request body.",
            "BatchUpdateData",
            {
                "200": "Letters resources updated successfully",
                "400": "Bad request, invalid input data",
                "404": "Resource not found",
                "429": "Too many requests",
                "500": "Server error",
            },
        ),
    }
    REQUEST_ID = "Unique request identifier, in the format of a GUID"
    CORRELATION_ID = (
        "An optional ID which you can use to track transactions across multiple "
        "systems. It can take any value, but we recommend avoiding `.` characters. "
        "If not provided in the request, NHS Notify will default to a system "
        "generated ID in its place. The ID will be returned in a response header."
    )
    METHODS: ClassVar = {
        "batch": {"list", "get", "update_status"},
        "data": {"get_url", "head"},
    }

    @pytest.fixture
    def document(self):
        return spec("nhs_notify")

    def test_base_url(self, document):
        assert document["servers"][0]["url"] == "http://127.0.0.1:3000"

    def test_authorization(self, document):
        assert document["security"] == [{"authorization": []}]
        scheme = document["components"]["securitySchemes"]["authorization"]
        assert scheme["type"] == "oauth2"
        [flow] = scheme["flows"].values()
        assert (flow["tokenUrl"], flow["scopes"]) == ("/oauth2/token", {})

    @pytest.mark.parametrize(("place", "page"), OPERATIONS.items())
    def test_operation(self, document, place, page):
        method, path = place
        summary, description, model, statuses = page
        operation = document["paths"][path][method]
        assert operation["summary"] == summary
        if description:
            assert operation["description"] == description
        found = responses(document, path, method)
        assert {k: v["description"] for k, v in found.items()} == statuses
        for status, response in found.items():
            assert list(response["content"]) == [self.MEDIA]
            expected = model if status == "200" else "ErrorResponse"
            assert response["content"][self.MEDIA]["schema"] == {
                "$ref": f"#/components/schemas/{expected}"
            }

    @pytest.mark.parametrize(("method", "path"), OPERATIONS)
    def test_parameters(self, document, method, path):
        found = parameters(document, path, method)
        request_id = found["X-Request-ID"]
        assert (request_id["in"], request_id["required"]) == ("header", True)
        assert request_id["description"] == self.REQUEST_ID
        assert request_id["schema"]["type"] == "string"
        assert request_id["x-default-factory"] == "uuid4"
        correlation_id = found["X-Correlation-ID"]
        assert (correlation_id["in"], correlation_id["required"]) == ("header", False)
        assert correlation_id["description"] == self.CORRELATION_ID
        assert correlation_id["schema"] == {"type": "string"}
        if "{id}" in path:
            assert found["id"]["in"] == "path"
            assert found["id"]["required"] is True
            assert found["id"]["schema"] == {"type": "string"}
            assert found["id"]["description"] == "Unique identifier of this resource"

    def test_request_body(self, document):
        body = document["paths"]["/batch/{id}"]["patch"]["requestBody"]
        assert body["required"] is True
        assert list(body["content"]) == [self.MEDIA]
        assert body["content"][self.MEDIA]["schema"] == {
            "$ref": "#/components/schemas/BatchUpdateData"
        }

    def test_update_requires_nothing_and_defaults_nothing(self, document):
        for name in ("BatchUpdateData", "BatchUpdateResource", "BatchUpdateAttributes"):
            node = schema(document, name)
            assert "required" not in node
            for prop in node["properties"].values():
                assert "default" not in resolve(document, prop)

    def test_links_keep_their_names(self, document):
        links = schema(document, "PageLinks")
        assert list(links["properties"]) == ["self", "first", "last", "prev", "next"]

    def test_both_envelopes_of_errors(self, document):
        item = {"$ref": "#/components/schemas/ErrorItem"}
        envelope = schema(document, "ErrorResponse")
        assert envelope["properties"]["errors"]["items"] == item
        data = resolve(document, envelope["properties"]["data"])
        assert data["properties"]["errors"]["items"] == item

    def test_methods(self, document):
        found: dict[str, set[str]] = {}
        for _, _, operation in operations(document):
            found.setdefault(operation["x-resource"][0], set()).add(
                operation["x-method"]
            )
        assert found == self.METHODS
