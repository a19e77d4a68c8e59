"""Scripts whose characters are two columns wide: in names, values and words."""

import httpx2
import pytest

from tests.workshop import Stage


def check_names_and_values(stage: Stage) -> None:
    body = {"住所": "千代田区", "naïve": "x"}
    client = stage.client(httpx2.Response(200, json=body))
    found = client.addresses.find(郵便番号="100-0001", 都道府県="東京都")
    assert found.住所 == "千代田区"
    assert found.to_dict() == body
    assert stage.sent.url.params["都道府県"] == "東京都"


def check_reasons(stage: Stage) -> None:
    for reason, name in (
        ("短い", "SHORT"),
        ("郵便番号は七桁でなければなりません", "桁数"),
    ):
        client = stage.client(httpx2.Response(400, json={"理由": reason}))
        with pytest.raises(stage.package.errors.BadRequestError) as caught:
            client.addresses.find(郵便番号="1")
        assert caught.value.reason.name == name
