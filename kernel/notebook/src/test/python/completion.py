"""Completion and inspection of Java."""

import time
import unittest

from client import Session


class Completion(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Session()
        end = time.monotonic() + 20
        while not cls.completed("HttpCl") and time.monotonic() < end:
            time.sleep(0.2)

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()

    @classmethod
    def completed(cls, code):
        content = cls.s.reply(cls.s.client.complete(code))["content"]
        cls.kinds = {each["text"]: each["type"] for each in content["metadata"]["_jupyter_types_experimental"]}
        cls.replaced = code[content["cursor_start"] : content["cursor_end"]]
        return content["matches"]

    def test_packages_of_imports(self):
        self.assertEqual(self.completed("import java.ut"), ["util."])
        self.assertEqual(self.completed("import java.util.concurrent.at"), ["atomic."])
        self.assertEqual(self.completed("import tech.tablesaw.ap"), ["api."])
        self.assertIn("java.", self.completed("import "))
        self.assertIn("Executors", self.completed("import java.util.concurrent.Execu"))
        self.assertIn("Math", self.completed("import static java.lang.Ma"))

    def test_behind_a_reference(self):
        self.assertEqual(self.completed("Integer::par"), ["parseInt", "parseUnsignedInt"])
        self.assertEqual(self.replaced, "par")
        self.assertEqual(self.completed('List.of("a").stream().map(String::toUp'), ["toUpperCase"])
        self.assertIn("new", self.completed("String::"))
        self.assertEqual(self.completed("System.out::printl"), ["println"])

    def test_what_the_same_cell_declares(self):
        for code, found in (
            ("int abc = 1; ab", ["abc"]),
            ('String text = "";\nint n = 3;\ntext.lengt', ["length()"]),
            ("var list = new ArrayList<String>();\nlist.addL", ["addLast("]),
            ("class Foo { int bar; void baz() {} }\nnew Foo().ba", ["bar", "baz()"]),
            ("record R(int left) {}\nvar r = new R(1);\nr.left", ["left", "left()"]),
            ("int square(int x) { return x; }\nsqu", ["square("]),
            ("record R(int left) {}\nint f(R r) { return r.lef", ["left", "left()"]),
            ("for (int index = 0; index < 3; inde", ["index"]),
            ("Runnable r = () -> { int inner = 1; inn", ["inner"]),
        ):
            with self.subTest(code):
                self.assertEqual(self.completed(code), found)
        self.s.run('String known = "";')
        self.assertEqual(self.completed("int known = 3;\nknown.lengt"), [])

    def test_classes_that_are_not_imported(self):
        self.assertEqual(self.completed("HttpCl"), ["java.net.http.HttpClient"])
        self.assertEqual((self.kinds["java.net.http.HttpClient"], self.replaced), ("import java.net.http.HttpClient", "HttpCl"))
        self.assertEqual(self.completed("new CRC32"), ["java.util.zip.CRC32", "java.util.zip.CRC32C"])
        self.assertEqual(self.completed("CountDownL"), ["CountDownLatch"])

    def test_documentation_is_whole(self):
        def explained(code):
            return self.s.reply(self.s.client.inspect(code))["content"]["data"]["text/plain"]

        self.assertIn("(index < 0 || index > size())", explained("new ArrayList<String>().add"))
        self.assertIn("equal to the value of Integer.MIN_VALUE, the most negative", explained("Math.abs"))
        self.assertNotIn("{@", explained("Map"))


if __name__ == "__main__":
    unittest.main()
