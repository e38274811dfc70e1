"""Runs an executed notebook again and tells whether the machine went through the same states.

usage: reproduce.py NOTEBOOK OUTPUT [--journal]

With --journal none of its Java is run: the machine is given again what it was given then, as the records of the cells
hold it, and the states are compared.

Exit code 0: the same; 1: not, with the first cell that differs and the first cause, or a cell that shows other numbers
than it prints, or a record that was altered; 2: it cannot be told.
"""

import os
import sys
import tempfile

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from outputs import differences, has_marks, lasting, without_unmarked_progress
from provenance import (
    FORMAT,
    code_cells,
    is_altered,
    note_in_metadata,
    record_of,
    records,
    source_hash,
    unpack_objects,
)

SECONDS_PER_CELL = 600
VIRTUAL_TIME = "virtual time"
# In the order in which they are named as causes: the first that differs decides everything behind it.
FACTS = {
    "mode": "another mode",
    "kernel": "another kernel",
    "kernel_sha256": "another build of the kernel",
    "topology": "another topology",
    "memory_bytes": "another amount of memory",
    "seed": "another seed",
    "quantum_us": "another quantum",
    "instruction_ns": "another speed of the CPUs",
    "schedlab": "another schedlab",
    "agent_sha256": "another agent",
    "initramfs_sha256": "another initial file system",
    "plugin_sha256": "another QEMU plugin",
    "qemu": "another QEMU",
    "qemu_arguments": "another QEMU command line",
}


class CannotTell(Exception):
    """Found and remedy, in the words of every schedlab error."""

    def __init__(self, found, remedy):
        super().__init__(f"found: {found}\n  try: {remedy}")


def say(text):
    print(f"schedlab: {text}", file=sys.stderr, flush=True)


def check_can_be_told(notebook):
    found = records(notebook)
    if not found:
        raise CannotTell(
            "no state hashes in the notebook",
            "execute it first: ./schedlab run FILE.ipynb, and reproduce what that writes",
        )
    unknown = {record["format"] for record in found} - {FORMAT}
    if unknown:
        raise CannotTell(f"records of format {unknown.pop()}; this schedlab reads {FORMAT}", "use the newer schedlab")
    for record in found:
        mode = record.get("machine", {}).get("mode", VIRTUAL_TIME)
        if mode != VIRTUAL_TIME:
            raise CannotTell(f"cell {record['cell']} was recorded in {mode} mode", "record it in virtual time")
    counts = [cell.execution_count for cell in code_cells(notebook) if cell.execution_count is not None]
    if counts != list(range(1, len(counts) + 1)):
        raise CannotTell(
            f"the cells were not run once each from top to bottom, but as {counts}",
            "restart the kernel, run all cells, save, and reproduce that",
        )


def use_recorded_kernel(notebook):
    """The Linux kernel that was recorded, where it is in the cache and nobody chose another."""
    release = records(notebook)[0].get("machine", {}).get("kernel")
    image = os.path.join(os.environ.get("SCHEDLAB_CACHE", ""), "kernels", str(release), "vmlinuz")
    if "SCHEDLAB_KERNEL" not in os.environ and os.path.exists(image):
        os.environ["SCHEDLAB_KERNEL"] = image


def run_again(notebook, folder):
    again = nbformat.from_dict(notebook)
    again = nbformat.reads(nbformat.writes(again), as_version=4)
    for cell in code_cells(again):
        cell.outputs = []
        cell.execution_count = None
    client = NotebookClient(
        again,
        kernel_name="schedlab",
        timeout=SECONDS_PER_CELL,
        startup_timeout=120,
        allow_errors=True,
        resources={"metadata": {"path": folder}},
    )
    client.execute()
    note_in_metadata(again)
    return again


def last_cells(notebook):
    """The cells whose journals together lead through every recorded state."""
    found = records(notebook)
    left_behind = {record.get("journal_from") for record in found}
    return sorted(record["cell"] for record in found if record["cell"] not in left_behind)


