"""Sets the parameters of a notebook, as papermill does: the cell tagged `parameters` has their defaults, and a cell that assigns
others is put behind it. A value is the text of a String, else Java: 12, true, ms(5).
"""

import re

import nbformat

TAG = "parameters"
INJECTED = "injected-parameters"
DECLARATION = re.compile(r"^\s*([\w.]+(?:<[^=;]*>)?(?:\[\])*)\s+(\w+)\s*=\s*(.*?);?\s*(?://.*)?$")


class ParameterError(Exception):
    """What cannot be set, for the user."""


def tags(cell):
    return cell.metadata.get("tags", [])


def declared(source):
    """name -> (type, default) of a cell's declarations, one a line."""
    found = (DECLARATION.match(line) for line in source.splitlines())
    return {match.group(2): (match.group(1), match.group(3)) for match in found if match}


def is_text(declaration):
    kind, default = declaration
    return kind == "String" or (kind == "var" and default.startswith('"'))


def literal(value, declaration):
    if not is_text(declaration):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def inject(notebook, given):
    """Puts the cell of given parameters, texts `name=value`, into a notebook; one that is there already goes."""
    if not given:
        return
    notebook.cells = [cell for cell in notebook.cells if INJECTED not in tags(cell)]
    places = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code" and TAG in tags(cell)]
    if not places:
        raise ParameterError("the notebook has no cell tagged 'parameters'")
    known = declared(notebook.cells[places[0]].source)
    lines = []
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise ParameterError(f"'{text}' is not name=value")
        if name not in known:
            raise ParameterError(f"there is no parameter '{name}'; available: {', '.join(known) or 'none'}")
        lines.append(f"{name} = {literal(value, known[name])};")
    cell = nbformat.v4.new_code_cell("\n".join(lines), metadata={"tags": [INJECTED]})
    cell.pop("id", None)
    if any("id" in each for each in notebook.cells):
        cell["id"] = INJECTED
    notebook.cells.insert(places[0] + 1, cell)
