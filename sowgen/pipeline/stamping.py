"""The last step before the disk: each file says where it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sowgen.pipeline.history import Origin, as_committed

if TYPE_CHECKING:
    from sowgen.model.artifact import Artifact
    from sowgen.model.provenance import Provenance
    from sowgen.pipeline.make import Made
    from sowgen.pipeline.run import Run
    from sowgen.publish import Manifest


@dataclass(frozen=True, slots=True)
class Ready:
    """The files of a package as they go out, with their manifest; `stamps` has, by the name of a
    file, the digest of the provenance in it."""

    artifacts: tuple[Artifact, ...]
    manifest: Manifest
    stamps: Mapping[str, str]


def stamp_package(run: Run, made: Made, origin: Origin) -> Ready:
    """The package with that commit on every document, in the archive and in the manifest. A file of
    an earlier build that carries the same stamp is left as it is."""
    from sowgen.model.artifact import BUNDLE
    from sowgen.publish import pack

    stamps: dict[str, str] = {}
    artifacts: list[Artifact] = []
    for artifact in made.artifacts:
        known = made.origins.get(artifact.name)
        if known is not None:
            provenance = replace(known, commit=origin.commit)
            stamps[artifact.name] = digest_of_stamp(provenance)
            if made.stamps.get(artifact.name) != stamps[artifact.name]:
                artifact = _stamped(artifact, provenance)
        artifacts.append(artifact)
    bound = next((a for a in artifacts if a.kind == BUNDLE), None)
    if bound is not None:
        artifacts.append(pack(artifacts, bound.name.removesuffix("pdf") + "zip"))
    inputs = as_committed(run, made.manifest.inputs, origin)
    manifest = replace(made.manifest, commit=origin.commit, inputs=inputs)
    return Ready(tuple(artifacts), manifest, stamps)


def digest_of_stamp(provenance: Provenance) -> str:
    """Equal for equal provenance."""
    plain = json.dumps(asdict(provenance), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _stamped(artifact: Artifact, provenance: Provenance) -> Artifact:
    from sowgen.render import stamp

    return replace(artifact, data=stamp(artifact.format, artifact.data, provenance))
