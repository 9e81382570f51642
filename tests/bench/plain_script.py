"""What people write instead of sowgen: fill Word templates with docxtpl, print them with
LibreOffice. `python plain_script.py CONTENT.json OUT`.

CONTENT maps each document's name to its blocks: a text, or a table as rows of texts. Two
templates carry loops over them, as such a script's templates would. Nothing is checked, numbered
or referenced.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from docxtpl import DocxTemplate


def main(content: Path, out: Path) -> None:
    """Fills a template for each document and prints all of them with one call."""
    made = []
    for name, blocks in json.loads(content.read_text("utf-8")).items():
        template = DocxTemplate(content.parent / "template.docx")
        template.render({"title": name, "blocks": blocks}, autoescape=True)
        file = out / f"{name}.docx"
        template.save(file)
        made.append(str(file))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(content.parent / 'profile').as_uri()}", "--headless",
         "--norestore", "--convert-to", "pdf", "--outdir", str(out), *made],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
