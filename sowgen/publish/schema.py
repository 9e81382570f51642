"""JSON Schemas of the project and the workspace file, for editors."""

from __future__ import annotations

import json
from typing import Any

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def project_schema() -> dict[str, Any]:
    """The schema of `project.yaml`, from the models. No top-level key is required in it:
    each may live in a file beside it, or come from the company's defaults."""
    from sowgen.model.spec import ProjectSpec

    schema = ProjectSpec.model_json_schema()
    schema.pop("required", None)
    return {"$schema": DIALECT, **schema, "title": "A sowgen project"}


def workspace_schema() -> dict[str, Any]:
    """The schema of `sowgen.yaml`, from the models."""
    from sowgen.model.settings import WorkspaceSettings

    schema = WorkspaceSettings.model_json_schema()
    return {"$schema": DIALECT, **schema, "title": "A sowgen workspace"}


def schema_text(schema: dict[str, Any]) -> str:
    """The schema as indented JSON with a line feed at its end."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def editor_files() -> dict[str, bytes]:
    """The files that make editors know the schemas, by path in the workspace."""
    settings = {
        "yaml.schemas": {
            ".sowgen/schema/project.json": "projects/*/project.yaml",
            ".sowgen/schema/workspace.json": "sowgen.yaml",
        },
        "files.exclude": {"**/out/.lock": True},
    }
    texts = {
        ".sowgen/schema/project.json": schema_text(project_schema()),
        ".sowgen/schema/workspace.json": schema_text(workspace_schema()),
        ".vscode/settings.json": schema_text(settings),
        ".vscode/extensions.json": schema_text({"recommendations": ["redhat.vscode-yaml"]}),
    }
    return {path: text.encode() for path, text in texts.items()}
