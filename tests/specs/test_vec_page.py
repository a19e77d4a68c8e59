"""The page "Create a new batch", flattened: names and falsy examples are lost.

The lists are the page's: field by field, status by status, text by text.
"""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.specs.reading import at, operations, resolve, responses, schema, spec

JSON = "application/json"


class TestVec:
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
