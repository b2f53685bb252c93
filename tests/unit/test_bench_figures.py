"""The arithmetic of the benchmark's table: a limit that is missed must not look like one that is kept."""

import pytest

from tests.bench.figures import Figure, percentile, spread, table


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (99, 99), (100, 100), (0, 1)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, value: float) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], percent) == value


def test_a_percentile_of_few_values_is_the_worst_of_them() -> None:
    assert percentile([3.0, 9.0, 5.0], 99) == 9.0


def test_the_ratio_is_that_of_the_medians() -> None:
    assert Figure("start", "ms", (100, 900, 110), (220, 200, 5000)).ratio == 2


@pytest.mark.parametrize(("ours", "passed"), [(160, True), (161, False)])
def test_more_than_the_limit_is_over(ours: float, passed: bool) -> None:
    figure = Figure("start", "ms", (100,), (ours,), 1.6)
    assert figure.passed is passed
    assert figure.cells()[-1] == ("pass" if passed else "OVER")


@pytest.mark.parametrize(("ours", "passed"), [(80, True), (79, False)])
def test_less_than_the_limit_is_over_where_more_is_better(ours: float, passed: bool) -> None:
    assert Figure("sync", "rows/s", (100,), (ours,), 0.8, more_is_better=True).passed is passed


def test_the_spread_is_told_beside_the_median() -> None:
    assert spread([12.0, 10.0, 2000.0]) == "12.0 (10.0..2,000)"
    assert spread([16.7]) == "16.7"


def test_the_table_has_a_line_for_each_figure() -> None:
    lines = table([Figure("start", "ms", (100,), (150,), 1.6), Figure("search", "ms", (16.7,), (10,))]).splitlines()
    assert lines[2].split()[-4:] == ["1.50", "≤", "1.6", "pass"]
    assert lines[3].startswith("search")
