"""Times of the statement of work against those of the annexes for the same duty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sowgen.diagnostics import Diagnostic, warning
from sowgen.model.clause import BoundParameter, ChosenClause
from sowgen.model.clocks import average_days
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.model.values import Duration

_TALK = frozenset({"email", "ticket", "chat", "portal", "phone", "video"})
"""Ways by which everyday questions come."""


def check_times(
    spec: ProjectSpec, tree: Tree, chosen: Mapping[str, ChosenClause]
) -> Iterator[Diagnostic]:
    """C220 and C221: a channel and a document that take longer than the clause allows. Where
    they are quicker, the wording of the shipped clauses lets the shorter time count."""
    reply = _bound(chosen, "communications-notices", "reply")
    for name, channel in spec.communication.channels.items():
        answer = channel.answer_within
        if reply is None or channel.medium not in _TALK or not isinstance(answer, Duration):
            continue
        if average_days(answer) > average_days(reply[1]):
            yield warning(
                "C220",
                f"the channel `{name}` is answered within {answer}, an everyday question by the "
                f"clause `communications-notices` within {reply[1]}",
                tree.span(("communication", "channels", name, "answer_within")),
                f"write {reply[1]} or less, or "
                f"`clauses.use.communications-notices.parameters.reply: {answer}`",
                [("`reply`", reply[0].span)],
            )
    intake = _bound(chosen, "documentation-handover", "intake")
    for name, document in spec.documents.items():
        receiver = spec.parties.get(document.receiver or "")
        review = document.review
        if intake is None or not isinstance(review, Duration):
            continue
        if receiver is None or receiver.role != "ems":
            continue
        if average_days(review) > average_days(intake[1]):
            yield warning(
                "C221",
                f"`{name}` is checked within {review}, every package by the clause "
                f"`documentation-handover` within {intake[1]}",
                tree.span(("documents", name, "review")),
                f"write {intake[1]} or less, or `scope.handover.review: {review}`",
                [("the time of the clause", intake[0].span)],
            )


def _bound(
    chosen: Mapping[str, ChosenClause], clause: str, parameter: str
) -> tuple[BoundParameter, Duration] | None:
    """A time of a clause of the library, or of the project's own that stands in its place."""
    entry = next((c for c in chosen.values() if clause in (c.clause.id, c.clause.replaces)), None)
    bound = entry.values.get(parameter) if entry else None
    return (bound, bound.value) if bound and isinstance(bound.value, Duration) else None
