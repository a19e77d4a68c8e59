"""Left out is not null."""

from __future__ import annotations

import copy
import pickle
from uuid import UUID

from apiloom.runtime.core.unset import UNSET, or_uuid4


def test_unset_is_one_value_that_is_false() -> None:
    assert not UNSET
    assert UNSET is not None
    assert repr(UNSET) == "UNSET"
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert copy.deepcopy([UNSET])[0] is UNSET


def test_a_missing_uuid_is_made_afresh_each_time() -> None:
    first, second = or_uuid4(UNSET), or_uuid4(UNSET)
    assert isinstance(first, str)
    assert UUID(first).version == 4
    assert first != second


def test_a_given_uuid_is_kept() -> None:
    given = UUID(int=7)
    assert or_uuid4(given) is given
    assert or_uuid4(None) is None
    assert or_uuid4("") == ""
