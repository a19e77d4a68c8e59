"""The hand-written parts have what the vendors' other public pages list."""

from __future__ import annotations

import pytest

from tests.specs.reading import parameters, resolve, responses, schema, spec

NULLABLE = ("string", "null")

EXPERIAN_STATUSES = {
    ("get", ""): "200 400 401 403 404 406 408 429 500 503",
    ("post", ""): "200 400 401 403 406 408 415 429 500 503",
    ("get", "/{batch_id}"): "200 400 401 403 404 406 408 429 500 503",
    ("get", "/{batch_id}/results"): "200 400 401 403 404 406 408 429 500 503",
    ("post", "/{batch_id}/start"): "200 400 401 403 404 406 408 415 429 500 503",
    ("post", "/{batch_id}/stop"): "200 400 401 403 404 406 408 429 500 503",
}
EXPERIAN_FIELDS = {
    "CreateBatchRequest": "defaults phones",
    "BatchDefaults": (
        "output_format country_iso get_ported_date supplementary_live_status "
        "batch_reference_id max_processing_time"
    ),
    "SupplementaryLiveStatus": "mobile landline",
    "PhoneInput": "number country_iso",
    "CreateBatchResult": "batch_id batch_reference_id status",
    "StartBatchResult": "batch_id batch_reference_id status",
    "StopBatchResult": "batch_id batch_reference_id status",
    "BatchStatusResult": (
        "batch_id batch_reference_id status reason records records_processed "
        "date_submitted date_started date_ended"
    ),
    "BatchSummary": (
        "batch_id batch_reference_id status reason records records_processed "
        "date_submitted date_started date_ended"
    ),
    "BatchConfig": (
        "output_format country_iso get_ported_date supplementary_live_status "
        "max_processing_time"
    ),
    "BatchResults": (
        "batch_id batch_reference_id credits_charged status reason statistics phones"
    ),
    "ConfidenceCount": "name value",
    "PhoneResult": (
        "number validated_phone_number formatted_phone_number phone_type confidence "
        "ported_date disposable_number metadata"
    ),
    "PhoneMetadata": (
        "original_operator_name original_network_status "
        "original_home_network_identity original_country_prefix "
        "original_country_name original_country_iso operator_name network_status "
        "home_network_identity country_prefix country_name country_iso is_ported "
        "email_to_sms_address email_to_mms_address"
    ),
}
NHS_FIELDS = {
    "BatchIdentifier": ("type id", "type id"),
    "PageLinks": ("self first last prev next", "self first last"),
    "BatchResource": ("type id attributes", "type id attributes"),
    "Letter": ("messageId fileName sha256", "messageId fileName sha256"),
    "DataReference": ("id sha256 signature key", "id sha256 signature key"),
    "BatchUpdateAttributes": ("status reasonCode reasonText", ""),
    "ErrorItem": ("id code links status title detail", ""),
}
VEC_STATUSES = {
    "/business/batches": "200 401 403 500",
    "/business/batches/{batchId}": "200 401 403 404 500",
    "/business/batches/{batchId}/status": "200 401 403 404 500",
}
VEC_CERTIFICATE_FILTERS = (
    "per_page page search sort_field sort_order batch_id customer_id status "
    "issue_date_from issue_date_to generated_at_from generated_at_to"
)
APEX_STATUSES = "200 400 401 403 404 422 429 500"


class TestApexVerify:
    @pytest.fixture
    def document(self):
        return spec("apexverify")

    def test_upload_fields(self, document):
        request = schema(document, "BatchUploadRequest")
        assert request["required"] == ["file", "name", "type", "target_country"]
        name = request["properties"]["name"]
        assert (name["minLength"], name["maxLength"]) == (1, 255)
        description = request["properties"]["description"]
        assert tuple(description["type"]) == NULLABLE
        assert description["maxLength"] == 2048
        for field in ("use_account_cache", "use_global_cache"):
            assert request["properties"][field]["default"] is True

    def test_configuration(self, document):
        request = schema(document, "BatchParametersUpdate")
        assert request["required"] == ["type", "target_country"]
        for field in ("max_account_cache_backoff", "max_global_cache_backoff"):
            node = request["properties"][field]
            assert (node["minimum"], node["maximum"], node["default"]) == (1, 180, 30)
        kept = schema(document, "BatchParameters")["properties"]
        assert set(kept) == set(request["properties"])

    @pytest.mark.parametrize(
        ("name", "last"),
        [
            ("TargetAudience", 23),
            ("TargetMarketIndustry", 115),
            ("TargetObjective", 16),
        ],
    )
    def test_codes(self, document, name, last):
        node = schema(document, name)
        assert (node["type"], node["minimum"], node["maximum"]) == ("integer", 1, last)

    @pytest.mark.parametrize("name", ["BatchStatus", "BatchDetails"])
    def test_unions_are_told_apart_by_status(self, document, name):
        union = schema(document, name)
        mapping = union["discriminator"]["mapping"]
        assert list(mapping) == [
            "parsing_content",
            "ready_for_verification",
            "verification_ongoing",
            "verification_done",
            "internal_error",
        ]
        assert [option["$ref"] for option in union["oneOf"]] == list(mapping.values())
        for status, reference in mapping.items():
            member = resolve(document, {"$ref": reference})
            assert member["properties"]["status"]["const"] == status
            assert member["required"] == ["status"]

    @pytest.mark.parametrize(
        ("method", "path"),
        [("get", "/v1/batch/{batch_uuid}"), ("get", "/v1/batch/{batch_uuid}/details")],
    )
    def test_statuses(self, document, method, path):
        assert list(responses(document, path, method)) == APEX_STATUSES.split()

    def test_limits_are_declared_on_every_added_response(self, document):
        limits = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Used"}
        for path, item in document["paths"].items():
            for method in set(item) & {"get", "put", "post", "patch", "delete"}:
                if item[method]["x-method"] == "launch":
                    continue
                for status, response in responses(document, path, method).items():
                    wanted = limits | ({"Retry-After"} if status == "429" else set())
                    assert set(response["headers"]) == wanted


