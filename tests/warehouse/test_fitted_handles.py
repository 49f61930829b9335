"""Inferred handle times are the longest that they can be: what was kept shortens them, and never lengthens them."""

from dataclasses import replace

import pytest

from tests.warehouse.test_capacity import coming, desk, queue
from warehouse.capacity import Target
from warehouse.fitted_handles import scaled

pytestmark = pytest.mark.conflict(10)


@pytest.mark.parametrize(("seen", "is_shortened"), [(0.95, True), (0.01, False), (None, False)])
def test_inferred_handle_times_are_shortened_where_more_was_kept_than_they_allow(seen, is_shortened):
    target = Target("mail", 18_000.0, True, 0.9, 1.0, seen, 1000 if seen is not None else 0)
    slow = replace(queue("mail", False, 18_000.0), handle_seconds=900.0, targets=(target,))
    department = replace(desk(2.0, slow), recent=coming(2.0))

    found = scaled(department).queues[0]
    assert (found.scale < 1) is is_shortened
    assert found.handle_seconds == pytest.approx(900.0 * found.scale)
