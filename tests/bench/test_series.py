"""Medians, spreads and ratios."""

from __future__ import annotations

import pytest

from bench.series import Series, Summary, geometric_mean


def test_a_summary_is_the_median_and_the_middle_half() -> None:
    assert Series((5.0, 1.0, 2.0, 4.0, 3.0)).summary() == Summary(3.0, 2.0, 4.0, 5)


def test_one_value_has_no_spread() -> None:
    assert Series((2.5,)).summary() == Summary(2.5, 2.5, 2.5, 1)


def test_ratios_are_judged_round_by_round() -> None:
    # In the second round the machine was ten times slower: for both of them.
    mine, its = Series((2.0, 20.0, 2.2)), Series((1.0, 10.0, 1.1))
    ratio = mine.ratio(its)
    assert (ratio.median, ratio.low, ratio.high) == pytest.approx((2.0, 2.0, 2.0))


def test_one_that_was_run_less_often_is_compared_with_the_same_rounds() -> None:
    assert Series((2.0, 4.0)).ratio(Series((1.0, 2.0, 100.0))).count == 2


def test_a_part_is_taken_off_round_by_round() -> None:
    assert Series((5.0, 7.0)).minus(Series((1.0, 2.0))).values == (4.0, 5.0)


def test_the_mean_of_ratios_is_geometric() -> None:
    assert geometric_mean([0.5, 2.0]) == pytest.approx(1.0)
    with pytest.raises(ValueError, match="no ratios"):
        geometric_mean([])


def test_nothing_is_no_series() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        Series(())
