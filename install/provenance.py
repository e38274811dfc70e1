"""The records that the schedlab kernel leaves in the outputs of a notebook's cells (CellRecords.java)."""

import base64
import hashlib
import os
import zlib

MIME_TYPE = "application/vnd.schedlab.provenance+json"
FORMAT = 1


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def record_of(cell):
    """The last record in a cell's outputs, or None."""
    found = None
    for output in cell.get("outputs", []):
        found = output.get("data", {}).get(MIME_TYPE, found)
    return found


def records(notebook):
    return [record for record in map(record_of, code_cells(notebook)) if record]


def flattened(value, path=""):
    """Each number and text of a record with where it stands."""
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        return [(path, str(value))]
    return [each for name, part in parts for each in flattened(part, f"{path}/{name}")]


def checksum(record):
    """As CellRecords.java computes it: over everything else in the record."""
    lines = sorted(f"{path}={value}\n" for path, value in flattened(record) if path != "/record_sha256")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_altered(record):
    """Whether a record is not as the kernel wrote it. Records of older versions have nothing to tell by."""
    return "record_sha256" in record and record["record_sha256"] != checksum(record)


def source_hash(cell):
    return hashlib.sha256(cell.source.encode()).hexdigest()


def note_in_metadata(notebook):
    """A kernel cannot write a notebook's metadata; who executes the notebook can."""
    found = records(notebook)
    machines = [record["machine"] for record in found if "machine" in record]
    if machines:
        notebook.metadata["schedlab"] = {
            "format": FORMAT,
            "machine": machines[0],
            "state_hashes": {str(record["cell"]): record["state_hash"] for record in found if "state_hash" in record},
        }


def unpack_objects(notebook, folder):
    """Writes the BPF objects of the notebook's own schedulers where the kernel looks for them, each with its name."""
    written = {}
    for record in records(notebook):
        for scheduler in record.get("schedulers", []):
            if "object" in scheduler:
                content = zlib.decompress(base64.b64decode(scheduler["object"]))
                if hashlib.sha256(content).hexdigest() != scheduler["object_sha256"]:
                    raise ValueError(f"the object of the scheduler {scheduler['name']} in the notebook is damaged")
                key = scheduler["source_key"]
                if written.setdefault(key, content) != content:
                    raise ValueError(
                        f"the sources of the scheduler {scheduler['name']} were changed while the notebook ran: "
                        "it has two objects of the same path"
                    )
                with open(os.path.join(folder, key + ".bpf.o"), "wb") as file:
                    file.write(content)
                with open(os.path.join(folder, key + ".name"), "w", encoding="utf-8") as file:
                    file.write(scheduler["name"])
