"""Whatever a schema is called, it is a class, and hides nothing else."""

import httpx2
import pytest

from tests.workshop import Stage


def check_every_schema_is_a_model(stage: Stage) -> None:
    models = stage.package.models
    fields = next(
        found.model_fields
        for name in models.__all__
        if "p_pet" in str(getattr(found := getattr(models, name), "model_fields", ""))
    )
    body = {field.alias or name: {"of": name} for name, field in fields.items()}
    assert len(body) == 31
    found = stage.client(httpx2.Response(200, json=body)).all.load()
    assert found.to_dict() == body
    classes = {type(value) for _, value in found if value is not None}
    assert len(classes) == 31


def check_exceptions_stay_exceptions(stage: Stage) -> None:
    errors = stage.package.errors
    for status, name in ((400, "BadRequestError"), (404, "NotFoundError")):
        client = stage.client(httpx2.Response(status, json={"of": "it"}))
        cls = getattr(errors, name)
        assert issubclass(cls, Exception)
        with pytest.raises(cls) as caught:
            client.all.load()
        assert caught.value.body.of == "it"
        assert caught.value.reason.status == status
