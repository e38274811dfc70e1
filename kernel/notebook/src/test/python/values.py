"""What cells show: long values are cut, no names of JShell's, the output of other processes."""

import unittest

from client import Session, of_type, printed

INTERNAL = ("$JShell$", "REPL", "do_it$", "org.schedlab.notebook.cells")


class Values(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Session()

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()

    def test_long_values_are_cut_to_their_beginning_and_end(self):
        note = "\n100,000 elements: the first 50 and the last 10 are shown"
        first = ", ".join(str(n) for n in range(50)) + ", …, "
        last = ", ".join(str(n) for n in range(99_990, 100_000))
        for code in ("IntStream.range(0, 100_000).toArray()", "IntStream.range(0, 100_000).boxed().toList()",
                     "IntStream.range(0, 100_000).boxed().collect(Collectors.toCollection(TreeSet::new))"):
            with self.subTest(code):
                self.assertEqual(self.s.text(code), "[" + first + last + "]" + note)
        shown = self.s.text("IntStream.range(0, 100_000).boxed().collect(Collectors.toMap(i -> i, i -> -i))")
        self.assertTrue(shown.startswith("{0=0, 1=-1, ") and shown.endswith("}" + note), shown)
        shown = self.s.text('"abcde".repeat(20_000)')
        self.assertEqual(len(shown.splitlines()[0]), 8_001)
        self.assertEqual(shown.splitlines()[2],
                         "100,000 characters: the first 8,000 and the last 2,000 are shown; System.out.print shows all")
        self.assertLess(len(self.s.text("new int[2000][2000]")), 15_000)
        self.assertIn("1,000,000,000 elements", self.s.text("Collections.nCopies(1_000_000_000, 3)"))

    def test_short_values_are_whole(self):
        for code, shown in (
            ("IntStream.range(0, 200).toArray()", str(list(range(200)))),
            ("List.of(new int[] {1}, Map.of(\"a\", new int[] {2}))", "[[1], {a=[2]}]"),
            ("new String[] {\"a\", null}", "[a, null]"),
            ("Optional.of(3)", "Optional[3]"),
            ("var own = new ArrayList<Object>(); own.add(own); own", "[(itself)]"),
        ):
            with self.subTest(code):
                self.assertEqual(self.s.text(code), shown)

    def test_no_names_that_are_not_the_users(self):
        self.s.run("class Node {} interface F { int f(); } Node node = new Node();\nvoid fails() { Object o = node; Integer i = (Integer) o; }")
        for code in ("node", "List.of(node)", "new Node[] {node}", "Node.class", "new Object() {}", "new Object() {}.getClass()",
                     "F f = () -> 3; f", "var named = new Object() { int a = 1; }; named", "System.out.println(node);",
                     "new RuntimeException(\"x\" + node).printStackTrace();", "fails()", "Node missing = new Node(3);",
                     "new Thread(() -> { throw new IllegalStateException(node.toString()); }).start(); Thread.sleep(200);",
                     "throw new Exception(node.toString());", "class Own extends Exception {} throw new Own();"):
            with self.subTest(code):
                content, messages = self.s.run(code)
                told = str(content) + "".join(str(m["content"]) for m in messages if m["msg_type"] != "execute_input")
                for name in INTERNAL:
                    self.assertNotIn(name, told)
        self.assertRegex(self.s.text("node"), r"^Node@[0-9a-f]+$")
        self.assertEqual(self.s.run("fails()")[0]["evalue"], "class Node cannot be cast to class java.lang.Integer")

    def test_a_stack_trace_that_is_printed_names_the_cell(self):
        _, messages = self.s.run('void trace() { new RuntimeException("here").printStackTrace(); }\ntrace();')
        lines = printed(messages, "stderr").splitlines()
        self.assertEqual(lines[:3], ["java.lang.RuntimeException: here", "\tat the cell in trace", "\tat the cell"])

    def test_processes_that_inherit_the_output_are_shown(self):
        _, messages = self.s.run(
            'int status = new ProcessBuilder("sh", "-c", "echo out; echo err >&2; exit 3").inheritIO().start().waitFor();\n'
            'System.out.println("then " + status);')
        self.assertEqual(printed(messages), "out\nthen 3\n")
        self.assertEqual(printed(messages, "stderr"), "err\n")
        self.assertEqual(self.s.text('new ProcessBuilder("echo", "read").start().inputReader().readLine()'), "read")
        _, messages = self.s.run('new ProcessBuilder("sh", "-c", "echo one; echo two >&2").redirectErrorStream(true)'
                                 ".redirectOutput(ProcessBuilder.Redirect.INHERIT).start().onExit().join();")
        self.assertEqual(printed(messages), "one\ntwo\n")

    def test_statements_that_follow_each_other_keep_their_lines_and_effects(self):
        self.s.run("int total = 0;")
        self.assertEqual(self.s.run("\n".join(["total += 1;"] * 800))[0]["status"], "ok")
        self.assertEqual(self.s.text("total"), "800")
        content, _ = self.s.run("total = 0;\ntotal += 1; // one\n// two\ntotal += List.of(1).get(5);\ntotal += 1;")
        self.assertRegex(content["traceback"][-1], r"cell \d+, line 4:  total \+= List.of\(1\).get\(5\);$")
        self.assertEqual(self.s.text("total"), "1")
        content, _ = self.s.run("total += 1;\ntotal += 1;\ntota += 1;\ntotal += 1;")
        self.assertEqual(content["evalue"], "line 3: there is no variable tota; did you mean total?")
        self.assertEqual(self.s.text("total"), "3")
        self.assertEqual(self.s.text('total = 5; switch (total) { case 5 -> "five"; default -> "other"; }'), "five")
        self.assertEqual(self.s.text("if (total > 3) { total = 9; } else total = 7;\nfor (int i = 0; i < 3; i++) total++;\ntotal"), "12")

    def test_errors_of_the_kernel_itself_are_published(self):
        self.s.run('System.setProperty("schedlab.test.fail", "yes");')
        content, messages = self.s.run("6 * 7")
        error = of_type(messages, "error")[0]["content"]
        self.assertEqual((content["status"], error["ename"], error["evalue"]),
                         ("error", "IllegalStateException", "asked for by a test"))
        self.assertIn("in schedlab's kernel", error["traceback"][1])
        self.assertEqual(self.s.text("6 * 7"), "42")


if __name__ == "__main__":
    unittest.main()
