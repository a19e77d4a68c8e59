"""Samples in other languages: one template each, filled with literals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus, urlencode

from apiloom.codegen.formatter import (
    Bracket,
    Code,
    Name,
    Pair,
    assigned,
    call,
    mapping,
    string,
)
from apiloom.docs.markdown import folded, source
from apiloom.docs.samples.code import json_code
from apiloom.docs.samples.http import (
    Env,
    File,
    HttpRequest,
    Part,
    Requests,
    Text,
    merged,
)
from apiloom.docs.samples.literals import Syntax, laid_out, option, syntax, verb
from apiloom.ir.api import Operation
from apiloom.text.code import Python, identifier, python
from apiloom.text.code import joined as joined_code
from apiloom.text.markdown import EMPTY, Markdown, joined
from apiloom.text.source import EMPTY as NOTHING
from apiloom.text.source import Source
from apiloom.text.source import source as source_text
from apiloom.text.visible import json_text

__all__ = ["LANGUAGES", "Language", "Languages", "Render"]

Render = Callable[[str, object], str]
"""Renders a template with a view."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language that samples are written in, or one of its libraries."""

    key: str
    title: str
    fence: str

    @property
    def template(self) -> str:
        """The template of its samples."""
        return f"docs/samples/{self.key}.jinja"


LANGUAGES: Final = {
    one.key: one
    for one in (
        Language("requests", "Python (requests)", "python"),
        Language("curl", "curl", "sh"),
        Language("javascript", "JavaScript (fetch)", "javascript"),
        Language("go", "Go (net/http)", "go"),
        Language("ruby", "Ruby (Net::HTTP)", "ruby"),
        Language("java", "Java (java.net.http)", "java"),
        Language("php", "PHP (Guzzle)", "php"),
        Language("php-curl", "PHP (cURL)", "php"),
        Language("csharp", "C# (HttpClient)", "csharp"),
        Language("swift", "Swift (URLSession)", "swift"),
    )
}
"""The languages by their keys, in the order in which they are shown."""

_VERBS: Final = frozenset(
    ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE")
)
"""The methods that libraries have classes or functions for."""


@dataclass(frozen=True, slots=True)
class HeaderView:
    """A header: its name, its value, and both as one text."""

    name: Source
    value: Source
    line: Source


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of a multipart body: text (`content`), or the name of a file.

    `head` is what stands before its content, `option` what curl is told of it.
    """

    name: Source
    content: Source
    file: Source
    content_type: Source
    is_typed: bool
    disposition: Source
    headers: tuple[HeaderView, ...]
    head: Source
    option: Source


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a form."""

    name: Source
    value: Source
    line: Source


@dataclass(frozen=True, slots=True)
class SampleView:
    """A request in the syntax of one language; what is empty is left out."""

    method: Source
    method_option: Source
    verb: Source
    is_head: bool
    url: Source
    headers: tuple[HeaderView, ...]
    media_type: Source
    content_type: Source
    user: Source
    password: Source
    login: Source
    is_digest: bool
    json: Source
    form: Source
    fields: tuple[FieldView, ...]
    text: Source
    file: Source
    upload: Source
    parts: tuple[PartView, ...]
    is_manual: bool
    """Whether parts are such that not every library can write them."""
    reads_files: bool
    reads_parts: bool
    has_string: bool
    needs_environment: bool
    needs_os: bool


@dataclass(frozen=True, slots=True)
class PythonView:
    """A call of requests, laid out."""

    code: Source
    needs_environment: bool
    is_digest: bool


@dataclass(frozen=True, slots=True)
class Languages:
    """Writes the samples of operations in the chosen languages."""

    requests: Requests
    chosen: Sequence[Language]
    render: Render

    def samples(self, operation: Operation) -> Markdown:
        """Return the samples of an operation, each folded."""
        if not self.chosen:
            return EMPTY
        request = self.requests.of(operation)
        if request is None:
            return EMPTY
        return joined(
            "\n\n",
            (
                folded(one.title, source(self.sample(request, one), one.fence))
                for one in self.chosen
            ),
        )

    def sample(self, request: HttpRequest, language: Language) -> str:
        """Return the program that sends a request."""
        return self.render(language.template, view(request, language.key))


