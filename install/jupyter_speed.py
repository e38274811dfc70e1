"""How fast kernels answer: jupyter_speed.py [--starts N] [--cells N] NAME=KERNEL.JSON...

Each kernel is started as a front end starts it. Prints one row for each figure and one column for each kernel. What a
kernel does not have, such as magics, is left empty. The promised values stand in the last column; they are meant for
a quiet machine, so the load is printed too.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import tempfile
import time

import psutil
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

PATIENCE = 60
SETTLED_SECONDS = 4
IDLE_SECONDS = 10
PROMISED = {
    "start to kernel_info, ms": 400,
    "first Java cell, ms": 250,
    "Java cell, ms": 25,
    "magic cell, ms": 8,
    "completion, ms": 15,
    "idle CPU, %": 0.2,
    "idle RSS, MiB": 200,
    "%boot of a machine booted before, in a fresh kernel, ms": 500,
}


class Kernel:
    """A running kernel with its client; use as a context manager."""

    def __init__(self, specification):
        with open(specification, encoding="utf-8") as file:
            described = json.load(file)
        self.folder = tempfile.TemporaryDirectory()
        connection, ports = write_connection_file(os.path.join(self.folder.name, "connection.json"))
        place = {"{connection_file}": connection, "{resource_dir}": os.path.dirname(os.path.abspath(specification))}
        command = [place.get(word, word) for word in described["argv"]]
        environment = {**os.environ, **described.get("env", {}), "JPY_PARENT_PID": str(os.getpid())}
        begin = time.monotonic()
        with open(os.path.join(self.folder.name, "log"), "wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stderr=log, env=environment, start_new_session=True
            )
        self.wait_for_port(ports["shell_port"])
        self.client = BlockingKernelClient(connection_file=connection)
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.kernel_info(reply=True, timeout=PATIENCE)
        self.start_millis = millis(begin)

    def wait_for_port(self, port):
        """The client would try again only every 100 ms."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.002)
        raise RuntimeError(f"no kernel listens on port {port}; its exit code: {self.process.poll()}\n{self.log()}")

    def log(self):
        with open(os.path.join(self.folder.name, "log"), encoding="utf-8", errors="replace") as log:
            return log.read()

    def cell(self, code):
        """Runs a cell and gives its milliseconds from the request to the reply."""
        begin = time.monotonic()
        content = self.client.execute(code, reply=True, timeout=PATIENCE)["content"]
        took = millis(begin)
        if content["status"] != "ok":
            raise RuntimeError(f"{code}: {content}")
        return took

    def completion(self, code):
        begin = time.monotonic()
        content = self.client.complete(code, reply=True, timeout=PATIENCE)["content"]
        took = millis(begin)
        if not content["matches"]:
            raise RuntimeError(f"{code}: no completion")
        return took

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.shutdown()
        self.client.stop_channels()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.folder.cleanup()


def millis(begin):
    return (time.monotonic() - begin) * 1000


def measure(specification, ours, starts, cells):
    """The figures of one kernel by name: the medians over its starts."""
    all_figures = []
    for _ in range(starts):
        with Kernel(specification) as kernel:
            figures = {"start to kernel_info, ms": kernel.start_millis, "first Java cell, ms": kernel.cell("1 + 1")}
            figures["Java cell, ms"] = statistics.median(kernel.cell(f"{number} + 1") for number in range(cells))
            if ours:
                figures["magic cell, ms"] = statistics.median(kernel.cell("%help") for _ in range(cells))
            figures["completion, ms"] = statistics.median(kernel.completion("Math.flo") for _ in range(cells))
            figures.update(idle(kernel.process.pid))
            all_figures.append(figures)
        if ours:
            with Kernel(specification) as fresh:
                figures["%boot of a machine booted before, in a fresh kernel, ms"] = fresh.cell("%boot")
    return {name: statistics.median(each[name] for each in all_figures) for name in all_figures[0]}


def idle(pid):
    process = psutil.Process(pid)
    time.sleep(SETTLED_SECONDS)
    before = process.cpu_times()
    time.sleep(IDLE_SECONDS)
    after = process.cpu_times()
    used = after.user + after.system - before.user - before.system
    return {"idle CPU, %": 100 * used / IDLE_SECONDS, "idle RSS, MiB": process.memory_info().rss / 2**20}


def main():
    parser = argparse.ArgumentParser(prog="./schedlab benchmark jupyter")
    parser.add_argument("--starts", type=int, default=5, help="how often each kernel is started")
    parser.add_argument("--cells", type=int, default=30, help="how many cells and completions of each kind")
    parser.add_argument("kernels", nargs="+", metavar="NAME=KERNEL.JSON")
    options = parser.parse_args()
    specifications = dict(each.split("=", 1) for each in options.kernels)
    with open("/proc/loadavg", encoding="ascii") as file:
        print(f"{os.cpu_count()} CPUs, load {file.read().split()[0]}; medians of {options.starts} starts")
    results = {
        name: measure(specification, name == "schedlab", options.starts, options.cells)
        for name, specification in specifications.items()
    }
    width = max(len(name) for name in PROMISED)
    columns = [*results, "promised"]
    print(" " * width, *(f"{re.sub('_', ' ', column):>12}" for column in columns))
    for name, promised in PROMISED.items():
        values = [f"{each[name]:12.1f}" if name in each else " " * 12 for each in results.values()]
        print(f"{name:{width}}", *values, f"{promised:>12}")


main()
