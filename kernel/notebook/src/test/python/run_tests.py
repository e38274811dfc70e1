"""Runs the tests of one module and writes a line of JSON for each: `python3 run_tests.py MODULE RESULTS`.

A line has `test` (class and method), `outcome` (passed, failed or skipped), `detail` (the traceback, or why it was
skipped) and `seconds`. What the tests print goes where it always goes.
"""

import json
import sys
import time
import unittest


class Results(unittest.TextTestResult):
    """Notes each test as it ends, so that what ran before a hang is known."""

    file = None
    started = 0.0

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def _note(self, test, outcome, detail=""):
        name = test.id().split(".", 1)[-1]
        seconds = round(time.monotonic() - self.started, 1)
        result = {"test": name, "outcome": outcome, "detail": detail, "seconds": seconds}
        self.file.write(json.dumps(result) + "\n")
        self.file.flush()

    def addSuccess(self, test):
        super().addSuccess(test)
        self._note(test, "passed")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._note(test, "failed", self._exc_info_to_string(err, test))

    def addError(self, test, err):
        super().addError(test, err)
        self._note(test, "failed", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._note(test, "skipped", reason)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._note(subtest, "failed", self._exc_info_to_string(err, test))

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._note(test, "passed")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._note(test, "failed", "it was expected to fail")


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8") as results:
        Results.file = results
        tests = unittest.defaultTestLoader.loadTestsFromName(sys.argv[1])
        ran = unittest.TextTestRunner(verbosity=2, resultclass=Results).run(tests)
    sys.exit(0 if ran.wasSuccessful() else 1)
