"""`apiloom migrate`: the names of other generators' clients are kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.unit.cli.conftest import Run

SPEC = """\
openapi: 3.1.0
info: {title: Music, version: '1'}
servers: [{url: https://api.example.com/v1}]
security: [{BearerAuth: []}]
paths:
  /v1/albums:
    get:
      operationId: music_getAlbums
      tags: [Music Store]
      parameters:
        - {name: begin, in: query, schema: {type: string}}
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {type: array, items: {$ref: '#/components/schemas/AlbumDTO'}}
                  position: {type: string}
    post:
      operationId: addAlbum
      tags: [Music Store]
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/AlbumDTO'}}
      responses: &album
        '201':
          description: The album.
          content:
            application/json: {schema: {$ref: '#/components/schemas/AlbumDTO'}}
  /v1/albums/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: music store album
      tags: [Music Store]
      responses: *album
  /internal/reset:
    post: {responses: {'204': {description: Done.}}}
components:
  securitySchemes:
    BearerAuth: {type: http, scheme: bearer}
  schemas:
    AlbumDTO:
      type: object
      properties:
        id: {type: string}
        cover: {type: object, properties: {url: {type: string}}}
"""

STAINLESS = """\
organization: {name: music}
targets:
  python: {package_name: music_sdk}
client_settings:
  opts:
    token:
      type: string
      read_env: MUSIC_TOKEN
      auth: {security_scheme: BearerAuth}
    region: {type: string}
environments: {production: 'https://api.example.com', sandbox: 'https://sb.example.com'}
pagination:
  - name: cursor_page
    type: cursor
    request:
      begin:
        type: string
        x-stainless-pagination-property: {purpose: next_cursor_param}
    response:
      data: {type: array, items: {}}
      position:
        type: string
        x-stainless-pagination-property: {purpose: next_cursor_field}
resources:
  catalog:
    models: {album: AlbumDTO}
    subresources:
      albums:
        methods:
          list: get /v1/albums
          addOne: {endpoint: post /v1/albums}
          retrieve: get /v1/albums/{albumId}
          search: get /v1/search
          lookup: get /v1/albums/{id}
          unwrap: {type: webhook_unwrap}
          rest: {endpoint: get /v1/albums, skip: [python]}
"""

API_MD = """\
# Catalog

Types:

```python
from music_sdk.types import Album, Gone
```

## Albums

Methods:

- <code title="get /v1/albums">client.catalog.albums.<a href="./a.py">list</a>() -> \
<a href="./b.py">SyncCursorPage[Album]</a></code>
- <code title="post /v1/albums">client.catalog.albums.<a href="./a.py">add_one</a>(\
\\*\\*<a href="p.py">params</a>) -> <a href="./b.py">Album</a></code>
- <code title="get /v1/albums/{album_id}">client.catalog.albums.<a href="./a.py">\
retrieve</a>(album_id) -> <a href="./b.py">Album</a></code>
- <code>client.catalog.albums.<a href="./a.py">poll</a>()</code>
"""

GEN = """\
configVersion: 2.0.0
generation: {sdkClassName: MusicSDK}
python: {version: 1.0.0, packageName: music-sdk, envVarPrefix: MUSIC}
"""
WORKFLOW = """\
workflowVersion: 1.0.0
sources:
  other: {inputs: [{location: gone.yaml}]}
  music: {inputs: [{location: spec.yaml}], overlays: [{location: speakeasy.yaml}]}
targets:
  typescript: {target: typescript, source: other}
  python: {target: python, source: music}
"""
SPEAKEASY = """\
overlay: 1.0.0
info: {title: Speakeasy, version: '1'}
actions:
  - target: $
    update:
      x-speakeasy-name-override: [{operationId: ^add.*, methodNameOverride: addOne}]
  - target: $.paths['/v1/albums'].get
    update:
      x-speakeasy-group: catalog.albums
      x-speakeasy-name-override: list
      x-speakeasy-pagination:
        type: cursor
        inputs: [{name: begin, in: parameters, type: cursor}]
        outputs: {results: $.data, nextCursor: $.position}
  - {target: "$.paths['/internal/reset'].post", update: {x-speakeasy-ignore: true}}
  - target: $.components.schemas.AlbumDTO
    update: {x-speakeasy-name-override: Album}
"""

FERN = """\
api:
  auth-schemes:
    Token: {scheme: bearer, token: {name: apiKey, env: MUSIC_KEY}}
  specs: [{openapi: ../spec.yaml, overrides: overrides.yml}]
groups:
  sdk:
    generators:
      - {name: fernapi/fern-typescript-sdk}
      - name: fernapi/fern-python-sdk
        config: {client: {class_name: MusicClient}}
"""
OVERRIDES = """\
servers: [{description: Production}]
paths:
  /v1/albums:
    get:
      tags: [albums]
      x-fern-sdk-group-name: [catalog, albums]
      x-fern-sdk-method-name: list
      x-fern-pagination:
        cursor: $request.begin
        next_cursor: $response.position
        results: $response.data
  /internal/reset: {post: {x-fern-ignore: true}}
"""


def kept(report: dict[str, Any], name: str) -> tuple[int, int]:
    return report["kept"][name]["kept"], report["kept"][name]["published"]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.yaml").write_text(SPEC)
    return tmp_path


def migrate(run: Run, *arguments: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Migrate, and return the report and what `inspect` says of the client."""
    done = run("migrate", *arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    inspected = run("inspect")
    assert inspected.exit_code == 0, inspected.stderr
    return json.loads(done.stdout), json.loads(inspected.stdout)


def methods(inspected: dict[str, Any]) -> set[str]:
    return {
        ".".join([*one["resource"], one["method"]]) for one in inspected["operations"]
    }


def is_paginated(inspected: dict[str, Any]) -> bool:
    listed = {one["name"]: one for one in inspected["surface"]["methods"]}
    return listed["list"]["pages"] is not None


def test_stainless(empty: Path, run: Run) -> None:
    (empty / "stainless.yml").write_text(STAINLESS)
    report, client = migrate(run, "stainless.yml", "--spec", "spec.yaml")
    wanted = {f"catalog.albums.{name}" for name in ("list", "add_one", "retrieve")}
    assert wanted < methods(client)
    assert client["package"] == "music_sdk"
    assert client["client"] == "Music"
    assert client["auth"][0] | {"argument": "token", "env": "MUSIC_TOKEN"} == (
        client["auth"][0]
    )
    assert {model["name"] for model in client["models"]} >= {"Album"}
    assert is_paginated(client)
    assert kept(report, "methods") == (3, 5)
    assert [row["published"] for row in report["methods"]] == [
        "catalog.albums.lookup",  # the same request as another
        "catalog.albums.search",  # not described
    ]
    assert any("unwrap sends no request" in note for note in report["notes"])
    assert any("region" in note for note in report["notes"])
    overlay = yaml.safe_load((empty / "names.overlay.yaml").read_text())
    servers = overlay["actions"][-1]["update"]["servers"]
    assert [one["x-name"] for one in servers] == ["production", "sandbox"]
    assert run("migrate", "stainless.yml", "--spec", "spec.yaml").exit_code == 2


def test_the_list_of_an_sdk(empty: Path, run: Run) -> None:
    (empty / "api.md").write_text(API_MD)
    report, client = migrate(run, "api.md", "--spec", "spec.yaml")
    assert kept(report, "methods") == (3, 3)
    assert kept(report, "models") == (1, 2)
    assert {model["name"] for model in client["models"]} >= {"Album"}
    shown = run("migrate", "api.md", "--spec", "spec.yaml", "--dry-run").stdout
    assert "| methods | 3 | 3 | 100.0 % |" in shown
    assert "poll sends no request" in shown


def test_speakeasy(empty: Path, run: Run) -> None:
    (empty / ".speakeasy").mkdir()
    (empty / ".speakeasy" / "gen.yaml").write_text(GEN)
    (empty / ".speakeasy" / "workflow.yaml").write_text(WORKFLOW)
    (empty / "speakeasy.yaml").write_text(SPEAKEASY)
    _, client = migrate(run, ".speakeasy")
    assert methods(client) == {
        "catalog.albums.list",
        "music_store.add_one",
        "music_store.music_store_album",
    }
    assert client["client"] == "MusicSDK"
    assert client["auth"][0]["argument"] == "bearer_auth"
    assert client["auth"][0]["env"] == "MUSIC_BEARER_AUTH"
    assert {model["name"] for model in client["models"]} >= {"Album"}
    assert is_paginated(client)


def test_fern(empty: Path, run: Run) -> None:
    (empty / "fern").mkdir()
    (empty / "fern" / "generators.yml").write_text(FERN)
    (empty / "fern" / "overrides.yml").write_text(OVERRIDES)
    (empty / "fern" / "fern.config.json").write_text('{"organization": "music-inc"}')
    report, client = migrate(run, "fern")
    assert methods(client) == {
        "catalog.albums.list",
        "music_store.add_album",
        "music_store.album",
    }
    assert (client["package"], client["client"]) == ("music_inc", "MusicClient")
    assert client["auth"][0]["argument"] == "api_key"
    assert client["auth"][0]["env"] == "MUSIC_KEY"
    assert is_paginated(client)
    assert report["added"] == []
    assert client["surface"]["servers"][0]["url"] == "https://api.example.com/v1"


def test_openapi_generator(empty: Path, run: Run) -> None:
    (empty / "python.yaml").write_text(
        "packageName: music.client\ninputSpec: spec.yaml\n"
        "modelNameMappings: {AlbumDTO: Album}\n"
        "operationIdNameMappings: {addAlbum: albumAdd}\n"
    )
    _, client = migrate(run, "python.yaml")
    assert methods(client) == {
        "music_store.music_get_albums",
        "music_store.album_add",
        "music_store.music_store_album",
        "default.internal_reset_post",
    }
    assert {model["name"] for model in client["models"]} >= {"Album"}


PACKAGE = {
    "__init__.py": "from ._client import Music as Music, AsyncMusic as AsyncMusic\n",
    "_client.py": """
import os
from .resources.albums import Albums
class Music(Base):
    def __init__(self, *, token=None):
        if token is None:
            token = os.environ.get("MUSIC_TOKEN")
    @cached_property
    def albums(self) -> Albums:
        from .resources.albums import Albums
        return Albums(self)
    @cached_property
    def with_raw_response(self) -> Raw: ...
""",
    "resources/__init__.py": "",
    "resources/albums.py": """
from ..types import Album, Page
class Albums:
    def list(self, *, begin=omit, extra_headers=None) -> Page[Album]:
        return self._get_api_list("/v1/albums", page=Page[Album])
    def stash(self, *, id=omit) -> Album:
        return self.create(id=id)
    def create(self, *, id=omit, cover=omit) -> Album:
        return self._post("/v1/albums", body=1, cast_to=Album)
    def fetch(self, album_id: str) -> Album:
        return self._get(path_template("/v1/albums/{album_id}", album_id=album_id))
""",
    "types/__init__.py": "from .album import Album as Album, Picture as Picture\n",
    "types/album.py": """
class Picture(BaseModel):
    url: Optional[str] = None
class Album(BaseModel):
    id: Optional[str] = None
    front: Optional[Picture] = Field(alias="cover", default=None)
class Page(BaseModel): ...
""",
}
FERN_PACKAGE = {
    "__init__.py": "from .client import Music\n",
    "client.py": """
class Music:
    def __init__(self, *, token=os.getenv("MUSIC_TOKEN")): ...
    @property
    def albums(self):
        if self._albums is None:
            from .albums.client import AlbumsClient
            self._albums = AlbumsClient(client_wrapper=self._client_wrapper)
        return self._albums
""",
    "albums/__init__.py": "",
    "albums/client.py": """
from .raw_client import RawAlbumsClient
class AlbumsClient:
    def __init__(self, *, client_wrapper):
        self._raw_client = RawAlbumsClient(client_wrapper=client_wrapper)
    def list(self, *, begin=None, request_options=None):
        return self._raw_client.list(begin=begin).data
    def fetch(self, album_id, *, request_options=None):
        return self._raw_client.fetch(album_id).data
""",
    "albums/raw_client.py": """
class RawAlbumsClient:
    def list(self, *, begin=None):
        return self._client_wrapper.httpx_client.request("v1/albums", method="GET")
    def fetch(self, album_id):
        return self._client_wrapper.httpx_client.request(
            f"v1/albums/{jsonable_encoder(album_id)}", method="GET")
""",
}
SPEAKEASY_PACKAGE = {
    "__init__.py": "from .sdk import Music\n",
    "sdk.py": """
class Music(BaseSDK):
    albums: "Albums"
    if TYPE_CHECKING:
        from .albums import Albums
""",
    "albums.py": """
class Albums(BaseSDK):
    def list(self, *, begin=None, server_url=None):
        req = self._build_request(method="GET", path="/v1/albums", base_url=1)
    async def list_async(self, *, begin=None): ...
    def fetch(self, *, album_id):
        req = self._build_request(method="GET", path="/v1/albums/{album_id}")
""",
}
OPENAPI_GENERATOR_PACKAGE = {
    "__init__.py": "from music.api.albums_api import AlbumsApi\n",
    "api/__init__.py": "",
    "api/albums_api.py": """
class AlbumsApi:
    def __init__(self, api_client=None):
        self.fetch_endpoint = _Endpoint(
            settings={"endpoint_path": "/v1/albums/{id}", "http_method": "GET"})
    def list(self, begin=None, _request_timeout=None):
        _param = self._list_serialize(begin=begin)
    def list_with_http_info(self, begin=None):
        _param = self._list_serialize(begin=begin)
    def _list_serialize(self, begin):
        return self.api_client.param_serialize(method="GET", resource_path="/v1/albums")
    def fetch(self, id, **kwargs):
        return self.fetch_endpoint.call_with_http_info(**kwargs)
""",
}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (PACKAGE, {"albums.list", "albums.create", "albums.fetch"}),
        (FERN_PACKAGE, {"albums.list", "albums.fetch"}),
        (SPEAKEASY_PACKAGE, {"albums.list", "albums.fetch"}),
        (OPENAPI_GENERATOR_PACKAGE, {"albums.list", "albums.fetch"}),
    ],
    ids=["stainless", "fern", "speakeasy", "openapi-generator"],
)
def test_the_package_alone(
    empty: Path, run: Run, files: dict[str, str], wanted: set[str]
) -> None:
    """The code of a package says what its methods send; it is read, not run."""
    for name, text in files.items():
        path = empty / "old" / "music" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"raise SystemExit\n{text}")
    report, client = migrate(run, "old/music", "--spec", "spec.yaml")
    assert wanted < methods(client)
    assert kept(report, "methods") == (len(wanted), len(wanted))
    assert report["kept"]["arguments"]["share"] == 100.0
    if files is PACKAGE:
        assert {model["name"] for model in client["models"]} >= {"Album", "Picture"}
        assert client["auth"][0]["env"] == "MUSIC_TOKEN"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("gone.yml", None, "gone.yml:1:1: error: there is no such file or folder"),
        ("x.yml", "a: 1", "not the settings of a generator that is known"),
        ("x.yml", SPEC, "this is an OpenAPI document"),
        ("x.yml", "- a", "the settings are an array, not an object"),
        ("api.md", "# Nothing", "no method is listed"),
        (
            "stainless.yml",
            "organization: {}\nresources:\n  a:\n    methods: {b: go}",
            "stainless.yml:4:15: error: b is 'go', not a verb and a path",
        ),
        ("c.json", '{"generatorName": "go"}', "for the generator go, not for Python"),
        ("c.json", '{"packageName": "x", "inputSpec": "http://x/y"}', "--spec"),
        ("old/__init__.py", "x = 1", "no class of this package has methods"),
    ],
)
def test_what_cannot_be_migrated(
    empty: Path, run: Run, name: str, text: str | None, told: str
) -> None:
    if text is not None:
        (empty / name).parent.mkdir(exist_ok=True)
        (empty / name).write_text(text)
    source = name.partition("/")[0]
    spec = [] if "inputSpec" in (text or "") else ["--spec", "spec.yaml"]
    done = run("migrate", source, *spec)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (empty / "pyproject.toml").exists()
