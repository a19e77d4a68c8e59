"""Documented failures of the methods of `files`."""

from .._runtime.core.reasons import ErrorReason, Match

_BAD_REQUEST = ("bad_request", 400, "Bad Request", "Bad request.")
_UNKNOWN = ("unknown", None, "Unknown", "Any failure that is not documented.")


class FilesListRejection(ErrorReason):
    """Documented failures of `files.list`."""

    REJECTED = ("rejected", 200, "Rejected", "`result` is missing or null.")
    BAD_REQUEST = _BAD_REQUEST
    STATUS_499 = ("status_499", 499, "499", "Gave up.")
    UNKNOWN = _UNKNOWN


class FilesUploadRejection(ErrorReason):
    """Documented failures of `files.upload`."""

    STILL_WAITING = (
        "still_waiting",
        200,
        "Still waiting",
        "Wait.",
        Match(("data", "status"), value="wait"),
    )
    NO_CREDIT = (
        "no_credit",
        200,
        "No credit",
        "",
        Match(("data", "status"), value="no-credit"),
    )
    TOO_LARGE = (
        "too_large",
        400,
        "Too large",
        "More than 10 MB.",
        Match(("errors", "detail"), pattern="larger than"),
    )
    NO_MONEY = (
        "no_money",
        400,
        "Bad Request",
        "No credits.",
        Match(("code",), value=4021),
    )
    UNKNOWN_2 = (
        "unknown_2",
        400,
        "Bad Request",
        "Nobody knows.",
        Match(("code",), value=1),
    )
    BAD_REQUEST = _BAD_REQUEST
    CONFLICT = ("conflict", 409, "Conflict", "Conflict.")
    THROTTLED = (
        "throttled",
        "4XX",
        "Client error",
        "",
        Match(("message",), pattern="^slow"),
    )
    CLIENT_ERROR = ("client_error", "4XX", "Client error", "Any other.")
    UNEXPECTED = ("unexpected", "default", "Unexpected", "Anything else.")
    UNKNOWN = _UNKNOWN
