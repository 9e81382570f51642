"""Takes: a `Document` and a Word template, as bytes.
Gives: a Word file as bytes, or what is wrong with the template.
May read: nothing; both come as values.
Never does: decide a word or a number, touch disk or clock, print a value as markup.
Start in: `write.py` for the order of steps, `body.py` for the text, `template.py` for checks.
"""

from sowgen.render.docx.template import check_template
from sowgen.render.docx.write import write_docx

__all__ = ["check_template", "write_docx"]
