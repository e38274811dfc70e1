"""What becomes of a machine when something happens to its kernel, its front end, or beside it."""

import json
import os
import subprocess
import sys
import tempfile
import time
import unittest

import psutil
from client import Session, printed

BOOT = "%boot"
LONG_RUN = 'System.out.println("off"); run(s(600))'


def machines_of(kernel):
    return [child for child in kernel.children(recursive=True) if child.name().startswith("qemu")]


def wait_until(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def gone(process):
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Machines(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir="/dev/shm")
        self.addCleanup(folder.cleanup)
        self.runtime = folder.name
        self.environment = dict(os.environ, SCHEDLAB_RUNTIME=self.runtime)

    def booted(self, boot=BOOT):
        session = Session(env=self.environment)
        self.addCleanup(session.__exit__)
        content, _ = session.run(boot)
        self.assertEqual(content["status"], "ok", content)
        kernel = psutil.Process(session.manager.provisioner.pid)
        found = machines_of(kernel)
        self.assertEqual(len(found), 1)
        return session, kernel, found[0]

    def left_in_runtime(self):
        return [os.path.join(at, name) for at, _, names in os.walk(self.runtime) for name in names if name == "ram"]

    def test_kernel_killed_while_its_machine_runs(self):
        session, kernel, machine = self.booted()
        session.client.execute(LONG_RUN)
        session.wait_for_output("off")
        kernel.kill()
        wait_until(lambda: gone(machine), 5, "QEMU ends with its kernel")
        self.booted()
        wait_until(lambda: len(self.left_in_runtime()) <= 1, 5, "the dead machine's memory is given back at the next boot")

    def test_kernel_killed_while_its_live_machine_goes_on(self):
        session, kernel, machine = self.booted(BOOT + " --live")
        content, _ = session.run("spawn(workers(2).spinning())")
        self.assertEqual(content["status"], "ok", content)
        long_run = session.client.execute(LONG_RUN)
        session.wait_for_output("off")
        time.sleep(0.5)
        session.manager.interrupt_kernel()
        self.assertEqual(session.reply(long_run)["content"]["status"], "error")
        session.published(long_run)
        session.nothing_more()
        content, _ = session.run("run(ms(1))")
        self.assertEqual(content["status"], "ok", content)
        kernel.kill()
        wait_until(lambda: gone(machine), 5, "QEMU ends with its kernel")

    def test_front_end_dies_while_the_machine_runs(self):
        script = (
            "import os, sys, time; from client import Session; s = Session(env=dict(os.environ));"
            f"s.run({BOOT!r}); s.client.execute({LONG_RUN!r}); s.wait_for_output('off');"
            "print(s.manager.provisioner.pid, flush=True); time.sleep(1000)"
        )
        command = [sys.executable, "-c", script]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True) as front_end:
            kernel = psutil.Process(int(front_end.stdout.readline()))
            self.addCleanup(lambda: kernel.is_running() and kernel.kill())
            (machine,) = machines_of(kernel)
            front_end.kill()
            front_end.wait()
        wait_until(lambda: gone(kernel), 5, "the kernel ends with its front end")
        wait_until(lambda: gone(machine), 1, "QEMU ends with its kernel")
        self.assertEqual(self.left_in_runtime(), [])

    def test_restart_while_the_machine_runs(self):
        session, kernel, machine = self.booted()
        session.client.execute(LONG_RUN)
        session.wait_for_output("off")
        session.manager.restart_kernel(env=self.environment)
        session.client.wait_for_ready(timeout=30)
        self.assertTrue(gone(kernel) and gone(machine))
        self.assertEqual(self.left_in_runtime(), [])
        self.assertEqual(session.run(BOOT)[0]["status"], "ok")

    def test_a_boot_is_stopped_wherever_it_is(self):
        session = Session(env=self.environment)
        self.addCleanup(session.__exit__)
        kernel = psutil.Process(session.manager.provisioner.pid)
        for cell in ("%boot --memory 578M", 'boot(BootOptions.defaults().withMemory("578M"))'):
            with self.subTest(cell):
                boot = session.client.execute(cell)
                wait_until(lambda: machines_of(kernel), 20, "QEMU starts")
                time.sleep(0.5)
                session.manager.interrupt_kernel()
                content = session.reply(boot)["content"]
                self.assertEqual(content["status"], "error")
                self.assertIn("the boot was stopped; no machine came of it", content["evalue"])
                session.published(boot)
                session.nothing_more()
                self.assertEqual([each for each in machines_of(kernel) if not gone(each)], [])
        self.assertEqual(session.run(BOOT)[0]["status"], "ok")
        self.assertEqual(session.run("run(ms(1))")[0]["status"], "ok")

    def test_a_boot_that_fails_leaves_the_machine_that_is_there(self):
        session, _, machine = self.booted()
        content, _ = session.run("%boot --kernel 5.4")
        self.assertEqual(content["status"], "error")
        self.assertIn("5.4", content["evalue"])
        self.assertFalse(gone(machine))
        self.assertEqual(session.run("run(ms(1))")[0]["status"], "ok")

    def test_a_compiler_is_stopped(self):
        session, kernel, _ = self.booted()
        doubled = "".join(f"#define E{n + 1} E{n} E{n}\n" for n in range(22))
        cell = session.client.execute(f"%%scheduler large\n#define E0 1,\n{doubled}int numbers[] = {{E22}};\n")

        def compilers():
            return [child for child in kernel.children(recursive=True) if child.name().startswith("clang")]

        wait_until(compilers, 10, "the compiler starts")
        session.manager.interrupt_kernel()
        content = session.reply(cell)["content"]
        self.assertEqual(content["evalue"], "compiling was stopped; the scheduler in charge stays")
        session.published(cell)
        session.nothing_more()
        self.assertEqual(compilers(), [])
        self.assertEqual(session.run("run(ms(1))")[0]["status"], "ok")

    def test_connection_file_deleted_under_a_kernel(self):
        session, _, _ = self.booted()
        os.remove(session.manager.connection_file)
        content, _ = session.run("run(ms(1))")
        self.assertEqual(content["status"], "ok", content)

    def test_two_notebooks_at_once(self):
        cell = 'var w = spawn(workers(3).spinning()); run(ms(50)); System.out.println(w.table().column("CPU time [ms]").asList())'
        one, kernel, machine = self.booted()
        other, _, _ = self.booted()
        requests = [(session, session.client.execute(cell)) for session in (one, other)]
        results = [printed(session.published(request)) for session, request in requests]
        self.assertRegex(results[0], r"^\[\d+\.\d+, \d+\.\d+, \d+\.\d+\]$")
        self.assertEqual(results[0], results[1])
        one.client.shutdown()
        wait_until(lambda: gone(kernel) and gone(machine), 3, "the first ends")
        self.assertEqual(other.run("run(ms(1))")[0]["status"], "ok")


class ConnectionFile(unittest.TestCase):
    def said(self, content):
        from jupyter_client.kernelspec import get_kernel_spec

        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(content)
            file.flush()
            argv = [part.replace("{connection_file}", file.name) for part in get_kernel_spec("schedlab-test").argv]
            ended = subprocess.run(argv, capture_output=True, text=True, timeout=20)
        self.assertEqual(ended.returncode, 2, ended.stderr)
        self.assertNotIn("\tat ", ended.stderr)
        return ended.stderr

    def test_that_is_empty(self):
        self.assertIn("connection file", self.said(""))

    def test_that_is_no_json(self):
        self.assertIn("connection file", self.said("ports: many"))

    def test_that_has_no_ports(self):
        self.assertIn("connection file", self.said(json.dumps({"ip": "127.0.0.1"})))

    def test_whose_port_is_taken(self):
        import socket

        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            ports = {name + "_port": port for name in ("shell", "iopub", "stdin", "control", "hb")}
            content = dict(ports, ip="127.0.0.1", transport="tcp", key="k", signature_scheme="hmac-sha256")
            self.assertIn("connection file", self.said(json.dumps(content)))


if __name__ == "__main__":
    unittest.main()
