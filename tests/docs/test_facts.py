"""Nothing that a vendor's own page says of a call is missing from ours.

The facts were read off the four pages by hand, in the order of the pages: headers,
path, body and response fields, statuses, scenarios, examples, types and links.
"""

# ruff: noqa: E501

from __future__ import annotations

import html
import re

import pytest

from tests.docs.pages import GENERATED, page_at

APEXVERIFY = """
Batch Verification Launch
POST https://api.apexverify.com/v1/batch/{batch_uuid}
Start batch verification if the batch status reached ready_for_verification.
https://documentation.apexverify.com/api-reference/apex-verify-api/batch/post-v-1-batch-batch-uuid-post
batch_uuid | UUID | yes | path
X-API-Key
200 | errors.BatchLaunchRejected
Successful Response
application/json, as BatchPostModelResponse
status | BatchPostRequestStatusResponseEnum | yes
"ok", "error", "not_ready_for_verification", "verification_already_ongoing", "verification_already_done"
status is "not_ready_for_verification"
400 | errors.BadRequestError
"message": "Bad Request"
401 | errors.AuthenticationError
"message": "Unauthorized"
402 | errors.PaymentRequiredError
Please reload your credits to proceed with the verification...
"message": "Payment Required. Please reload your credits to proceed with the verification..."
403 | errors.PermissionDeniedError
"message": "Forbidden"
404 | errors.NotFoundError
"message": "Not Found"
422 | errors.UnprocessableEntityError
Validation Error
application/json, as HTTPValidationError
detail | list[ValidationError] | no
detail[].loc | list[ValidationErrorLocItems] | yes
detail[].msg | str | yes
detail[].type | str | yes
detail[].input | JsonValue | no
detail[].ctx
429 | errors.RateLimitError
"message": "Too Many Requests"
500 | errors.InternalServerError
"message": "Internal Server Error. Please contact support at contact@apexverify.com..."
operationId: post-v-1-batch-batch-uuid-post
subpackage_batch
title: BatchPostModelResponse
title: ValidationErrorLocItems
"""

EXPERIAN = """
POST https://api.experianaperture.io/phone/bulk/v1/batches/{batch_id}/start
Auth-Token
Input your unique token here. This is required to submit an API request.
reference_id | str | no | header, Reference-Id | Identifier that will be returned to the response to help you track the request.
batch_id | str | yes | path | The batch ID.
result.batch_id | str | None | no | The Batch ID.
result.status | str | None | no | The current status of the Batch.
200 OK
You've submitted a successful request and a valid response was returned.
400 Bad Request
You've submitted an invalid batch_id path parameter.
Your Batch has been started.
Your Batch is older than 28 days.
You didn't provide an authentication token. Try submitting another request and make sure you specify your token, which you can find by signing in to the Self Service Portal.
You've submitted a malformed request body. Try sending another call and make sure the request body contains all required fields and that they are formatted correctly.
You've submitted an empty request body. Try sending another call and make sure the request body contains all required fields.
You've submitted an invalid Reference-ID header. Try submitting another request and make sure this header is formatted correctly.
You've submitted an invalid Add-Metadata header. Try submitting another request and make sure this header is formatted correctly.
401 Unauthorized
The authentication token you've provided is incorrect. Sign in to the Self Service Portal to find the right token.
403 Forbidden
The authentication token you've provided is valid, but it's associated with another product or you have insufficient credits. Sign in to the Self Service Portal to check if you are using the right token and if you have credits.
The authentication token you've provided is disabled. Sign in to the Self Service Portal to activate the token.
The domain you've sent the request from does not have access to your integration. Sign in to the Self Service Portal to whitelist the domain.
The IP address you've sent the request from does not have access to your integration. Sign in to the Self Service Portal to whitelist the IP address.
404 Not Found
The resource you've requested could not be found. Try submitting another call and make sure you're using the correct endpoint URL. If the issue persists, contact us.
406 Not Acceptable
You've specified an invalid Accept header. Try submitting another call and make sure you specify a valid Accept value. Check out Supported data formats for details.
415 Unsupported Media Type
You've specified an invalid Content-Type header. Try submitting another call and make sure you specify a valid Content-Type value. Check out Supported data formats for details.
429 Too Many Requests
You've submitted too many requests. To protect all customers, your account has been temporarily throttled. Check out Rate limiting for details.
500 Internal Server Error
An unexpected server error was encountered. Try submitting another request. If the issue persists, contact us.
503 Service Unavailable
The service is currently unavailable. You can check the API's uptime and downtime by going to our service status page.
error.type | str | None | no | A link to documentation that provides more details about the error you've encountered.
error.title | str | None | no | The title of the error.
error.detail | str | None | no | A description of the error.
error.instance | str | None | no | The endpoint that returned the error.
"batch_id": "<batch_id>"
"status": "processing"
"""

NHS = """
x_request_id | UUID | no | header, X-Request-ID | Unique request identifier, in the format of a GUID
x_correlation_id | str | no | header, X-Correlation-ID | An optional ID which you can use to track transactions across multiple systems. It can take any value, but we recommend avoiding . characters. If not provided in the request, NHS Notify will default to a system generated ID in its place. The ID will be returned in a response header.
OAuth 2 access token
application/vnd.api+json
"""

NHS_GET = f"""
Retrieve a batch of letters
GET http://127.0.0.1:3000/batch/{{id}}
Get details about a batch of letters
id | str | yes | path | Unique identifier of this resource
{NHS}
application/vnd.api+json, as BatchResponse
200 OK
Batch of letters found
404 Not Found
Resource not found
429 Too Many Requests
Too many requests
500 Internal Server Error
Server error
"""

