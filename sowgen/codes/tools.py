"""Codes of the family `tools`; see `sowgen.codes` for what a code holds.

A run that ends with an error of this family exits with status 4.
"""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        "X001",
        "error",
        "a Python package is missing or too old",
        "sowgen was installed without one of the packages it needs, or with a release older "
        "than the one it was tested with; documents may come out wrong or not at all.",
        "typst 0.11 installed, 0.15 or newer needed",
        "Install sowgen again in a clean environment: `pipx reinstall sowgen`, or "
        "`pip install --upgrade sowgen`.",
    ),
    Code(
        "X002",
        "error",
        "pandoc is missing",
        "Clauses are read by pandoc, which comes with the package `pypandoc_binary`. Without "
        "it no document can be made.",
        "`pypandoc` installed in place of `pypandoc_binary`",
        "`pip install pypandoc_binary`, and run `sowgen doctor` again.",
    ),
    Code(
        "X004",
        "error",
        "typst failed",
        "The PDF compiler ended with an error that is not a mistake in the page design.",
        "a font file that typst cannot read",
        "Run `sowgen doctor`. `sowgen build --to docx` works without typst meanwhile.",
    ),
    Code(
        "X005",
        "error",
        "LibreOffice is missing",
        "`pdf.engine: libreoffice` in sowgen.yaml prints the Word file with LibreOffice, and "
        "LibreOffice is not on the search path.",
        "pdf:\n  engine: libreoffice",
        "Install LibreOffice so that `soffice` is on the PATH, or write `engine: typst`.",
    ),
    Code(
        "X007",
        "warning",
        "git is missing",
        "git is not on the search path. Building works without it; what is lost is the history "
        "of the deal.",
        "a container image without git",
        "Install git, and keep the workspace in a repository.",
    ),
    Code(
        "X008",
        "warning",
        "a font is missing",
        "The page design names a font that is neither in the workspace nor on this machine; "
        "another one is used and lines break elsewhere.",
        "a workspace whose `templates/house/fonts` folder was not copied",
        "Copy the font files into `templates/house/fonts`.",
    ),
    Code(
        "X009",
        "error",
        "a worker process died",
        "A process that built a project was ended from outside, mostly by the system for want "
        "of memory. The projects it had not finished were not built.",
        "`sowgen build --jobs 32` on a machine with 4 GB",
        "Build again with a smaller `--jobs`; finished projects are not built twice.",
    ),
    Code(
        "X010",
        "error",
        "this version of Python is too old",
        "sowgen needs Python 3.11 or newer.",
        "Python 3.10",
        "Install a newer Python and sowgen in it: `pipx install --python python3.12 sowgen`.",
    ),
    Code(
        "X011",
        "error",
        "an external program failed",
        "A program that sowgen runs is missing, ended with an error or took too long. The "
        "message says which one and what it printed.",
        "`soffice` hanging on a damaged profile",
        "Run `sowgen doctor`, mend what it names, and build again.",
    ),
    Code(
        "X012",
        "error",
        "the cluster cannot be used",
        "`--scheduler` names a Dask scheduler that does not answer, has no workers, or was lost "
        "in the middle of the work. What it had not finished was not built.",
        "`sowgen build --scheduler tcp://10.0.0.5:8786` with no scheduler there",
        "Start the scheduler and its workers, mend the address, or build without `--scheduler`. "
        "Finished projects are not built twice.",
    ),
    Code(
        "X013",
        "error",
        "a worker of the cluster runs another sowgen",
        "A worker has no sowgen, or another release of it or of one of its tools; its documents "
        "could differ from those made here.",
        "a worker whose environment was not upgraded",
        "Install the same release of sowgen, with the versions of `constraints.txt`, on every "
        "machine of the cluster.",
    ),
    Code(
        "X014",
        "warning",
        "results are not kept between runs",
        "The folder for the cache cannot be written, or belongs to others or can be written by "
        "them. Builds are right all the same, but nothing is known of the one before.",
        "a cache folder of mode 775",
        "Take the rights of others away (`chmod go-w`), or name another folder in "
        "`SOWGEN_CACHE`; `off` keeps nothing on purpose.",
    ),
)
