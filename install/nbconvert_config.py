"""nbconvert's configuration for schedlab's notebooks: `jupyter nbconvert --config nbconvert_config.py --to html`.

nbconvert colours all cells of a notebook as the kernel's one language, and magics as another one for
IPython only. Here the C below %%scheduler is coloured as C.
"""

from nbconvert.filters.highlight import Highlight2HTML

MAGIC = "%%scheduler"
# A comment of C and of Java alike stands in for the magic's line while the rest is coloured.
OPEN, CLOSE = "/* ", " */"

colour_java = Highlight2HTML(pygments_lexer="java")
colour_c = Highlight2HTML(pygments_lexer="c")


def highlight(source, language=None, metadata=None):
    if not source.lstrip().startswith(MAGIC):
        return colour_java(source, language, metadata)
    line, _, text = source.lstrip().partition("\n")
    return colour_c("%s%s%s\n%s" % (OPEN, line, CLOSE, text)).replace(OPEN + MAGIC, MAGIC).replace(CLOSE, "", 1)


c = get_config()  # noqa: F821 (traitlets puts it there)
c.HTMLExporter.filters = {"highlight_code": highlight}
