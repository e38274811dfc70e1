"""Parameters of notebooks."""

import os
import sys
import unittest

import nbformat

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from parameters import ParameterError, inject  # noqa: E402


def notebook(source='int workers = 4; // how many\nString name = "a";\nvar text = "b";\nDuration hold = ms(3)\ndouble x = 1'):
    cells = [
        nbformat.v4.new_code_cell("1 + 1"),
        nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("workers"),
    ]
    return nbformat.v4.new_notebook(cells=cells)


class Parameters(unittest.TestCase):
    def test_a_cell_is_put_behind_the_defaults(self):
        book = notebook()
        inject(book, ["workers=8", 'name=x "y" \\', "text=5", "hold=ms(5)", "x=-2.5"])
        self.assertEqual(4, len(book.cells))
        self.assertEqual(
            'workers = 8;\nname = "x \\"y\\" \\\\";\ntext = "5";\nhold = ms(5);\nx = -2.5;', book.cells[2].source)
        self.assertEqual(["injected-parameters"], book.cells[2].metadata["tags"])
        nbformat.validate(book)

    def test_the_cell_of_an_earlier_run_goes(self):
        book = notebook()
        inject(book, ["workers=8"])
        inject(book, ["workers=9"])
        self.assertEqual(["1 + 1", "workers = 9;", "workers"], [book.cells[i].source for i in (0, 2, 3)])

    def test_nothing_given_changes_nothing(self):
        book = notebook()
        inject(book, [])
        self.assertEqual(3, len(book.cells))

    def test_what_cannot_be_set(self):
        for given, said in (("wrokers=8", "there is no parameter 'wrokers'; available: workers, name, text, hold, x"),
                            ("workers", "'workers' is not name=value")):
            with self.assertRaisesRegex(ParameterError, said):
                inject(notebook(), [given])
        book = notebook()
        book.cells[1].metadata = nbformat.from_dict({})
        with self.assertRaisesRegex(ParameterError, "no cell tagged 'parameters'"):
            inject(book, ["workers=8"])


if __name__ == "__main__":
    unittest.main()