def compare_by_journal(notebook, source, target):
    """Prints the answer; returns whether the states were the same."""
    cells = [nbformat.v4.new_code_cell(f"%rewind {number} --of {os.path.abspath(source)}") for number in last_cells(notebook)]
    again = nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)
    again = run_again(again, os.path.dirname(os.path.abspath(source)))
    nbformat.write(again, target)
    for cell in code_cells(again):
        for output in cell.outputs:
            if output.output_type == "error":
                print("differs: " + "\n".join(output.traceback))
                return False
    print(f"same: {len(records(notebook))} states of the machine have the hashes that were recorded, by the journal alone")
    return True


def recorded_sources(notebook):
    return {
        source["cell"]: source["sha256"]
        for record in records(notebook)
        for source in record["sources"]
    }


def edited_cells(notebook):
    recorded = recorded_sources(notebook)
    cells = [cell for cell in code_cells(notebook) if cell.execution_count is not None]
    return [
        cell.execution_count
        for cell in cells
        if recorded.get(cell.execution_count, source_hash(cell)) != source_hash(cell)
    ]


def short(value, begin=0):
    text = str(value)
    if begin > 20:
        text = "..." + text[begin - 17:]
    return text if len(text) <= 60 else text[:57] + "..."


def fact(machine, name):
    """A fact of a machine, without what only says whether its first boot was restored from the cache."""
    value = machine.get(name)
    return value.removesuffix(" -incoming defer") if name == "qemu_arguments" and value else value


def machine_causes(then, now):
    """What differs in the facts of two records, each as a sentence."""
    old, new = then.get("machine", {}), now.get("machine", {})
    for name, words in FACTS.items():
        before, after = fact(old, name), fact(new, name)
        if old and new and before != after:
            alike = len(os.path.commonprefix([str(before), str(after)]))
            yield f"{words}: {short(before, alike)} then, {short(after, alike)} now"


def scheduler_causes(then, now):
    new = {scheduler["name"]: scheduler["sha256"] for scheduler in now.get("schedulers", [])}
    for scheduler in then.get("schedulers", []):
        digest = new.get(scheduler["name"])
        if digest != scheduler["sha256"]:
            yield f"another object of the scheduler {scheduler['name']}: sha256 {scheduler['sha256'][:16]} then, {str(digest)[:16]} now"


def program_causes(then, now):
    new = now.get("programs", {})
    for name, digest in then.get("programs", {}).items():
        if new.get(name) != digest:
            yield f"another program {name}, or other libraries: sha256 {digest[:16]} then, {str(new.get(name))[:16]} now"


def same_later(notebook, again, number):
    """Whether a later moment of the same run has the state that was recorded: no state comes back by chance.

    Behind a rewind nothing follows from that.
    """
    if any(cell <= number for cell in edited_cells(notebook)):
        return False
    latest = 0
    for then_cell, now_cell in zip(code_cells(notebook), code_cells(again)):
        then, now = record_of(then_cell), record_of(now_cell)
        if not then or not now or then["cell"] < number:
            continue
        if then["cell"] == number:
            latest = now["guest_time_ns"]
            continue
        if "machine" in now or now["guest_time_ns"] <= latest:
            return False
        latest = now["guest_time_ns"]
        if then["state_hash"] == now["state_hash"]:
            return True
    return False


