"""What `build` and `watch` have in common: their options, and what they ask the pipeline for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import click
import pytest

from sowgen.cli import build_command, group, watch_command
from sowgen.pipeline import Order
from tests.cli.conftest import Stand

Run = Callable[..., tuple[int, str, str]]
BOTH = ("build", "watch")


@pytest.fixture
def orders(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Order]]:
    """What the command line has asked for, of each project or for the session."""
    begun: list[Order] = []

    def begin(_workspace: object, order: Order, *_: object, **__: object) -> NoReturn:
        begun.append(order)
        raise KeyboardInterrupt

    monkeypatch.setattr("sowgen.watch.Session", begin)
    return lambda: [order for _, order in stand.asked] + begun


@pytest.mark.parametrize("name", BOTH)
def test_parts_of_the_package(
    stand: Stand, orders: Callable[[], list[Order]], sowgen: Run, name: str
) -> None:
    (stand.root / "templates/raci").mkdir()
    (stand.root / "templates/raci/outline.md").write_text("x\n")
    sowgen(name, "atlas", "--only", "sow, raci", "--only", "sow",
           "--to", "pdf,", "--to", "docx", "--out", "elsewhere", "--strict")  # fmt: skip
    assert orders() == [
        Order(("sow", "raci"), ("pdf", "docx"), stand.root / "elsewhere", strict=True)
    ]


@pytest.mark.parametrize("name", BOTH)
def test_the_whole_package(orders: Callable[[], list[Order]], sowgen: Run, name: str) -> None:
    sowgen(name, "atlas", "--only", ",")
    assert orders() == [Order()]


def test_what_build_alone_can_be_asked_for(orders: Callable[[], list[Order]], sowgen: Run) -> None:
    sowgen("build", "atlas", "--force")
    sowgen("build", "atlas", "--bundle")
    assert orders() == [Order(force=True), Order(bundle=True)]


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--only", "sov"), "there is no document kind `sov`; did you mean `sow`?"),
        (("--to", "pdf,docxx"), "there is no format `docxx`; did you mean `docx`?"),
        (("--only", "sov", "--to", "docxx"), "there is no document kind `sov`"),
        (("nope", "--only", "sov"), "there is no project `nope`"),
        (("--out", "sowgen.yaml"), "Directory 'sowgen.yaml' is a file"),
    ],
)
def test_what_is_not_there(
    orders: Callable[[], list[Order]], sowgen: Run, name: str, args: tuple[str, ...], words: str
) -> None:
    status, _, err = sowgen(name, *args)
    assert (status, orders()) == (2, [])
    assert words in err


@pytest.mark.parametrize(
    ("name", "typed", "offered"),
    [("only", "s", ("sow", "plain")), ("to", "docx,p", ("docx,pdf", "plain")),
     ("out", "d", ("d", "dir"))],
)  # fmt: skip
def test_an_option_of_both_differs_in_its_help_alone(
    stand: Stand, name: str, typed: str, offered: tuple[str, str]
) -> None:
    first, second = (_option(module.command, name) for module in (build_command, watch_command))
    assert first.help
    assert second.help
    assert first.to_info_dict() | {"help": ""} == second.to_info_dict() | {"help": ""}
    assert first.metavar == second.metavar
    for option in (first, second):
        with click.Context(group.group, info_name="sowgen") as ctx:
            assert [(i.value, i.type) for i in option.shell_complete(ctx, typed)] == [offered]


def _option(command: click.Command, name: str) -> click.Option:
    (option,) = (param for param in command.params if param.name == name)
    assert isinstance(option, click.Option)
    return option