class TestExperianPhone:
    @pytest.fixture
    def document(self):
        return spec("experian_phone")

    @pytest.mark.parametrize(("place", "statuses"), EXPERIAN_STATUSES.items())
    def test_statuses(self, document, place, statuses):
        method, rest = place
        path = f"/phone/bulk/v1/batches{rest}"
        assert list(responses(document, path, method)) == statuses.split()
        names = set(parameters(document, path, method))
        expected = {"Reference-Id"}
        expected |= {"batch_id"} if "{batch_id}" in rest else set()
        expected |= {"Add-Metadata"} if rest.endswith(("id}", "results")) else set()
        assert names == expected

    @pytest.mark.parametrize(("name", "fields"), EXPERIAN_FIELDS.items())
    def test_fields(self, document, name, fields):
        assert list(schema(document, name)["properties"]) == fields.split()

    def test_nothing_has_a_closed_set_of_values(self, document):
        for node in document["components"]["schemas"].values():
            assert "enum" not in node
            assert all("enum" not in prop for prop in node["properties"].values())

    def test_null_where_the_vendor_has_it(self, document):
        for name, nullable in (("BatchStatusResult", True), ("BatchSummary", False)):
            records = schema(document, name)["properties"]["records"]
            assert ("null" in records["type"]) is nullable
            assert records["format"] == "int32"
        assert schema(document, "CreateBatchRequest")["required"] == ["phones"]

    def test_security_is_one_or_the_other(self, document):
        assert document["security"] == [{"OAuth2": []}, {"Auth-Token": []}]

    def test_token_endpoint(self, document):
        scheme = document["components"]["securitySchemes"]["OAuth2"]
        assert scheme["flows"]["clientCredentials"]["tokenUrl"] == (
            "https://sso.experianaperture.io/oauth2/aust0wkxjeKyT3HRO4x7/v1/token"
        )


class TestNHSNotify:
    @pytest.mark.parametrize(("name", "fields"), NHS_FIELDS.items())
    def test_fields(self, name, fields):
        node = schema(spec("nhs_notify"), name)
        known, required = fields
        assert list(node["properties"]) == known.split()
        assert node.get("required", []) == required.split()

    def test_values(self):
        document = spec("nhs_notify")
        assert set(schema(document, "ErrorCode")["enum"]) == {
            "NOTIFY_NO_BATCH_AVAILABLE",
            "NOTIFY_INTERNAL_SERVER_ERROR",
            "NOTIFY_INVALID_REQUEST",
            "NOTIFY_LETTER_NOT_FOUND",
            "NOTIFY_RESOURCE_NOT_FOUND",
            "NOTIFY_QUOTA",
        }
        status = schema(document, "BatchStatus")
        assert status["enum"] == ["PENDING", "ACCEPTED", "REJECTED", "CANCELLED"]
        assert "default" not in status

    def test_data_file_is_somewhere_else(self):
        (found,) = responses(spec("nhs_notify"), "/data/{id}", "get").items()
        status, response = found
        assert status == "303"
        assert list(response["headers"]) == ["Location"]
        assert "content" not in response


class TestVec:
    @pytest.fixture
    def document(self):
        return spec("vec")

    @pytest.mark.parametrize(("path", "statuses"), VEC_STATUSES.items())
    def test_statuses(self, document, path, statuses):
        assert list(responses(document, path, "get")) == statuses.split()

    def test_states(self, document):
        assert schema(document, "BatchStatus")["enum"] == [
            "pending",
            "processing",
            "completed",
            "partially_completed",
            "failed",
            "waiting_for_approval",
        ]

    def test_pages(self, document):
        found = parameters(document, "/business/batches", "get")
        assert list(found) == ["per_page", "page", "status"]
        assert found["per_page"]["schema"] == {
            "type": "integer",
            "minimum": 1,
            "maximum": 100,
            "default": 15,
        }
        meta = schema(document, "PageMeta")["properties"]
        assert list(meta) == [
            "current_page",
            "from",
            "last_page",
            "links",
            "path",
            "per_page",
            "to",
            "total",
        ]

    def test_filters_of_certificates(self, document):
        found = parameters(document, "/business/certificates", "get")
        assert list(found) == VEC_CERTIFICATE_FILTERS.split()

    def test_required(self, document):
        request = schema(document, "CreateBatchRequest")
        assert request["required"] == ["name", "template_id", "csv_file"]
        signatory = schema(document, "Signatory")
        assert signatory["required"] == ["user_uuid", "index"]
        assert signatory["properties"]["index"]["minimum"] == 1
        date = schema(document, "Batch")["properties"]["completion_date"]
        assert tuple(date["type"]) == NULLABLE
