"""Each spec says what the documentation page says that it was written from.

The lists are the pages': field by field, status by status, text by text.
"""

from __future__ import annotations

import hashlib
import re
from typing import ClassVar

import pytest

from tests.specs.reading import (
    SPECS,
    at,
    operations,
    parameters,
    read,
    resolve,
    responses,
    schema,
    spec,
)

JSON = "application/json"


class TestApexVerify:
    """The page "Batch Verification Launch", which prints an OpenAPI document."""

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


class TestExperianPhone:
    """The page "Start Batch" of the bulk phone API reference: tables only."""

    PATH = "/phone/bulk/v1/batches/{batch_id}/start"
    ERROR_FIELDS: ClassVar = {
        "type": (
            "A link to documentation that provides more details about the error "
            "you've encountered."
        ),
        "title": "The title of the error.",
        "detail": "A description of the error.",
        "instance": "The endpoint that returned the error.",
    }
    TITLES: ClassVar = {
        "400": "Bad Request",
        "401": "Unauthorized",
        "403": "Forbidden",
        "404": "Not Found",
        "406": "Not Acceptable",
        "415": "Unsupported Media Type",
        "429": "Too Many Requests",
        "500": "Internal Server Error",
        "503": "Service Unavailable",
    }
    SCENARIOS: ClassVar = {
        "400": (
            "You've submitted an invalid batch_id path parameter.",
            "Your Batch has been started.",
            "Your Batch is older than 28 days.",
            "You didn't provide an authentication token. Try submitting another "
            "request and make sure you specify your token, which you can find by "
            "signing in to the Self Service Portal.",
            "You've submitted a malformed request body. Try sending another call and "
            "make sure the request body contains all required fields and that they "
            "are formatted correctly.",
            "You've submitted an empty request body. Try sending another call and "
            "make sure the request body contains all required fields.",
            "You've submitted an invalid Reference-ID header. Try submitting another "
            "request and make sure this header is formatted correctly.",
            "You've submitted an invalid Add-Metadata header. Try submitting another "
            "request and make sure this header is formatted correctly.",
        ),
        "401": (
            "The authentication token you've provided is incorrect. Sign in to the "
            "Self Service Portal to find the right token.",
        ),
        "403": (
            "The authentication token you've provided is valid, but it's associated "
            "with another product or you have insufficient credits. Sign in to the "
            "Self Service Portal to check if you are using the right token and if "
            "you have credits.",
            "The authentication token you've provided is disabled. Sign in to the "
            "Self Service Portal to activate the token.",
            "The domain you've sent the request from does not have access to your "
            "integration. Sign in to the Self Service Portal to whitelist the "
            "domain.",
            "The IP address you've sent the request from does not have access to "
            "your integration. Sign in to the Self Service Portal to whitelist the "
            "IP address.",
        ),
        "404": (
            "The resource you've requested could not be found. Try submitting "
            "another call and make sure you're using the correct endpoint URL. If "
            "the issue persists, contact us.",
        ),
        "406": (
            "You've specified an invalid Accept header. Try submitting another call "
            "and make sure you specify a valid Accept value. Check out Supported "
            "data formats for details.",
        ),
        "415": (
            "You've specified an invalid Content-Type header. Try submitting another "
            "call and make sure you specify a valid Content-Type value. Check out "
            "Supported data formats for details.",
        ),
        "429": (
            "You've submitted too many requests. To protect all customers, your "
            "account has been temporarily throttled. Check out Rate limiting for "
            "details.",
        ),
        "500": (
            "An unexpected server error was encountered. Try submitting another "
            "request. If the issue persists, contact us.",
        ),
        "503": (
            "The service is currently unavailable. You can check the API's uptime "
            "and downtime by going to our service status page.",
        ),
    }

    @pytest.fixture
    def document(self):
        return spec("experian_phone")

    def test_request_line(self, document):
        assert document["servers"][0]["url"] == "https://api.experianaperture.io"
        assert list(document["paths"][self.PATH]) == ["post"]
        assert "requestBody" not in document["paths"][self.PATH]["post"]

    def test_token_header(self, document):
        scheme = document["components"]["securitySchemes"]["Auth-Token"]
        assert (scheme["type"], scheme["in"], scheme["name"]) == (
            "apiKey",
            "header",
            "Auth-Token",
        )
        assert scheme["description"].startswith(
            "Input your unique token here. This is required to submit an API request."
        )
        assert {"Auth-Token": []} in document["security"]

    def test_reference_header(self, document):
        header = parameters(document, self.PATH, "post")["Reference-Id"]
        assert header["in"] == "header"
        assert header["required"] is False
        assert header["schema"]["type"] == "string"
        assert header["description"] == (
            "Identifier that will be returned to the response to help you track the "
            "request."
        )

    def test_path_parameter(self, document):
        parameter = parameters(document, self.PATH, "post")["batch_id"]
        assert parameter["in"] == "path"
        assert parameter["required"] is True
        assert parameter["schema"] == {"type": "string"}
        assert parameter["description"] == "The batch ID."

    def test_result(self, document):
        envelope = schema(document, "StartBatchResponse")
        assert set(envelope["properties"]) == {"result", "error"}
        result = resolve(document, envelope["properties"]["result"])["properties"]
        assert result["batch_id"]["description"] == "The Batch ID."
        assert result["status"]["description"].startswith(
            "The current status of the Batch."
        )

    def test_success(self, document):
        success = responses(document, self.PATH, "post")["200"]
        assert success["description"] == (
            "You've submitted a successful request and a valid response was returned."
        )
        assert success["x-outcome"] == {"property": "result", "success": "present"}
        assert success["content"][JSON]["examples"]["page"]["value"] == {
            "result": {"batch_id": "<batch_id>", "status": "processing"}
        }

    def test_error(self, document):
        envelope = schema(document, "ErrorResponse")
        assert envelope["description"] == (
            "Successful API request returns the response within a result object. "
            "However, should an error occur, an error object is returned instead."
        )
        error = resolve(document, envelope["properties"]["error"])
        found = {k: v["description"] for k, v in error["properties"].items()}
        assert found == self.ERROR_FIELDS
        assert all("string" in node["type"] for node in error["properties"].values())

    def test_statuses(self, document):
        found = {
            status: response["description"]
            for status, response in responses(document, self.PATH, "post").items()
            if status not in {"200", "408"}  # 408 is from another page
        }
        assert found == self.TITLES

    @pytest.mark.parametrize("status", SCENARIOS)
    def test_scenarios(self, document, status):
        cases = responses(document, self.PATH, "post")[status]["x-error-cases"]
        found = tuple(case["description"] for case in cases)
        assert found == self.SCENARIOS[status]

    def test_every_operation_has_the_envelope_for_every_error(self, document):
        count = 0
        for method, path, operation in operations(document):
            assert operation["x-resource"] == ["batches"]
            for status, response in responses(document, path, method).items():
                media = response["content"][JSON]["schema"]
                if status != "200":
                    assert media == {"$ref": "#/components/schemas/ErrorResponse"}
                    assert response["x-error-cases"]
            count += 1
        assert count == 6

    def test_each_text_is_recognised_as_itself(self, document):
        for response in document["components"]["responses"].values():
            cases = response["x-error-cases"]
            for case in cases:
                recognised = [
                    other["name"]
                    for other in cases
                    if re.search(
                        other["match"]["pattern"], case["description"], re.IGNORECASE
                    )
                ]
                assert recognised == [case["name"]]

    @pytest.mark.parametrize(
        ("status", "detail", "name"),
        [
            ("400", "The request body was malformed.", "malformed_request_body"),
            ("400", "The request body is empty.", "empty_request_body"),
            ("400", "Batch ID is invalid.", "invalid_batch_id"),
            ("400", "The batch was already started.", "batch_already_started"),
            ("400", "The batch is more than 28 days old.", "batch_too_old"),
            ("400", "Authentication token is missing.", "missing_token"),
            ("400", "No authentication token was provided.", "missing_token"),
            ("400", "Reference-Id is not valid.", "invalid_reference_id"),
            ("400", "Add-Metadata is not valid.", "invalid_add_metadata"),
            ("401", "Invalid token.", "incorrect_token"),
            ("403", "Insufficient credits.", "wrong_product_or_insufficient_credits"),
            ("403", "The token is disabled.", "token_disabled"),
            ("403", "Requests of this domain are refused.", "domain_not_whitelisted"),
            ("403", "IP 192.0.2.1 has no access.", "ip_address_not_whitelisted"),
        ],
    )
    def test_a_rewording_is_recognised(self, document, status, detail, name):
        cases = responses(document, self.PATH, "post")[status]["x-error-cases"]
        recognised = [
            case["name"]
            for case in cases
            if re.search(case["match"]["pattern"], detail, re.IGNORECASE)
        ]
        assert recognised == [name]


