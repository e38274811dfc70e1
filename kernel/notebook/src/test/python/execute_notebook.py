"""Execute a notebook with nbclient, the client behind `jupyter nbconvert --execute`, and write it with its outputs.

usage: execute_notebook.py NOTEBOOK EXECUTED_NOTEBOOK
"""

import sys

import nbformat
from nbclient import NotebookClient


def main(source, target):
    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(notebook, timeout=300, startup_timeout=60, kernel_name="schedlab")
    try:
        client.execute()
    finally:
        nbformat.write(notebook, target)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
