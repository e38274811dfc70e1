"""Makes the AOT cache of the installed kernel, so that it starts faster: train.py CACHE-FILE JAVA FLAG... Main

Runs the kernel once as a front end would, executes a few cells, and asks it to shut down; the JVM then writes the cache.
"""

import os
import subprocess
import sys
import tempfile

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

CELLS = [
    "int answer = 6 * 7; answer",
    'System.out.println("hello")',
    "nowhere",
    "%help",
    "%boot",
    "Workers workers = spawn(workers(2).spinning());\nrun(ms(5));\ntasks()",
    'readCold("jiffies", symbol("jiffies_64"), u64())',
]
# With profiles of the methods, the JVM compiles too many of them while the first cell waits.
WITHOUT_PROFILES = ["-XX:+UnlockDiagnosticVMOptions", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-AOTRecordTraining"]
COMPLETED = ["Sys", 'symbol("jif', 'task(workers, "scx.']
SECONDS = 60


def main(cache, java, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        connection, _ = write_connection_file(os.path.join(folder, "connection.json"))
        command = [java, f"-XX:AOTCacheOutput={cache}", *WITHOUT_PROFILES, *arguments, connection]
        kernel = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            client = BlockingKernelClient(connection_file=connection)
            client.load_connection_file()
            client.start_channels()
            client.kernel_info(reply=True, timeout=SECONDS)
            for cell in CELLS:
                client.execute(cell, stop_on_error=False, reply=True, timeout=SECONDS)
            for code in COMPLETED:
                client.complete(code, reply=True, timeout=SECONDS)
            client.inspect("spawn(", reply=True, timeout=SECONDS)
            client.shutdown(reply=True, timeout=SECONDS)
            client.stop_channels()
            return kernel.wait(SECONDS)
        finally:
            kernel.kill()


sys.exit(main(*sys.argv[1:]))