class TestNHSNotify:
    """The page "BatchApi", which another generator has written."""

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


class TestVec:
    """The page "Create a new batch", flattened: names and falsy examples are lost."""

    PATH = "/business/batches"
    # schema, field, text, example: in the order of the page
    FIELDS = (
        ("CreateBatchRequest", "name", "Name of the batch", "Class 10th, 2024"),
        (
            "CreateBatchRequest",
            "template_id",
            "UUID of the certificate template to use",
            "9e3b101f-c264-4f97-945f-20dfa7163768",
        ),
        (
            "CreateBatchRequest",
            "csv_file",
            "CSV file containing recipient information. Required headers: "
            "RecipientsEmail, RecipientsName. Optional reserved header: IssueDate "
            "(format DD-MM-YYYY, e.g. 15-02-2025). If omitted, the current date is "
            "used. Any additional columns are treated as custom certificate data.",
            None,
        ),
        (
            "CreateBatchRequest",
            "signatories",
            "Optional array of signatories. Required if the template has signatory "
            "fields and no default signatories are configured. Indices must start "
            "from 1 and be sequential without gaps. The same user cannot appear in "
            "multiple positions. If omitted and the template has default signatories "
            "configured, they will be used automatically.",
            None,
        ),
        (
            "Signatory",
            "user_uuid",
            "UUID of the institution user who will sign. The user must have a "
            "signature uploaded and must not be archived.",
            "66c9c977-f379-4692-9d5c-f989c17543ee",
        ),
        (
            "Signatory",
            "index",
            "Position index of the signature, starting from 1. Must be sequential "
            "without gaps.",
            1,
        ),
        (
            "Batch",
            "id",
            "Unique identifier for the batch",
            "9e7860e3-7c0a-401f-98f6-b98e316934f4",
        ),
        ("Batch", "name", "Name of the batch", "Class 10th, 2024"),
        ("Batch", "status", "Current status of the batch", "completed"),
        (
            "Batch",
            "template_id",
            "ID of the certificate template used",
            "9d76a768-d016-4364-b18b-32c647adad0c",
        ),
        (
            "Batch",
            "total_certificates",
            "Total number of certificates in the batch",
            1,
        ),
        (
            "Batch",
            "processed_certificates",
            "Number of successfully processed certificates",
            1,
        ),
        ("Batch", "failed_certificates", "Number of failed certificates", 0),
        ("Batch", "progress", "Progress percentage (0-100)", 100),
        (
            "Batch",
            "completion_date",
            "When the batch was completed",
            "2025-03-14T13:04:03.000000Z",
        ),
        ("Batch", "created_at", "Creation timestamp", "2025-03-14T13:02:19.000000Z"),
        ("Batch", "updated_at", "Last update timestamp", "2025-03-14T13:04:03.000000Z"),
        (
            "CertificateTemplate",
            "id",
            "Unique identifier for the template",
            "9e3b101f-c264-4f97-945f-20dfa7163768",
        ),
        (
            "CertificateTemplate",
            "institution_id",
            "ID of the institution that owns this template",
            3,
        ),
        ("CertificateTemplate", "name", "Name of the template", "Certificate 2"),
        (
            "CertificateTemplate",
            "screenshot",
            "URL to the template screenshot",
            "https://api.vec.digital/storage/certificate_templates/"
            "67ca927729685_1741329015.png",
        ),
        (
            "CertificateTemplate",
            "has_signatures",
            "Whether this template has signatory fields. If true, signatories must "
            "be provided (or default signatories configured) when creating a batch.",
            True,
        ),
        (
            "CertificateTemplate",
            "has_default_signatories",
            "Whether this template has default signatories configured. If true, you "
            "can create a batch without providing signatories.",
            False,
        ),
        (
            "CertificateTemplate",
            "requires_signature_setup",
            "True when the template has signatory fields but no default signatories "
            "are configured. You must provide signatories explicitly when creating a "
            "batch with this template.",
            True,
        ),
        (
            "CertificateTemplate",
            "signatory_fields",
            "List of signatory field identifiers defined in the template canvas.",
            ["signatory_1", "signatory_2"],
        ),
        (
            "CertificateTemplate",
            "default_signatories",
            "Default signatories configured for this template. Only present when "
            "has_default_signatories is true.",
            None,
        ),
        ("DefaultSignatory", "id", None, 1),
        ("DefaultSignatory", "signatory_index", None, 1),
        ("DefaultSignatory", "institution_user_id", None, 3),
        ("DefaultSignatory", "display_name", None, "Faizan Ali"),
        ("DefaultSignatory", "designation", None, "Software Developer"),
        ("SignatoryUser", "id", None, 3),
        ("SignatoryUser", "uuid", None, "66c9c977-f379-4692-9d5c-f989c17543ee"),
        ("SignatoryUser", "first_name", None, "Faizan"),
        ("SignatoryUser", "last_name", None, "Ali"),
        ("SignatoryUser", "email", None, "faizan@example.com"),
        ("SignatoryUser", "signatory_name", None, "Faizan Ali"),
        ("SignatoryUser", "signatory_designation", None, "Software Developer"),
        (
            "CertificateTemplate",
            "created_at",
            "Creation timestamp",
            "2025-02-17T04:05:07.000000Z",
        ),
        (
            "CertificateTemplate",
            "updated_at",
            "Last update timestamp",
            "2025-03-07T06:30:15.000000Z",
        ),
        (
            "Batch",
            "requires_signatures",
            "Whether this batch requires signatures",
            True,
        ),
        (
            "Batch",
            "requires_my_signature",
            "Whether this batch requires the current user's signature",
            False,
        ),
        (
            "AuthenticationFailure",
            "message",
            "Error message",
            "Unauthorized - Invalid API token",
        ),
        (
            "PermissionFailure",
            "message",
            "Error message",
            "Forbidden - Insufficient permissions",
        ),
        (
            "PermissionFailure",
            "required_permission",
            "Required permission to access this resource",
            "batches:view",
        ),
        (
            "ValidationFailure",
            "message",
            "Error summary",
            "The name field is required. (and 2 more errors)",
        ),
        (
            "ServerFailure",
            "message",
            "Error message",
            "An unexpected error occurred. Our team has been notified.",
        ),
        ("ServerFailure", "error_code", "Error code", "SERVER_ERROR"),
    )
    STATUSES: ClassVar = {
        "201": ("Batch created successfully", "BatchResponse"),
        "401": ("Authentication failed", "AuthenticationFailure"),
        "403": ("Permission denied", "PermissionFailure"),
        "422": ("Batch creation validation failed", "ValidationFailure"),
        "500": ("Server error", "ServerFailure"),
    }
    ERRORS: ClassVar = {
        "name": "The name field is required.",
        "template_id": "The selected template id is invalid.",
        "csv_file": "The csv file field is required.",
        "signatories": "The same signatory cannot be assigned to multiple positions.",
        "signatories.0.index": "Signatory indices must start from 1.",
        "signatories.1.index": (
            "Signatory indices must be sequential starting from 1 without gaps."
        ),
    }
    METHODS: ClassVar = {
        "batches": {"create", "list", "get", "status"},
        "certificates": {"list", "get"},
        "certificate_templates": {"list", "get"},
        "users": {"list", "get"},
    }

    @pytest.fixture
    def document(self):
        return spec("vec")

    def test_operation(self, document):
        operation = document["paths"][self.PATH]["post"]
        assert operation["summary"] == "Create a new batch"
        assert operation["description"].startswith(
            "Creates a new certificate batch with the provided CSV file and template."
        )

    @pytest.mark.parametrize(("name", "field", "text", "example"), FIELDS)
    def test_field(self, document, name, field, text, example):
        node = resolve(document, schema(document, name)["properties"][field])
        if text is not None:
            assert node["description"] == text
        if example is not None:
            assert example in node["examples"]

    def test_objects_stand_where_the_page_has_them(self, document):
        def target(name: str, *path: str) -> str:
            node = schema(document, name)["properties"]
            for step in path:
                node = node[step]
            return node["$ref"].rpartition("/")[2]

        assert target("CreateBatchRequest", "signatories", "items") == "Signatory"
        assert target("BatchResponse", "data") == "Batch"
        assert target("Batch", "template") == "CertificateTemplate"
        assert (
            target("CertificateTemplate", "default_signatories", "items")
            == "DefaultSignatory"
        )
        assert target("DefaultSignatory", "user") == "SignatoryUser"

    def test_upload(self, document):
        body = document["paths"][self.PATH]["post"]["requestBody"]
        assert body["required"] is True
        assert list(body["content"]) == ["multipart/form-data"]
        media = body["content"]["multipart/form-data"]
        assert media["schema"] == {"$ref": "#/components/schemas/CreateBatchRequest"}
        assert media["encoding"]["csv_file"] == {"contentType": "text/csv"}
        signatories = media["encoding"]["signatories"]
        assert (signatories["style"], signatories["explode"]) == ("deepObject", True)

    def test_statuses(self, document):
        found = {
            status: (
                response["description"],
                response["content"][JSON]["schema"]["$ref"].rpartition("/")[2],
            )
            for status, response in responses(document, self.PATH, "post").items()
        }
        assert found == self.STATUSES

    def test_validation_errors(self, document):
        response = responses(document, self.PATH, "post")["422"]
        example = response["content"][JSON]["example"]["errors"]
        assert example == {key: [text] for key, text in self.ERRORS.items()}
        errors = schema(document, "ValidationFailure")["properties"]["errors"]
        assert errors["additionalProperties"] == {
            "type": "array",
            "items": {"type": "string"},
        }

    def test_every_validation_error_is_a_case(self, document):
        cases = responses(document, self.PATH, "post")["422"]["x-error-cases"]
        found = {}
        for case in cases:
            prop = case["match"]["property"]
            steps = prop if isinstance(prop, list) else prop.split(".")
            assert steps[0] == "errors"
            assert len(steps) == 2
            found[steps[1]] = case["description"]
        assert found == self.ERRORS

    def test_items_of_a_list_are_smaller(self, document):
        whole = set(schema(document, "Batch")["properties"])
        item = set(schema(document, "BatchSummary")["properties"])
        assert whole - item == {
            "template",
            "requires_signatures",
            "requires_my_signature",
        }

    def test_envelopes(self, document):
        pointer = "#/components/schemas/{}/properties/{}"
        for name, member in (
            ("BatchResponse", "data"),
            ("CertificateResponse", "data"),
            ("CertificateTemplateResponse", "data"),
            ("UserResponse", "user"),
            ("BatchProgress", "status"),
        ):
            assert at(document, pointer.format(name, member))

    def test_methods(self, document):
        found: dict[str, set[str]] = {}
        for _, _, operation in operations(document):
            found.setdefault(operation["x-resource"][0], set()).add(
                operation["x-method"]
            )
        assert found == self.METHODS
