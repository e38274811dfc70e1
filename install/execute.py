"""Executes a notebook on the schedlab kernel: execute.py NOTEBOOK OUTPUT [NAME=VALUE...]

The executed notebook is written even when a cell fails; the exit code then is 1. Cells tagged raises-exception may fail.
"""

import os
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from parameters import ParameterError, inject
from provenance import note_in_metadata

SECONDS_PER_CELL = 600


def code_cells_before(notebook, index):
    return sum(1 for cell in notebook.cells[:index] if cell.cell_type == "code")


def say(text):
    print(f"schedlab: {text}", file=sys.stderr, flush=True)


def main(source, target, *parameters):
    notebook = nbformat.read(source, as_version=4)
    try:
        inject(notebook, parameters)
    except ParameterError as error:
        say(f"error: {source} cannot be run with these parameters\n  found:  {error}")
        return 2
    total = code_cells_before(notebook, len(notebook.cells))
    last = [0]

    def started(cell, cell_index):
        if cell.cell_type == "code":
            last[0] = code_cells_before(notebook, cell_index) + 1

    client = NotebookClient(
        notebook,
        kernel_name="schedlab",
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        startup_timeout=120,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(source))}},
        on_cell_start=started,
    )
    failure = None
    try:
        client.execute()
    except CellExecutionError as error:
        failure = str(error).strip()
    except CellTimeoutError:
        failure = f"no answer within {SECONDS_PER_CELL} s; the kernel was stopped"
    except DeadKernelError:
        failure = "the kernel died; what it printed is above"
    finally:
        note_in_metadata(notebook)
        nbformat.write(notebook, target)
    if failure is None:
        say(f"{total} of {total} cells done")
        return 0
    print(failure, file=sys.stderr)
    say(f"error: cell {last[0]} of {total} of {source} failed")
    return 1


sys.exit(main(*sys.argv[1:]))
