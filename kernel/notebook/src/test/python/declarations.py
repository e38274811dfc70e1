"""What cells declare: in any order, again, by the hundred, and after imports."""

import time
import unittest

from client import Session, of_type, printed


class Declarations(unittest.TestCase):
    def setUp(self):
        self.s = Session()
        self.addCleanup(self.s.__exit__)

    def ok(self, code):
        """What the cell told besides its value."""
        content, messages = self.s.run(code)
        self.assertEqual(content["status"], "ok", content)
        return printed(messages, "stderr")

    def error(self, code):
        content, messages = self.s.run(code)
        self.assertEqual(content["status"], "error", messages)
        self.assertEqual(len(of_type(messages, "error")), 1)
        return content

    def test_types_may_need_each_other(self):
        self.assertEqual(self.ok("class Node { Edge first; }  class Edge { Node to; }  new Node().first"), "")
        self.assertEqual(self.ok("class From { To to; }"), "note: line 1 can be used once there is class To\n")
        self.assertEqual(self.ok("class To { From from; }"), "")
        self.assertEqual(self.s.text("new To().from == null && new From().to == null"), "true")
        self.ok("sealed interface Shape permits Circle, Square {}\nrecord Circle(double r) implements Shape {}\n"
                "record Square(double a) implements Shape {}\ndouble area(Shape s) {\n"
                "  return switch (s) { case Circle(double r) -> r; case Square(double a) -> a * a; };\n}")
        self.assertEqual(self.s.text("area(new Square(3))"), "9.0")
        self.assertIn("interface", self.ok("class Early implements Late { public int f() { return 3; } }")
                      .replace("class Late", "interface"))
        self.ok("interface Late { int f(); }")
        self.assertEqual(self.s.text("new Early().f()"), "3")
        self.ok("Later later; class Later {} later = new Later();")

    def test_what_is_still_missing_is_told_once_and_where_it_is_used(self):
        notes = self.ok("int one() { return two(); }\nint two() { return three; }\nStrin text;\nHttpClient client;")
        self.assertEqual(notes.splitlines(), [
            "note: line 2 can run once there is variable three",
            "note: line 3 can be used once there is class Strin; did you mean String?",
            "note: line 4 can be used once there is class HttpClient; import java.net.http.HttpClient?",
        ])
        self.assertEqual(self.error("text = 3")["evalue"], "line 1: variable text can be used once there is class Strin")
        self.assertEqual(self.error("one()")["evalue"], "there is no variable three")
        self.ok("int three = 3;")
        self.assertEqual(self.s.text("one()"), "3")

    def test_a_class_that_is_not_imported_is_named(self):
        self.assertEqual(self.error("HttpClient.newHttpClient()")["evalue"],
                         "line 1: there is no class HttpClient; import java.net.http.HttpClient?")
        self.assertEqual(self.s.text("Executors.newCachedThreadPool().isShutdown() || Pattern.matches(\"a\", \"b\")"), "false")

    def test_variables_keep_their_values_unless_their_own_type_is_another(self):
        self.ok("class P { int x = 3; } P p = new P(); P[] all = {p}; List<P> list = new ArrayList<>(List.of(p));"
                "int n = 4; var z = n + 1; class Q extends P { int y = x; }")
        self.assertEqual(self.ok("import java.util.zip.*; int n = 5;"), "")
        self.assertEqual(self.s.text("p.x + all.length + list.size() + z"), "10")
        self.assertEqual(self.ok("class P { int x = 3; }"), "")
        self.assertEqual(self.s.text("p.x"), "3")
        notes = self.ok("class P { double w = 1; }").splitlines()
        self.assertEqual(notes[0], "note: type Q can be used once there is variable x")
        self.assertEqual(notes[1], "note: all, p are null now: their types were declared again,"
                                   " and what there was is of the earlier one")
        self.assertEqual(self.s.text("p == null && list.size() == 1"), "true")
        self.assertEqual(self.error("list.get(0).w")["evalue"],
                         "class P cannot be cast to class P: the object was made before P was declared again")

    def test_hundreds_of_declarations_stay_quick(self):
        def seconds(code):
            start = time.monotonic()
            self.ok(code)
            return time.monotonic() - start

        few = min(seconds("int few%d = 1; few%d + 1" % (i, i)) for i in range(10))
        for start in range(0, 300, 50):
            self.ok("\n".join("int f%d(int a) { return a + %d; }" % (n, n) for n in range(start, start + 50)))
        self.assertLess(seconds("import java.util.zip.*;"), 2)
        self.assertLess(seconds("import static java.lang.Math.*;"), 2)
        self.assertEqual(self.s.text("f3(1) + f299(max(1, 0)) + new CRC32().getValue()"), "304")
        self.assertLess(min(seconds("f%d(1)" % i) for i in range(10)), 10 * few)

    def test_what_all_the_others_use_is_declared_again(self):
        self.ok("int base = 1;")
        for start in range(0, 150, 50):
            self.ok("\n".join("int g%d(int a) { return a + base; }" % n for n in range(start, start + 50)))
        start = time.monotonic()
        self.ok("int base =\n    3;")
        self.assertLess(time.monotonic() - start, 2)
        self.assertEqual(self.s.text("g0(1) + g149(2)"), "9")
        self.assertEqual(self.error("int base = 4; int base =\n  1 / 0;")["traceback"][-1], "    cell 7, line 1:  int base =")

    def test_another_type_reaches_all_who_use_it(self):
        self.ok("int base = 1;")
        for start in range(0, 60, 20):
            self.ok("\n".join("String g%d() { return \"\" + base; }" % n for n in range(start, start + 20)))
        self.ok("double base = 2;")
        self.assertEqual(self.s.text("g0() + g59()"), "2.02.0")

    def test_an_import_that_is_not_valid_changes_nothing(self):
        self.assertEqual(self.error("import java.no.such.*;")["evalue"], "line 1: package java.no.such does not exist")
        self.ok("int waits(CRC32 sum) { return 7; }")
        self.ok("import java.util.zip.*;")
        self.assertEqual(self.s.text("waits(new CRC32())"), "7")
        self.assertEqual(self.s.text("List.of(1)"), "[1]")


if __name__ == "__main__":
    unittest.main()