def view(request: HttpRequest, key: str) -> SampleView | PythonView:
    """Return a request in the syntax of a language."""
    needs_environment = _needs_environment(request)
    if key == "requests":
        code = laid_out(_python(request))
        return PythonView(code, needs_environment, request.is_digest)
    words = syntax[key]
    media_type = request.media_type if request.has_body else ""
    files = [one for one in request.parts if isinstance(one.content, File)]
    user, password = request.basic or ("", "")
    file = request.file.name if request.file is not None else None
    return SampleView(
        method=words.string(request.method),
        method_option=_method_option(request),
        verb=verb(request.method) if request.method in _VERBS else NOTHING,
        is_head=request.method == "HEAD",
        url=words.text(request.url),
        headers=tuple(_header(*one, words) for one in request.headers),
        media_type=words.string(media_type) if media_type else NOTHING,
        content_type=(
            words.string(f"Content-Type: {media_type}")
            if media_type and not request.parts
            else NOTHING
        ),
        user=words.text([user]) if user else NOTHING,
        password=words.text([password]) if password else NOTHING,
        login=words.text([user, ":", password]) if request.basic else NOTHING,
        is_digest=request.is_digest,
        json=(words.document(json_text(request.json)) if request.has_json else NOTHING),
        form=words.string(urlencode(request.form)) if request.form else NOTHING,
        fields=tuple(_field(*one, words) for one in request.form),
        text=words.string(request.text) if request.text is not None else NOTHING,
        file=words.string(file) if file is not None else NOTHING,
        upload=words.string(f"@{file}") if file is not None else NOTHING,
        parts=tuple(_part(one, words) for one in request.parts),
        is_manual=_is_manual(request),
        reads_files=bool(files) or file is not None,
        reads_parts=bool(files),
        has_string=bool(request.has_json or request.form or request.text is not None),
        needs_environment=needs_environment,
        needs_os=needs_environment or bool(files) or file is not None,
    )


def _method_option(request: HttpRequest) -> Source:
    """Return what curl is told of the method, and not to read brackets in the URL."""
    text = "".join(piece for piece in request.url if isinstance(piece, str))
    plain = "--globoff " if set(text) & set("[]{}") else ""
    match request.method:
        case "HEAD":
            return option(f"{plain}--head ")
        case "GET" if not request.has_body:
            return option(plain)
        case _:
            return option(f"{plain}--request {request.method} ")


def _is_manual(request: HttpRequest) -> bool:
    """Whether a part is text with a media type, or has headers or line ends."""
    return any(
        bool(one.headers)
        or (
            isinstance(one.content, str)
            and (one.content_type is not None or "\n" in one.content)
        )
        for one in request.parts
    )


def _needs_environment(request: HttpRequest) -> bool:
    texts = (request.url, *(value for _, value in request.headers))
    return request.basic is not None or any(
        isinstance(piece, Env) for text in texts for piece in text
    )


def _header(name: str, value: Text, words: Syntax) -> HeaderView:
    line = merged((f"{name}: ", *value))
    return HeaderView(words.string(name), words.text(value), words.text(line))


def _field(name: str, value: str, words: Syntax) -> FieldView:
    # Of a name, curl takes what it is given; of a value, it encodes what is needed.
    line = words.string(f"{quote_plus(name)}={value}")
    return FieldView(words.string(name), words.string(value), line)


def _part(part: Part, words: Syntax) -> PartView:
    is_file = isinstance(part.content, File)
    content = part.content.name if isinstance(part.content, File) else part.content
    disposition = f'form-data; name="{_name(part.name)}"'
    if is_file:
        disposition += f'; filename="{_name(content)}"'
    lines = [f"Content-Disposition: {disposition}"]
    if part.content_type is not None:
        lines.append(f"Content-Type: {part.content_type}")
    lines += [f"{name}: {value}" for name, value in part.headers]
    return PartView(
        name=words.string(part.name),
        content=NOTHING if is_file else words.string(content),
        file=words.string(content) if is_file else NOTHING,
        content_type=(
            words.string(part.content_type) if part.content_type else NOTHING
        ),
        is_typed=part.content_type is not None or bool(part.headers),
        disposition=words.string(disposition),
        headers=tuple(_header(name, (value,), words) for name, value in part.headers),
        head=words.string("\r\n".join(lines) + "\r\n\r\n"),
        option=_part_option(part, content, words),
    )


