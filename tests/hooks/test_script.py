"""Which hooks of others take sowgen's lines, and which are kept beside."""

from __future__ import annotations

import pytest

from sowgen.hooks.script import takes_block


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("echo theirs", True),
        ('. "$(dirname -- "$0")/_/husky.sh"', True),
        ('. "$(dirname "${0}")/common"', True),
        ('exec "${0%/*}/next" "$@"', True),
        ('case $(basename "$0") in pre-commit) ;; esac', True),
        ('"exec" "python3" "$0" "$@"', False),
        ("tail -n +4 $0 | sh", False),
        ('sed 1,5d "${0}" | sh', False),
        ('source <(tail -n +4 "${BASH_SOURCE[0]}")', False),
        ('dirname "$0"; tail -n +4 "$0"', False),
    ],
)
def test_a_script_that_reads_itself_is_kept_beside(text: str, expected: bool) -> None:
    assert takes_block(f"#!/bin/sh\n{text}\n".encode()) is expected
