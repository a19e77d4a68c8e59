"""The page "Batch Verification Launch", which prints an OpenAPI document.

The lists are the page's: field by field, status by status, text by text.
"""

from __future__ import annotations

import hashlib
from typing import ClassVar

import pytest

from tests.specs.reading import (
    SPECS,
    operations,
    parameters,
    read,
    responses,
    schema,
    spec,
)

JSON = "application/json"


class TestApexVerify:
    PATH = "/v1/batch/{batch_uuid}"
    DIGEST = "68b0f1c39ef0a5cb0b1508181c92191516ba7edda9f608a36c3b2494bebf6c77"
    STATUSES: ClassVar = {
        "200": ("Successful Response", "BatchPostModelResponse"),
        "400": ("Bad Request", "BadRequestResponse"),
        "401": ("Unauthorized", "UnauthorizedResponse"),
        "402": (
            "Please reload your credits to proceed with the verification...",
            "PaymentRequiredResponse",
        ),
        "403": ("Forbidden", "ForbiddenResponse"),
        "404": ("Not Found", "NotFoundResponse"),
        "422": ("Validation Error", "HTTPValidationError"),
        "429": ("Too Many Requests", "TooManyRequestsResponse"),
        "500": ("Internal Server Error", "InternalServerErrorResponse"),
    }
    OUTCOMES = (
        "ok",
        "error",
        "not_ready_for_verification",
        "verification_already_ongoing",
        "verification_already_done",
    )
    MESSAGES: ClassVar = {
        "BadRequestResponse": "Bad Request",
        "UnauthorizedResponse": "Unauthorized",
        "PaymentRequiredResponse": (
            "Payment Required. Please reload your credits to proceed with the "
            "verification..."
        ),
        "ForbiddenResponse": "Forbidden",
        "NotFoundResponse": "Not Found",
        "TooManyRequestsResponse": "Too Many Requests",
        "InternalServerErrorResponse": (
            "Internal Server Error. Please contact support at "
            "contact@apexverify.com..."
        ),
    }
    SCHEMAS: ClassVar = {
        *MESSAGES,
        "BatchPostRequestStatusResponseEnum",
        "BatchPostModelResponse",
        "ValidationErrorLocItems",
        "ValidationErrorCtx",
        "ValidationError",
        "HTTPValidationError",
    }

    @pytest.fixture
    def page(self):
        return read(SPECS / "apexverify" / "openapi.yaml")

    def test_the_document_of_the_page_is_untouched(self):
        content = (SPECS / "apexverify" / "openapi.yaml").read_bytes()
        assert hashlib.sha256(content).hexdigest() == self.DIGEST

    def test_head(self, page):
        assert page["openapi"] == "3.1.0"
        assert page["info"] == {"title": "openapi", "version": "1.0.0"}
        assert page["servers"] == [{"url": "https://api.apexverify.com"}]
        assert "security" not in page
        assert page["components"]["securitySchemes"] == {
            "APIKeyHeader": {"type": "apiKey", "in": "header", "name": "X-API-Key"}
        }

    def test_operation(self, page):
        assert list(page["paths"]) == [self.PATH]
        assert list(page["paths"][self.PATH]) == ["post"]
        operation = page["paths"][self.PATH]["post"]
        assert operation["operationId"] == "post-v-1-batch-batch-uuid-post"
        assert operation["summary"] == "Batch Verification Launch"
        assert operation["description"] == (
            "Start batch verification if the batch status reached "
            "ready_for_verification."
        )
        assert operation["tags"] == ["subpackage_batch"]
        assert "requestBody" not in operation
        assert operation["parameters"] == [
            {
                "name": "batch_uuid",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            },
            {
                "name": "X-API-Key",
                "in": "header",
                "required": True,
                "schema": {"type": "string"},
            },
        ]

    def test_statuses(self, page):
        declared = page["paths"][self.PATH]["post"]["responses"]
        found = {
            status: (
                response["description"],
                response["content"][JSON]["schema"]["$ref"].rpartition("/")[2],
            )
            for status, response in declared.items()
        }
        assert found == self.STATUSES

    def test_schemas(self, page):
        schemas = page["components"]["schemas"]
        assert set(schemas) == self.SCHEMAS
        assert all(name == node["title"] for name, node in schemas.items())

    def test_outcomes(self, page):
        enum = schema(page, "BatchPostRequestStatusResponseEnum")
        assert enum["type"] == "string"
        assert tuple(enum["enum"]) == self.OUTCOMES
        assert schema(page, "BatchPostModelResponse")["required"] == ["status"]

    @pytest.mark.parametrize(("name", "message"), MESSAGES.items())
    def test_messages(self, page, name, message):
        node = schema(page, name)
        assert node["properties"] == {"message": {"type": "string", "default": message}}
        assert "required" not in node

    def test_validation_error(self, page):
        node = schema(page, "ValidationError")
        assert list(node["properties"]) == ["loc", "msg", "type", "input", "ctx"]
        assert node["required"] == ["loc", "msg", "type"]
        assert node["properties"]["input"] == {"description": "Any type"}
        items = schema(page, "ValidationErrorLocItems")["oneOf"]
        assert items == [{"type": "string"}, {"type": "integer"}]
        assert schema(page, "ValidationErrorCtx")["properties"] == {}
        detail = schema(page, "HTTPValidationError")["properties"]["detail"]
        assert detail["items"] == {"$ref": "#/components/schemas/ValidationError"}

    def test_overlays_keep_what_the_page_says(self, page):
        whole = spec("apexverify")
        for name, node in page["components"]["schemas"].items():
            assert schema(whole, name) == node
        launch = page["paths"][self.PATH]["post"]
        corrected = whole["paths"][self.PATH]["post"]
        added = {"parameters", "responses", "externalDocs", "x-resource", "x-method"}
        assert {k: v for k, v in corrected.items() if k not in added} == {
            k: v for k, v in launch.items() if k not in added
        }
        assert list(parameters(whole, self.PATH, "post")) == ["batch_uuid", "X-API-Key"]
        assert list(corrected["responses"]) == list(self.STATUSES)

    def test_overlays_require_the_key(self):
        whole = spec("apexverify")
        assert whole["info"]["title"] == "ApexVerify"
        assert whole["security"] == [{"APIKeyHeader": []}]
        scheme = whole["components"]["securitySchemes"]["APIKeyHeader"]
        assert scheme["x-argument"] == "api_key"
        assert scheme["x-env"] == "APEXVERIFY_API_KEY"

    def test_every_outcome_but_ok_is_a_failure(self):
        response = responses(spec("apexverify"), self.PATH, "post")["200"]
        assert response["x-outcome"] == {"property": "status", "success": ["ok"]}
        cases = response["x-error-cases"]
        assert tuple(case["name"] for case in cases) == self.OUTCOMES[1:]
        for case in cases:
            assert case["match"] == {"property": "status", "value": case["name"]}

    def test_the_whole_life_cycle_can_be_called(self):
        methods = {
            operation["x-method"]: (method, path)
            for method, path, operation in operations(spec("apexverify"))
            if operation["x-resource"] == ["batch"]
        }
        assert methods == {
            "upload": ("post", "/v1/batch"),
            "list": ("get", "/v1/batch"),
            "configure": ("put", self.PATH),
            "parse": ("patch", self.PATH),
            "status": ("get", self.PATH),
            "launch": ("post", self.PATH),
            "delete": ("delete", self.PATH),
            "details": ("get", f"{self.PATH}/details"),
            "export": ("get", f"{self.PATH}/export"),
        }

    def test_countries_are_all_text(self):
        codes = schema(spec("apexverify"), "CountryCode")["enum"]
        assert len(codes) == 222
        assert all(isinstance(code, str) and len(code) == 2 for code in codes)
        assert {"NO", "SG", "US", "GB"} <= set(codes)
