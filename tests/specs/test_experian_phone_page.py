"""The page "Start Batch" of the bulk phone API reference: tables only.

The lists are the page's: field by field, status by status, text by text.
"""

from __future__ import annotations

import re
from typing import ClassVar

import pytest

from tests.specs.reading import operations, parameters, resolve, responses, schema, spec

JSON = "application/json"


class TestExperianPhone:
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