NHS_LIST = f"""
Retrieve a list of available letter batches
GET http://127.0.0.1:3000/batch
{NHS}
200 OK
"""

NHS_PATCH = f"""
Update the status of a batch of letters
PATCH http://127.0.0.1:3000/batch/{{id}}
Update the status of a batch of letters by providing the new status in the request body.
id | str | yes | path | Unique identifier of this resource
{NHS}
The body is application/vnd.api+json
data | BatchUpdateResource
data.attributes.status
application/vnd.api+json, as BatchUpdateData
200 OK
Letters resources updated successfully
400 Bad Request
Bad request, invalid input data
404 Not Found
Resource not found
429 Too Many Requests
Too many requests
500 Internal Server Error
Server error
"""

VEC = """
Create a new batch
POST https://api.vec.digital/business/batches
Creates a new certificate batch with the provided CSV file and template.
api_token
name | str | yes | form | Name of the batch
"Class 10th, 2024"
template_id | UUID | yes | form | UUID of the certificate template to use
9e3b101f-c264-4f97-945f-20dfa7163768
CSV file containing recipient information. Required headers: RecipientsEmail, RecipientsName. Optional reserved header: IssueDate (format DD-MM-YYYY, e.g. 15-02-2025). If omitted, the current date is used. Any additional columns are treated as custom certificate data.
Optional array of signatories. Required if the template has signatory fields and no default signatories are configured. Indices must start from 1 and be sequential without gaps. The same user cannot appear in multiple positions. If omitted and the template has default signatories configured, they will be used automatically.
signatories[].user_uuid | UUID | yes
UUID of the institution user who will sign. The user must have a signature uploaded and must not be archived.
66c9c977-f379-4692-9d5c-f989c17543ee
signatories[].index | int | yes
Position index of the signature, starting from 1. Must be sequential without gaps.
201 Created
Batch created successfully
application/json, as BatchResponse
data.id | UUID | no | Unique identifier for the batch
9e7860e3-7c0a-401f-98f6-b98e316934f4
Current status of the batch
"completed"
data.template_id | UUID | no | ID of the certificate template used
9d76a768-d016-4364-b18b-32c647adad0c
Total number of certificates in the batch
Number of successfully processed certificates
Number of failed certificates
Progress percentage (0-100)
When the batch was completed
2025-03-14T13:04:03.000000Z
data.created_at | datetime | no | Creation timestamp
2025-03-14T13:02:19.000000Z
Last update timestamp
data.template.id | UUID | no | Unique identifier for the template
ID of the institution that owns this template
Name of the template
"Certificate 2"
URL to the template screenshot
https://api.vec.digital/storage/certificate_templates/67ca927729685_1741329015.png
Whether this template has signatory fields. If true, signatories must be provided (or default signatories configured) when creating a batch.
Whether this template has default signatories configured. If true, you can create a batch without providing signatories.
True when the template has signatory fields but no default signatories are configured. You must provide signatories explicitly when creating a batch with this template.
List of signatory field identifiers defined in the template canvas.
["signatory_1", "signatory_2"]
Default signatories configured for this template. Only present when has_default_signatories is true.
data.template.default_signatories[].user.email
faizan@example.com
Faizan Ali
Software Developer
2025-02-17T04:05:07.000000Z
2025-03-07T06:30:15.000000Z
Whether this batch requires signatures
Whether this batch requires the current user's signature
401 Unauthorized
Authentication failed
Unauthorized - Invalid API token
403 Forbidden
Permission denied
Forbidden - Insufficient permissions
Required permission to access this resource
batches:view
422 Unprocessable Entity
Batch creation validation failed
Error summary
The name field is required. (and 2 more errors)
Detailed validation errors
"The name field is required."
"The selected template id is invalid."
"The csv file field is required."
"The same signatory cannot be assigned to multiple positions."
"Signatory indices must start from 1."
"Signatory indices must be sequential starting from 1 without gaps."
500 Internal Server Error
Server error
An unexpected error occurred. Our team has been notified.
Error code
SERVER_ERROR
"""

FACTS = {
    "apexverify/docs/batch/launch.md": APEXVERIFY,
    "experian_phone/docs/batches/start.md": EXPERIAN,
    "nhs_notify/docs/batch/get.md": NHS_GET,
    "nhs_notify/docs/batch/list.md": NHS_LIST,
    "nhs_notify/docs/batch/update_status.md": NHS_PATCH,
    "vec/docs/batches/create.md": VEC,
}


def plain(text: str) -> str:
    """The words of a page, as a reader sees them."""
    text = re.sub(r"(?s)<!--.*?-->", "", text)
    text = re.sub(r"</?(?:code|details|summary)\b[^>]*>", "", text)
    text = re.sub(r"\]\((?:\.\./)+[^)]*\)", "", text)
    text = re.sub(r"\]\((https?://[^)]+)\)", r" \1", text.replace("[`", "`"))
    text = html.unescape(text)
    text = re.sub(r"\\([|<`\\])", r"\1", text.replace("`", ""))
    return re.sub(r"\s+", " ", text).replace(" ,", ",")


@pytest.mark.parametrize("path", FACTS)
def test_the_page_has_every_fact_of_the_vendor(path: str) -> None:
    text = plain(page_at(GENERATED / path).text)
    facts = [" ".join(line.split()) for line in FACTS[path].splitlines() if line]
    assert [fact for fact in facts if fact not in text] == []
