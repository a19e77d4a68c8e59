"""A typed response and a typed error; a mock transport plays the server."""

import httpx2
from vec import Vec, errors

BATCH = "9e3b101f-c264-4f97-945f-20dfa7163768"


def respond(request: httpx2.Request) -> httpx2.Response:
    """Respond as the API does: no account and no network are needed."""
    if request.method == "GET":
        return httpx2.Response(200, text='{"status": "completed", "progress": 100}')
    text = '{"message": "Invalid.", "errors": {"name": ["This field is required."]}}'
    return httpx2.Response(422, text=text)


transport = httpx2.MockTransport(respond)
client = Vec(api_token="any", http_client=httpx2.Client(transport=transport))

status = client.batches.status(BATCH)  # a models.BatchProgress
print(status.status, status.progress)

try:
    client.batches.create(name="", template_id=BATCH, csv_file=b"email,name")
except errors.UnprocessableEntityError as error:
    assert error.reason is errors.BatchesCreateRejection.INVALID_NAME
    print(error.status_code, error.reason.description, error.body.errors)
