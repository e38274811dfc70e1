"""How the kernel ends: whatever the cause, quickly, and with what it holds."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import psutil
from client import Session, of_type


def gone_within(process, seconds):
    try:
        process.wait(seconds)
        return True
    except psutil.TimeoutExpired:
        return process.status() == psutil.STATUS_ZOMBIE


class Lifecycle(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.marker = os.path.join(self.folder.name, "closed")
        self.addCleanup(self.folder.cleanup)

    def session(self):
        environment = dict(os.environ, SCHEDLAB_TEST_MARKER=self.marker)
        session = Session(env=environment)
        self.addCleanup(session.__exit__)
        kernel = psutil.Process(session.manager.provisioner.pid)
        session.run("%child")
        return session, kernel, kernel.children()

    def ended(self, kernel, children, seconds):
        self.assertEqual(len(children), 1)
        self.assertTrue(gone_within(kernel, seconds), "the kernel lives on")
        self.assertTrue(gone_within(children[0], 1), "its child lives on")
        self.assertTrue(os.path.exists(self.marker), "its resource was not closed")

    def test_shutdown_is_answered_and_takes_less_than_two_seconds(self):
        session, kernel, children = self.session()
        running = session.client.execute("while (true) {}")
        start = time.monotonic()
        request = session.client.shutdown()
        reply = session.reply(request, "control")
        self.assertEqual((reply["content"]["status"], reply["content"]["restart"]), ("ok", False))
        states = [m["content"]["execution_state"] for m in of_type(session.published(request), "status")]
        self.assertEqual(states, ["busy", "idle"])
        self.ended(kernel, children, 2)
        self.assertLess(time.monotonic() - start, 2)

    def test_sigterm(self):
        _, kernel, children = self.session()
        kernel.send_signal(signal.SIGTERM)
        self.ended(kernel, children, 2)

    def test_death_of_the_front_end(self):
        script = (
            "import os, sys, time; from client import Session; s = Session(env=dict(os.environ)); s.run('%child');"
            "print(s.manager.provisioner.pid, flush=True); time.sleep(1000)"
        )
        front_end = subprocess.Popen(
            [sys.executable, "-c", script],
            env=dict(os.environ, SCHEDLAB_TEST_MARKER=self.marker),
            stdout=subprocess.PIPE,
            text=True,
        )
        with front_end:
            kernel = psutil.Process(int(front_end.stdout.readline()))
            self.addCleanup(lambda: kernel.is_running() and kernel.kill())
            children = kernel.children()
            front_end.kill()
            front_end.wait()
            self.ended(kernel, children, 5)

    def test_missing_connection_file(self):
        import json
        from jupyter_client.kernelspec import get_kernel_spec

        argv = get_kernel_spec("schedlab-test").argv
        command = [a.replace("{connection_file}", "/nonexistent/file.json") for a in argv]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=20)
        self.assertEqual(ended.returncode, 2)
        self.assertIn("started by a Jupyter front end", ended.stderr)


if __name__ == "__main__":
    unittest.main()
