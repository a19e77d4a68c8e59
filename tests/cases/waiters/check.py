"""Waiting for a job, without any time passing."""

from __future__ import annotations

import pickle
from importlib import import_module

import httpx2
import pytest

from tests.workshop import Stage

JOB = "0b8f5a54-3d2c-4f0e-9b55-6b1c1f1f9b11"


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, stage: Stage, patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.pauses: list[float] = []
        module = import_module(f"{stage.package.__name__}._runtime.client.base")
        patch.setattr(module.BaseCalls, "clock", staticmethod(lambda: self.now))
        patch.setattr("time.sleep", self.sleep)
        patch.setattr("anyio.sleep", self.pause)

    async def pause(self, seconds: float) -> None:
        self.sleep(seconds)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def state(name: str, **headers: str) -> httpx2.Response:
    return httpx2.Response(200, json={"job": {"state": name}}, headers=headers)


def check_until_it_is_done(stage: Stage) -> None:
    seen: list[object] = []
    answers = [state("queued"), state("new to us"), httpx2.Response(202)]
    client = stage.client(*answers, state("running"), state("done"))
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(stage, patch)
        found = client.jobs.wait(JOB, lang="en", on_poll=seen.append)
    assert found.job.state is stage.package.models.State.DONE
    assert clock.pauses == [2, 4, 5, 5]
    assert [one and one.job.state for one in seen] == [
        "queued",
        "new to us",
        None,
        "running",
        "done",
    ]
    assert {str(one.url.params) for one in stage.requests} == {"lang=en"}


def check_a_job_that_fails(stage: Stage) -> None:
    errors = stage.package.errors
    with pytest.raises(errors.JobsWaitFailed) as caught:
        stage.client(state("failed")).jobs.wait(JOB)
    error = pickle.loads(pickle.dumps(caught.value))
    for one in (caught.value, error):
        assert isinstance(one, errors.JobFailed)
        assert isinstance(one, getattr(errors, f"{stage.name}Error"))
        assert one.state == "failed"
        assert one.body.job.state is stage.package.models.State.FAILED
        assert one.message == "jobs.wait: the job ended as 'failed'"


def check_a_job_that_takes_too_long(stage: Stage) -> None:
    errors = stage.package.errors
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(stage, patch)
        with pytest.raises(errors.WaitTimeout) as caught:
            stage.client(state("running")).jobs.wait(JOB, timeout=10)
    assert clock.pauses == [2, 4, 4]
    assert caught.value.last_state == "running"
    assert caught.value.message == "jobs.wait: still 'running' after 10 seconds"
    assert pickle.loads(pickle.dumps(caught.value)).last_state == "running"


def check_the_server_says_when_to_come_back(stage: Stage) -> None:
    errors = stage.package.errors
    later = {"retry-after": "7"}
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(stage, patch)
        client = stage.client(state("queued", **later), state("queued"), state("done"))
        client.jobs.wait(JOB)
        assert clock.pauses == [7, 4]
        with pytest.raises(errors.WaitTimeout):
            stage.client(state("queued", **later)).jobs.wait(JOB, timeout=5)
        assert clock.pauses == [7, 4]


def check_one_look_is_enough_of_a_wait(stage: Stage) -> None:
    assert stage.client(state("done")).jobs.wait(JOB, timeout=0).job.state == "done"
    with pytest.raises(stage.package.errors.WaitTimeout):
        stage.client(state("queued")).jobs.wait(JOB, timeout=0)


def check_errors_of_the_call_end_the_wait(stage: Stage) -> None:
    with pytest.raises(stage.package.errors.NotFoundError):
        stage.client(httpx2.Response(404)).jobs.wait(JOB)
