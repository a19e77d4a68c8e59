"""Every form in which a caller may hand over a file, and every one that is refused."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path, PurePosixPath

import pytest

from apiloom.runtime.core.errors import RequestValidationError
from apiloom.runtime.encoding.files import Upload, open_upload

CSV = b"a,b\n1,2\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "Liste für März.csv"
    found.write_bytes(CSV)
    return found


def content(upload: Upload) -> bytes:
    return (
        upload.content if isinstance(upload.content, bytes) else upload.content.read()
    )


def test_a_path_is_opened(path: Path) -> None:
    upload = open_upload("file", path, None)
    assert upload.filename == "Liste für März.csv"
    assert upload.content_type == "text/csv"
    assert upload.opened
    assert not isinstance(upload.content, bytes)
    with upload.content:
        assert upload.content.read() == CSV


def test_an_open_file_stays_the_callers(path: Path) -> None:
    with path.open("rb") as file:
        upload = open_upload("file", file, None)
        assert upload.content is file
        assert not upload.opened
        assert upload.filename == path.name
        assert upload.content_type == "text/csv"
        assert content(upload) == CSV


def test_bytes_are_named_after_the_field() -> None:
    for value in (CSV, bytearray(CSV)):
        upload = open_upload("csv_file", value, None)
        assert upload == Upload("csv_file", CSV, "application/octet-stream", False)
        assert type(upload.content) is bytes


def test_a_file_without_a_name() -> None:
    upload = open_upload("file", io.BytesIO(CSV), None)
    assert (upload.filename, content(upload)) == ("file", CSV)
    with tempfile.TemporaryFile() as unnamed:  # its name is a number
        assert open_upload("file", unnamed, None).filename == "file"


@pytest.mark.parametrize(
    ("value", "filename", "media_type"),
    [
        (("x.csv", CSV), "x.csv", "text/csv"),
        (("x.csv", CSV, "text/plain"), "x.csv", "text/plain"),
        (("x.csv", CSV, None), "x.csv", "text/csv"),
        ((None, CSV, "text/x"), "file", "text/x"),
        ((None, CSV), "file", "application/octet-stream"),
        (("x", io.BytesIO(CSV)), "x", "application/octet-stream"),
        (("dir/x.json", bytearray(CSV)), "dir/x.json", "application/json"),
    ],
)
def test_a_tuple_names_a_file(value: object, filename: str, media_type: str) -> None:
    upload = open_upload("file", value, None)
    assert (upload.filename, upload.content_type) == (filename, media_type)
    assert content(upload) == CSV


def test_a_tuple_can_rename_a_path(path: Path) -> None:
    upload = open_upload("file", ("other.txt", path), None)
    assert not isinstance(upload.content, bytes)
    with upload.content:
        assert (upload.filename, upload.content_type) == ("other.txt", "text/plain")
        assert upload.opened
    named = open_upload("file", (None, path, "text/x"), None)
    assert not isinstance(named.content, bytes)
    with named.content:
        assert (named.filename, named.content_type) == (path.name, "text/x")


def test_the_media_type_of_the_specification_goes_before_the_guess() -> None:
    assert open_upload("f", ("x.csv", b""), "text/plain").content_type == "text/plain"
    given = open_upload("f", ("x.csv", b"", "text/x"), "text/plain")
    assert given.content_type == "text/x"


@pytest.mark.parametrize(
    "value", ["a/path/as/text.csv", 7, None, ["x"], {"a": 1}, PurePosixPath, object()]
)
def test_what_is_no_file_is_refused_by_name(value: object) -> None:
    with pytest.raises(
        RequestValidationError, match=r"^upload \(body\): must be a path"
    ):
        open_upload("upload", value, None)


@pytest.mark.parametrize("value", [(), ("x",), ("x", b"", "text/x", "more")])
def test_a_tuple_of_another_length_is_refused(value: object) -> None:
    with pytest.raises(RequestValidationError, match=r"^f \(body\): a file tuple is"):
        open_upload("f", value, None)


def test_a_tuple_without_a_file_is_refused() -> None:
    with pytest.raises(RequestValidationError, match=r"^f \(body\): must be a path"):
        open_upload("f", ("name.txt", "the text"), None)


def test_text_files_are_refused(path: Path) -> None:
    with (
        path.open(encoding="utf-8") as file,
        pytest.raises(RequestValidationError, match=r"^f \(body\): .*binary mode"),
    ):
        open_upload("f", file, None)
    with pytest.raises(RequestValidationError, match="binary mode"):
        open_upload("f", io.StringIO("x"), None)


def test_a_path_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_upload("f", tmp_path / "missing", None)
    with pytest.raises(OSError, match="directory"):
        open_upload("f", tmp_path, None)
