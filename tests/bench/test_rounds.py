"""Who runs when, and how often."""

from __future__ import annotations

import time
from collections.abc import Callable

from bench.process import CommandFailed
from bench.rounds import Effort, Subject, interleave


def recording(log: list[str], name: str) -> Callable[[], int]:
    """A run that notes its name and returns how many there were before."""

    def once() -> int:
        log.append(name)
        return len(log)

    return once


def test_everyone_runs_once_a_round_and_no_one_is_always_first() -> None:
    log: list[str] = []
    subjects = [Subject(name, recording(log, name)) for name in "abc"]
    readings = interleave(subjects, Effort(rounds=3))
    assert "".join(log) == "abcbcacab"
    assert {name: len(found) for name, found in readings.of.items()} == dict.fromkeys(
        "abc", 3
    )


def test_the_first_round_may_only_warm_up() -> None:
    log: list[str] = []
    readings = interleave([Subject("a", recording(log, "a"))], Effort(2), warm=True)
    assert readings.of == {"a": [2, 3]}


def test_one_that_fails_is_not_run_again_and_the_others_are() -> None:
    log: list[str] = []

    def broken() -> int:
        log.append("b")
        raise CommandFailed("exit code 1: oh")

    subjects = [Subject("a", recording(log, "a")), Subject("b", broken)]
    readings = interleave(subjects, Effort(rounds=3))
    assert log.count("b") == 1
    assert readings.failed == {"b": "exit code 1: oh"}
    assert set(readings.of) == {"a"}


def test_one_that_takes_long_is_run_no_more_than_it_has_to() -> None:
    log: list[str] = []

    def slow() -> int:
        log.append("slow")
        time.sleep(0.02)
        return 0

    subjects = [Subject("quick", recording(log, "quick")), Subject("slow", slow)]
    interleave(subjects, Effort(rounds=9, fewest=2, budget=0.02))
    assert (log.count("quick"), log.count("slow")) == (9, 2)


def test_the_effort_of_something_shorter_or_longer() -> None:
    effort = Effort(rounds=7, fewest=3, scale=0.5)
    assert effort.often(2).rounds == 14
    assert effort.seldom().rounds == 3
    assert effort.times(100) == 50