def _part_option(part: Part, content: str, words: Syntax) -> Source:
    """Return an option of curl: plain text as it is, all else with its media type."""
    is_file = isinstance(part.content, File)
    if not is_file and part.content_type is None and not part.headers:
        text = words.string(f"{part.name}={content}")
        return source_text("--form-string {}", text)
    quoted = content.replace("\\", "\\\\").replace('"', '\\"')
    mark = "@" if is_file else ""
    stated = [f'{part.name}={mark}"{quoted}"']
    if part.content_type is not None:
        stated.append(f"type={part.content_type}")
    stated += (f'headers="{name}: {value}"' for name, value in part.headers)
    return source_text("--form {}", words.string(";".join(stated)))


def _name(text: str) -> str:
    """A name in a header of a part (WHATWG HTML, section 4.10.21.8)."""
    return (
        text.replace('"', "%22")
        .replace("\\", "\\\\")
        .replace("\r", "%0D")
        .replace("\n", "%0A")
    )


# Python, which is laid out as Black does


def _python(request: HttpRequest) -> Python:
    """Return the call of a function of requests."""
    items: list[Code] = []
    function = request.method.lower()
    if request.method not in _VERBS or function == "trace":
        items.append(Name(string(request.method)))
        function = "request"
    items.append(_python_text(request.url))
    headers = [(string(name), _python_text(value)) for name, value in request.headers]
    if request.media_type and not request.parts:
        headers.append((string("Content-Type"), Name(string(request.media_type))))
    items.append(Pair("headers=", mapping(headers)))
    if request.basic is not None:
        kind = "HTTPDigestAuth" if request.is_digest else ""
        login = tuple(_python_text((one,)) for one in request.basic)
        items.append(Pair("auth=", Bracket(kind, login, "(", ")")))
    if request.has_json:
        items.append(Pair("json=", json_code(request.json)))
    elif request.form:
        pairs = (
            _pair(Name(string(one)), Name(string(two))) for one, two in request.form
        )
        items.append(Pair("data=", Bracket("", tuple(pairs))))
    elif request.text is not None:
        items.append(Pair("data=", Name(python("{}.encode()", string(request.text)))))
    elif request.file is not None:
        items.append(Pair("data=", _open(request.file)))
    elif request.parts:
        parts = Bracket("", tuple(map(_python_part, request.parts)))
        items.append(Pair("files=", parts))
    head = identifier(f"requests.{function}")
    return assigned("response", Bracket(head, tuple(items), "(", ")"), 0)


def _python_text(text: Text) -> Code:
    pieces = (
        (
            python("os.environ[{}]", string(piece.name))
            if isinstance(piece, Env)
            else string(piece)
        )
        for piece in text
    )
    return Name(joined_code(" + ", pieces))


def _pair(one: Code, two: Code) -> Code:
    return Bracket("", (one, two), "(", ")")


def _python_part(part: Part) -> Code:
    if isinstance(part.content, File):
        inner: list[Code] = [Name(string(part.content.name)), _open(part.content)]
    else:
        inner = [Name("None"), Name(string(part.content))]
    if part.content_type is not None:
        inner.append(Name(string(part.content_type)))
    elif part.headers:
        inner.append(Name("None"))
    if part.headers:
        pairs = ((string(name), Name(string(value))) for name, value in part.headers)
        inner.append(mapping(pairs))
    return _pair(Name(string(part.name)), Bracket("", tuple(inner), "(", ")"))


def _open(file: File) -> Code:
    return call("open", Name(string(file.name)), Name(string("rb")))
