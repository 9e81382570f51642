"""Builds on a Dask cluster: this machine reads and delivers, others make the files.

Takes: a run, an order and the names of projects. Gives: the same reports and the same bytes as a
build here. A worker needs sowgen and its tools, nothing of this machine's disk.
Never does: work of its own; the steps are the pipeline's.
Where to start: `coordinator.py`, then `worker.py`, which says what travels.
"""

from sowgen.cluster.coordinator import Cluster, Unavailable

__all__ = ["Cluster", "Unavailable"]
