"""`sowgen schema`: what editors need to complete and check the YAML files."""

from __future__ import annotations

import click

from sowgen.cli.group import EXIT_CODES, everywhere


@click.command("schema", epilog=EXIT_CODES)
@click.option("--workspace", is_flag=True, help="The schema of sowgen.yaml instead.")
@everywhere
def command(*, workspace: bool) -> int:
    """Print the JSON Schema (2020-12) of project.yaml.

    `sowgen init` stores it in .sowgen/schema, where VS Code and other editors with the YAML
    language server find it. After an update of sowgen, print it there again.

    \b
    Example:
      sowgen schema > .sowgen/schema/project.json
    """
    import sys

    from sowgen.cli.streams import put
    from sowgen.publish.schema import project_schema, schema_text, workspace_schema

    put(schema_text(workspace_schema() if workspace else project_schema()), sys.stdout)
    return 0