def compare(notebook, again):
    """Prints the answer; returns whether the states were the same, as far as the records can be trusted."""
    edited = edited_cells(notebook)
    notes, suspects, last_same, compared = [], [], 0, 0
    for then_cell, now_cell in zip(code_cells(notebook), code_cells(again)):
        then, now = record_of(then_cell), record_of(now_cell)
        number = then_cell.execution_count
        if not then and not now:
            continue
        notes += [*machine_causes(then or {}, now or {}), *scheduler_causes(then or {}, now or {}),
                  *program_causes(then or {}, now or {})]
        if then and now and then["state_hash"] == now["state_hash"]:
            compared += 1
            last_same = number
            if is_altered(then):
                suspects.append(f"the record of cell {number} was altered: it does not fit its own checksum; its state hash is right")
            continue
        if then and now and is_altered(then):
            suspects.append(f"the record of cell {number} was altered: it does not fit its own checksum")
            continue
        if then and now and same_later(notebook, again, then["cell"]):
            suspects.append(f"the record of cell {number} is wrong: the states after it are those that were recorded")
            continue
        causes = [f"cell {cell} was edited after it had been run" for cell in edited if cell <= (number or 0)] + notes
        print(f"differs: cell {number} is the first, {compared} cells before it are the same")
        print(f"  cause: {causes[0] if causes else 'unknown: the same sources, objects and machine'}")
        for further in causes[1:]:
            print(f"  also: {further}")
        for suspect in suspects:
            print(f"  suspect: {suspect}")
        print(f"  then: {describe(then)}")
        print(f"  now: {describe(now)}")
        return False
    print(f"same: {compared} states of the machine, up to cell {last_same}, have the hashes that were recorded")
    for cell in edited:
        print(f"  note: cell {cell} was edited after it had been run; it leads to the same states")
    for note in notes:
        print(f"  note: {note}; it leads to the same states")
    for suspect in suspects:
        print(f"  suspect: {suspect}")
    return not suspects


def cells_that_differ(notebook, again):
    """What cells show otherwise than it is written in the notebook, by the cells' numbers."""
    found = {}
    edited = set(edited_cells(notebook))
    if not has_marks(notebook):
        notebook = without_unmarked_progress(nbformat.from_dict(notebook))
    for then_cell, now_cell in zip(code_cells(notebook), code_cells(again)):
        other = differences(then_cell, now_cell)
        if other and then_cell.execution_count is not None and then_cell.execution_count not in edited:
            found[then_cell.execution_count] = other
    return found


def compare_outputs(notebook, again, once_more):
    """Prints which cells show other numbers; returns whether none does.

    What differs between two runs of the same states is the host's and not looked at: `once_more` runs the notebook.
    """
    found = cells_that_differ(notebook, again)
    if not found:
        return True
    second = {cell.execution_count: cell for cell in code_cells(once_more())}
    now = {cell.execution_count: cell for cell in code_cells(again)}
    good = True
    for number, differing in found.items():
        left = lasting(differing, now[number], second[number])
        if left:
            print(f"  the states are the same, but cell {number} shows other numbers than it prints: {left[0]}")
            if len(left) > 1:
                print(f"    and {len(left) - 1} more in this cell")
            good = False
    return good


def describe(record):
    if not record:
        return "the cell did not move the machine"
    return f"state hash {record['state_hash'][:16]} at {record['guest_time_ns']} ns of guest time"


def main(source, target, *options):
    notebook = nbformat.read(source, as_version=4)
    try:
        check_can_be_told(notebook)
        use_recorded_kernel(notebook)
        with tempfile.TemporaryDirectory(prefix="schedlab-objects-") as objects:
            unpack_objects(notebook, objects)
            os.environ["SCHEDLAB_OBJECTS"] = objects
            if "--journal" in options:
                return 0 if compare_by_journal(notebook, source, target) else 1
            folder = os.path.dirname(os.path.abspath(source))
            again = run_again(notebook, folder)
            nbformat.write(again, target)
            same = compare(notebook, again)
            same = same and compare_outputs(notebook, again, lambda: run_again(notebook, folder))
        return 0 if same else 1
    except CannotTell as trouble:
        say(f"error: asked to reproduce {source}\n  {trouble}")
    except ValueError as trouble:
        say(f"error: asked to reproduce {source}\n  found: {trouble}\n  try: get the notebook again")
    except CellTimeoutError:
        say(f"error: no answer within {SECONDS_PER_CELL} s; the kernel was stopped")
    except DeadKernelError:
        say("error: the kernel died; what it printed is above")
    return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
