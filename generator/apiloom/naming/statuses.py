"""The names of HTTP statuses, in a table of our own: Python's changes with Python."""

from __future__ import annotations

import re
from typing import Final

from apiloom.naming.casing import pascal, upper, words

_PHRASES: Final = {
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Found",
    303: "See Other",
    304: "Not Modified",
    305: "Use Proxy",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    411: "Length Required",
    412: "Precondition Failed",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    417: "Expectation Failed",
    418: "I'm a Teapot",
    421: "Misdirected Request",
    422: "Unprocessable Entity",
    423: "Locked",
    424: "Failed Dependency",
    425: "Too Early",
    426: "Upgrade Required",
    428: "Precondition Required",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    451: "Unavailable For Legal Reasons",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    505: "HTTP Version Not Supported",
    506: "Variant Also Negotiates",
    507: "Insufficient Storage",
    508: "Loop Detected",
    510: "Not Extended",
    511: "Network Authentication Required",
}
"""The registry of RFC 9110, section 16.2; 422 by the name that everybody uses."""

STATUS_NAMES: Final = {
    400: "BadRequestError",
    401: "AuthenticationError",
    402: "PaymentRequiredError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    405: "MethodNotAllowedError",
    406: "NotAcceptableError",
    408: "RequestTimeoutError",
    409: "ConflictError",
    410: "GoneError",
    412: "PreconditionFailedError",
    413: "ContentTooLargeError",
    415: "UnsupportedMediaTypeError",
    422: "UnprocessableEntityError",
    423: "LockedError",
    429: "RateLimitError",
    500: "InternalServerError",
    502: "BadGatewayError",
    503: "ServiceUnavailableError",
    504: "GatewayTimeoutError",
}
"""The status errors of the runtime, by the names that Python SDKs have given them."""

_STATUS: Final = re.compile(r"(?<!\d)[1-5]\d\d$")
"""A status at the end of a name, which its class says already."""

_SAYING_NOTHING: Final = frozenset(
    "body error errors exception failure http model response".split()
)
"""Words that the bodies of all errors have in their names."""

ERRORS: Final = frozenset("""
    APIConnectionError APIStatusError APITimeoutError AttributeError ClientStatusError
    MissingCredentialError PayloadValidationError RejectedError RequestValidationError
    ResponseValidationError ServerStatusError TokenError UnknownWebhookError
    WebhookSignatureError
    """.split()) | {*STATUS_NAMES.values()}
"""The exceptions that the module of errors uses beside those of the client."""

_RANGES: Final = {
    "4XX": "CLIENT_ERROR",
    "5XX": "SERVER_ERROR",
    "default": "UNEXPECTED",
}


def phrase(status: str) -> str:
    """The name of a status, as HTTP calls it; the status itself if it has none."""
    return _PHRASES.get(int(status), status) if status.isdigit() else status


def status_error_name(status: int) -> str:
    """The exception for a status."""
    if status in STATUS_NAMES:
        return STATUS_NAMES[status]
    if status not in _PHRASES:
        return f"Status{status}Error"
    name = pascal(_PHRASES[status].replace("'", "")).removesuffix("Error")
    # Python has a NotImplementedError of its own.
    return f"{name}StatusError" if name == "NotImplemented" else f"{name}Error"


def body_error_name(status_name: str, body: str) -> str:
    """The exception for a status with one of several bodies: what differs is said."""
    stem = status_name.removesuffix("Error")
    known = {word.lower() for word in words(stem)} | _SAYING_NOTHING
    said = [_STATUS.sub("", word) for word in words(body)]
    told = [word for word in said if word and word.lower() not in known]
    if not told:
        stated = {word.lower() for word in words(stem)}
        told = [word for word in said if word and word.lower() not in stated]
    own = pascal(" ".join(told)).removesuffix("Error") or "Body"
    return f"{stem}{own}Error"


def status_member_name(status: str) -> str:
    """The member of an error enum that stands for a whole status."""
    if status in _RANGES:
        return _RANGES[status]
    known = phrase(status)
    if known == status:
        return f"STATUS_{upper(status)}"
    return upper(known.replace("'", ""))
