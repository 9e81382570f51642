"""What no build can do without: `python floor_script.py FOLDER FONTS`.

FOLDER holds the Markdown of a package, which pandoc reads, the files that typst draws, and the
parts of its Word files, which are packed. Nothing else is done.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import typst


def main(folder: Path, fonts: Path) -> None:
    """Runs the three tools one after the other."""
    for text in sorted(folder.glob("*.md")):
        argv = json.loads(text.with_suffix(".argv").read_text())
        subprocess.run(argv, input=text.read_bytes(), capture_output=True, check=True)
    ours = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
    )
    for place in sorted(path for path in folder.glob("typst-*") if path.is_dir()):
        given = {path.name: path.read_bytes() for path in place.iterdir()}
        made = typst.compile(given, root=__file__, font_paths=ours, format="pdf",
                             pdf_standards=["a-2b"])  # fmt: skip
        (folder / f"{place.name}.pdf").write_bytes(made)
    for place in sorted(folder.glob("docx-*")):
        if not place.is_dir():
            continue
        with zipfile.ZipFile(folder / f"{place.name}.zip", "w", zipfile.ZIP_DEFLATED) as made:
            for path in sorted(place.rglob("*")):
                if path.is_file():
                    made.write(path, path.relative_to(place).as_posix())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
