"""A real console (Debian's jupyter_console), at a terminal: what it cannot replace is shown below."""

import sys
import unittest

import pexpect


class Console(unittest.TestCase):
    def setUp(self):
        command = ["-m", "jupyter_console", "--kernel=schedlab-test", "--simple-prompt"]
        self.console = pexpect.spawn(sys.executable, command, timeout=40, encoding="utf-8", dimensions=(50, 200))
        self.addCleanup(self.console.close, force=True)
        self.console.expect(r"In \[1\]: ")

    def run_cell(self, code, number):
        self.console.sendline(code)
        self.console.expect(r"In \[%d\]: " % (number + 1))
        return self.console.before.replace("\r", "")

    def test_a_progress_line_has_its_end(self):
        shown = self.run_cell(
            'try (var p = Progress.start("boot")) { Thread.sleep(900); p.update(0.5, "half"); Thread.sleep(300); p.end("ready"); }', 1
        )
        lines = [line for line in shown.splitlines() if line.startswith("boot")]
        self.assertEqual(len(lines), 2, shown)
        self.assertRegex(lines[0], r"^boot +\(\d\.\d s\)$")
        self.assertEqual(lines[1], "boot: ready")

    def test_what_replaces_a_display_is_shown_below(self):
        shown = self.run_cell('display("first one").update("second one");', 1)
        self.assertEqual([line for line in shown.splitlines() if line.endswith(" one")], ["first one", "second one"])


if __name__ == "__main__":
    unittest.main()
