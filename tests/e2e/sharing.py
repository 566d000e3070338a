"""One running house for all the conversations of a file: processes cost seconds to start, and learners are strangers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
import pytest_asyncio


def shared(opened: Callable[..., AbstractAsyncContextManager[Any]], *processes: str, **more: str) -> Any:
    """A fixture of the calling module's, to be named ``standing_house``: what ``opened`` gives, until its last test.

    Tests ask for ``home`` (see conftest.py), which mends after each what it left broken.
    """

    @pytest_asyncio.fixture(scope="module", loop_scope="module")
    async def standing_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Any]:
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("BANDMATE_")]:
                patch.delenv(name)
            building = opened(tmp_path_factory.mktemp("house"), *processes, **more)
        async with building as built:
            yield built

    return standing_house
