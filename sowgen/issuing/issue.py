"""A version, from the commit to its folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Span, error, in_order
from sowgen.issuing.package import left_out, look_at, outbound_files
from sowgen.issuing.place import put, unwritable
from sowgen.issuing.repository import ignored, make_tag, refused_tag, tag_name, time_of
from sowgen.issuing.uncommitted import uncommitted
from sowgen.issuing.versions import already, refused_place, taken, wrong_name
from sowgen.model.seal import Seal
from sowgen.pipeline import Order, Run, Step
from sowgen.pipeline.issued import issued_folder
from sowgen.pipeline.overlay import HERE
from sowgen.pipeline.reports import no_step
from sowgen.publish.seal import SEAL, digest_of_seal, seal_bytes
from sowgen.workspace import MANIFEST, SETTINGS, Workspace
from sowgen.workspace.git import Repository, find_repository

LOCK = "sowgen-issuing"
"""A folder in the repository's own while a version is written, for the lock."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of it. `files` maps the name of each file of the version to its bytes, and is empty
    where findings forbid it; `seal` has the facts then. `written`: they are in `folder`. `tag` is
    the tag that was made, '' for none; `head` the commit whose files were read, '' for none."""

    slug: str
    version: str
    folder: Path
    diagnostics: tuple[Diagnostic, ...]
    seal: Seal | None = None
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    written: bool = False
    tag: str = ""
    head: str = ""


def issue(
    workspace: Workspace,
    slug: str,
    version: str,
    *,
    tag: bool = False,
    trial: bool = False,
    step: Step = no_step,
) -> Issued:
    """Makes `projects/<slug>/issued/<version>/` from the commit that is checked out, whole or not
    at all. `tag`: makes the annotated tag `<slug>/<version>` too. `trial`: does all but write.

    Codes: H401 to H409, H412, F003 and F043 to F045, and every finding of a build. Raises
    `workspace.ToolFailed` where a program fails, and whatever `step` raises.
    """
    return _Work(workspace.fork(), slug, version, tag, trial, step).issue()


@dataclass(slots=True)
class _Work:
    disk: Workspace
    slug: str
    version: str
    tag: bool
    trial: bool
    step: Step
    found: list[Diagnostic] = field(default_factory=list)
    head: str = ""

    def issue(self) -> Issued:
        wrong = wrong_name(self.version) or refused_place(self.disk, self.slug)
        if wrong is not None:
            return self.done([wrong])
        repository = find_repository(self.disk.root)
        head = repository.head() if repository else None
        if repository is None or head is None:
            return self.done([self.no_commit()])
        committed = Workspace(self.disk.root, repository.tree(head))
        for path in (SETTINGS, f"projects/{self.slug}/project.yaml"):
            if not committed.source.is_file(path):
                found = error("H402", f"`{path}` is not committed", Span(path), "commit it")
                return self.done([found])
        self.head = head
        self.found += taken(self.disk, committed, self.slug, self.version)
        if self.tag:
            self.found += refused_tag(repository, self.slug, self.version)
        made = self.make(committed, repository)
        return self.write(repository, *made) if made else self.done()

    def make(
        self, committed: Workspace, repository: Repository
    ) -> tuple[Seal, dict[str, bytes]] | None:
        """The seal and all files of the version, None where findings forbid it."""
        run = Run.begin(committed)
        workspace = run.workspace.fork()
        order = Order(bundle=True, strict=True, issue=self.version)
        time = time_of(repository, self.head)
        looked = look_at(run, workspace, self.slug, order, time, self.step)
        found = list(looked.diagnostics)
        made = None
        if looked.value is not None and not order.refuses([*self.found, *found]):
            made = outbound_files(run, workspace, looked.value, order, self.head, self.step)
            found += made.diagnostics
        self.found += [*found, *uncommitted(self.disk, committed, workspace.trace)]
        if looked.value is None or made is None:
            return None
        artifacts, manifest = made.value
        files = {a.name: a.data for a in artifacts} | {MANIFEST: manifest.to_bytes()}
        self.found += ignored(repository, self.slug, self.version, (*files, SEAL))
        seal = Seal(
            project=self.slug,
            version=self.version,
            commit=manifest.commit,
            date=time_of(repository, manifest.commit),
            files={name: sha256(data).hexdigest() for name, data in sorted(files.items())},
            deviations=looked.value.deviations,
            left_out=left_out(looked.value.package),
        )
        return None if order.refuses(self.found) else (seal, files | {SEAL: seal_bytes(seal)})

    def write(self, repository: Repository, seal: Seal, files: dict[str, bytes]) -> Issued:
        """The files in their place, and the tag."""
        if self.trial:
            return self.done((), seal, files)
        path = issued_folder(self.slug)
        self.step("putting the version in its place")
        try:
            there = put(self.disk.root / path, self.version, files, repository.git_dir / LOCK)
        except OSError as problem:
            return self.done([unwritable(problem, f"{path}/{self.version}")])
        if not there:
            return self.done([already(self.slug, self.version)])
        if not self.tag:
            return self.done((), seal, files, written=True)
        failed = [*make_tag(repository, self.slug, self.version, self.head, digest_of_seal(seal))]
        name = "" if failed else tag_name(self.slug, self.version)
        return self.done(failed, seal, files, written=True, tag=name)

    def no_commit(self) -> Diagnostic:
        """H401."""
        return error(
            "H401",
            "there is no commit to issue a version from",
            HERE,
            "a version is made from what is committed: `git init`, then commit the workspace",
        )

    def done(
        self,
        found: Iterable[Diagnostic] = (),
        seal: Seal | None = None,
        files: Mapping[str, bytes] | None = None,
        *,
        written: bool = False,
        tag: str = "",
    ) -> Issued:
        """What came of it, with H403 where nothing but warnings forbid the version."""
        found = [*self.found, *found]
        warnings = sum(d.severity == "warning" for d in found)
        if warnings and not any(d.is_error for d in found):
            open_ = f"{warnings} warnings are" if warnings > 1 else "a warning is"
            message = f"version `{self.version}` is not issued: {open_} open"
            found.append(error("H403", message, HERE, "mend what it names, and commit"))
        folder = self.disk.root / issued_folder(self.slug) / self.version
        return Issued(
            slug=self.slug,
            version=self.version,
            folder=folder,
            diagnostics=in_order(found),
            seal=seal,
            files=dict(files or {}),
            written=written,
            tag=tag,
            head=self.head,
        )
