"""Checks the Jinja tags of one part of a template, each alone, so that one run shows every
mistake: the names against the shape of the variables, the blocks against each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sowgen.diagnostics import did_you_mean
from sowgen.render.docx.tags import Mistake, Tag, short
from sowgen.render.docx.variables import SHAPE, Shape

_ENDS = {"endfor": "for", "endif": "if"}
FILTERS = ("capitalize", "default", "length", "lower", "replace", "title", "trim", "upper")
_STATEMENTS = ("for", "endfor", "if", "elif", "else", "endif", "set")

_COSTLY = (
    nodes.Call, nodes.Getitem, nodes.Mul, nodes.Pow, nodes.Mod, nodes.Div, nodes.FloorDiv,
)  # fmt: skip
"""What a template has no need of, and what could fill the memory: `'%999999999d' % 1`."""


def environment() -> ImmutableSandboxedEnvironment:
    """The environment templates are checked and filled in: strict, escaping, sandboxed,
    with the filters that suit plain text alone and without global functions."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made


@dataclass
class Checker:
    """Checks the tags of one part in order; `mistakes` collects what is wrong."""

    environment: ImmutableSandboxedEnvironment
    mistakes: list[Mistake] = field(default_factory=list)
    _open: list[tuple[str, Tag, dict[str, Shape]]] = field(default_factory=list)
    _names: list[dict[str, Shape]] = field(default_factory=lambda: [dict(SHAPE)])

    def check(self, tag: Tag) -> None:
        """Check one tag in the scope of those before it."""
        if tag.kind == "{{":
            self._printed(tag)
        elif tag.kind == "{%":
            self._statement(tag)

    def finish(self) -> None:
        """Report the blocks that nothing closes."""
        for word, tag, _ in self._open:
            self._report(tag, "W103", f"`{tag.source}` is never closed", f"add `{{% end{word} %}}`")

    def _report(self, tag: Tag, code: str, message: str, hint: str = "") -> None:
        self.mistakes.append(Mistake(code, message, hint, tag.paragraph))

    def _parse(self, tag: Tag, source: str) -> nodes.Template | None:
        try:
            return self.environment.parse(source)
        except TemplateSyntaxError as problem:
            self._report(tag, "W103", f"`{short(tag.source)}`: {problem.message}")
            return None

    def _printed(self, tag: Tag) -> None:
        tree = self._parse(tag, "{{ " + tag.inner + " }}")
        if tree is None:
            return
        output = tree.find(nodes.Output)
        if output is None or len(output.nodes) != 1:
            self._report(tag, "W103", f"`{tag.source}` prints nothing")
            return
        expression = output.nodes[0]
        before = len(self.mistakes)
        self._expression(tag, expression)
        if len(self.mistakes) == before:
            self._place(tag, self._shape(expression))

    def _place(self, tag: Tag, shape: Shape | None) -> None:
        """Whether the tag's prefix suits what it prints."""
        if shape == "body":
            return  # the template's check of the body tag says where it may stand
        if isinstance(shape, dict | list):
            inside = shape if isinstance(shape, dict) else {}
            parts = ", ".join(f"`{name}`" for name in inside)
            hint = f"print one of its parts: {parts}" if parts else "loop over it with `for`"
            self._report(tag, "W104", f"`{tag.inner}` is not text", hint)
        elif shape == "runs" and tag.prefix != "r":
            hint = f"write `{{{{r {tag.inner} }}}}`"
            self._report(tag, "W105", f"`{tag.inner}` is formatted text and needs `r`", hint)
        elif shape != "runs" and tag.prefix:
            hint = f"write `{{{{ {tag.inner} }}}}`"
            self._report(tag, "W105", f"`{tag.inner}` is plain text and takes no prefix", hint)

    def _statement(self, tag: Tag) -> None:
        word = re.match(r"\w*", tag.inner)[0]  # type: ignore[index]
        if word in _ENDS:
            if not self._open or self._open[-1][0] != _ENDS[word]:
                self._report(tag, "W103", f"`{tag.source}` closes nothing")
                return
            self._same_place(tag)
            self._open.pop()
            self._names.pop()
        elif word == "else":
            if not self._open:
                self._report(tag, "W103", "`else` stands outside `if` and `for`")
                return
            self._same_place(tag)
        elif word == "for":
            self._loop(tag)
        elif word in ("if", "elif"):
            self._condition(tag, word)
        elif word == "set":
            self._assignment(tag)
        else:
            hint = did_you_mean(word, _STATEMENTS) or "use " + ", ".join(_STATEMENTS)
            self._report(tag, "W103", f"`{word or tag.source}` is not a statement", hint)

    def _same_place(self, tag: Tag) -> None:
        """Whether `tag` stands where the block it belongs to was opened."""
        opened = self._open[-1][1]
        if (opened.prefix, opened.around) != (tag.prefix, tag.around):
            self._report(
                tag, "W105",
                f"`{tag.source}` and `{opened.source}` (paragraph {opened.paragraph}) do not "
                "stand in the same place",
                "both in one paragraph, or both with `p` beside each other, or both with `tr` "
                "in one table",
            )  # fmt: skip

    def _condition(self, tag: Tag, word: str) -> None:
        if word == "elif" and (not self._open or self._open[-1][0] != "if"):
            self._report(tag, "W103", "`elif` stands outside `if`")
            return
        if word == "elif":
            self._same_place(tag)
        tree = self._parse(tag, "{% if " + tag.inner[len(word) :] + " %}{% endif %}")
        if word == "if":
            self._push("if", tag, {})
        if tree is not None and (test := tree.find(nodes.If)) is not None:
            self._expression(tag, test.test)

    def _loop(self, tag: Tag) -> None:
        tree = self._parse(tag, "{% " + tag.inner + " %}{% endfor %}")
        loop = tree.find(nodes.For) if tree is not None else None
        names: dict[str, Shape] = {"loop": "loop"}
        if loop is not None:
            self._expression(tag, loop.iter)
            shape = self._shape(loop.iter)
            if shape is not None and not isinstance(shape, list):
                self._report(tag, "W104", f"`{_source(loop.iter)}` is not a list")
            if isinstance(loop.target, nodes.Name):
                names[loop.target.name] = shape[0] if isinstance(shape, list) else "any"
            else:
                names |= {n.name: "any" for n in loop.target.find_all(nodes.Name)}
        self._push("for", tag, names)

    def _assignment(self, tag: Tag) -> None:
        tree = self._parse(tag, "{% " + tag.inner + " %}")
        made = tree.find(nodes.Assign) if tree is not None else None
        if made is not None and isinstance(made.target, nodes.Name):
            self._expression(tag, made.node)
            self._names[-1][made.target.name] = self._shape(made.node) or "any"
        elif tree is not None:
            self._report(tag, "W103", f"`{short(tag.source)}` is not `set name = value`")

    def _push(self, word: str, tag: Tag, names: dict[str, Shape]) -> None:
        self._open.append((word, tag, names))
        self._names.append(names)

    def _known(self) -> dict[str, Shape]:
        return {name: shape for scope in self._names for name, shape in scope.items()}

    def _shape(self, node: nodes.Node | None) -> Shape | None:
        """The shape of a name or of a part of one; None for any other expression."""
        if isinstance(node, nodes.Name):
            return self._known().get(node.name)
        if isinstance(node, nodes.Getattr):
            inside = self._shape(node.node)
            return inside.get(node.attr) if isinstance(inside, dict) else None
        return None

    def _expression(self, tag: Tag, node: nodes.Node) -> None:
        known = self._known()
        for each in (node, *node.find_all(nodes.Expr)):
            if isinstance(each, nodes.Name) and each.name not in known:
                hint = did_you_mean(each.name, known)
                self._report(tag, "W104", f"there is no variable `{each.name}`", hint)
            elif isinstance(each, nodes.Getattr):
                self._attribute(tag, each)
            elif isinstance(each, nodes.Filter) and each.name not in self.environment.filters:
                hint = did_you_mean(each.name, self.environment.filters)
                self._report(tag, "W103", f"there is no filter `{each.name}`", hint)
            elif isinstance(each, nodes.Filter) and self._shape(each.node) == "runs":
                self._report(tag, "W105", f"`{_source(each.node)}` takes no filter")
            elif isinstance(each, nodes.Test) and each.name not in self.environment.tests:
                hint = did_you_mean(each.name, self.environment.tests)
                self._report(tag, "W103", f"there is no test `{each.name}`", hint)
            elif isinstance(each, _COSTLY):
                self._report(
                    tag, "W103", "calls, indexes and products are not allowed in a template",
                    "print variables, with filters where you need them",
                )  # fmt: skip

    def _attribute(self, tag: Tag, node: nodes.Getattr) -> None:
        inside = self._shape(node.node)
        if inside is None or inside in ("any", "loop"):
            return
        parts = inside if isinstance(inside, dict) else {}
        if node.attr not in parts:
            owner = _source(node.node)
            hint = did_you_mean(node.attr, parts)
            self._report(tag, "W104", f"`{owner}` has no part `{node.attr}`", hint)


def _source(node: nodes.Node | None) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_source(node.node)}.{node.attr}"
    return "the expression"
