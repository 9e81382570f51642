"""Keeps what Dask says of itself off the terminal: sowgen tells in its own words what matters."""

from __future__ import annotations

import logging
import warnings

_TALKERS = ("distributed", "tornado", "asyncio", "dask")


def silence() -> None:
    """From now on, in this process."""
    for name in (*_TALKERS, *list(logging.root.manager.loggerDict)):
        if name.split(".")[0] in _TALKERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"(distributed|dask|tornado)\b")
