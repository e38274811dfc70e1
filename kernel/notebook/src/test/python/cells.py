"""Cells as the user meets them: errors, interrupts, magics, values."""

import time
import unittest

import psutil
from client import Session, of_type, printed


class Cells(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Session()

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()

    def error(self, code):
        content, messages = self.s.run(code)
        self.assertEqual(content["status"], "error", messages)
        published = of_type(messages, "error")
        self.assertEqual(len(published), 1)
        return published[0]["content"]

    def test_an_exception_shows_its_cause_and_the_users_frames_only(self):
        first = self.s.run("int quotient(int a) {\n  return 10 / a;\n}")[0]["execution_count"]
        error = self.error("int before = 1;\nquotient(0)")
        self.assertEqual(error["ename"], "ArithmeticException")
        self.assertEqual(error["evalue"], "/ by zero")
        self.assertEqual(
            error["traceback"][1:],
            [
                "    cell %d, line 2 in quotient:  return 10 / a;" % first,
                "    cell %d, line 2:  quotient(0)" % (first + 1),
            ],
        )

    def test_causes_are_one_line_each(self):
        error = self.error('throw new IllegalStateException("outer", new java.io.IOException("inner"));')
        self.assertEqual(error["traceback"][1], "  caused by IOException: inner")
        self.assertEqual(len(error["traceback"]), 3)

    def test_an_error_of_the_laboratory_is_exactly_its_message(self):
        error = self.error(
            'throw org.schedlab.vm.LabException.asked("there is no CPU 9").found("9").available("0 to 3").exception();'
        )
        self.assertEqual(error["traceback"], ["there is no CPU 9\n  found: 9\n  available: 0 to 3"])

    def test_errors_that_are_no_exceptions(self):
        for code, name in (
            ("int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)", "StackOverflowError"),
            ("throw new AssertionError(7);", "AssertionError"),
            ("new long[400_000_000]", "OutOfMemoryError"),
        ):
            with self.subTest(name):
                self.assertEqual(self.error(code)["ename"], name)
        self.s.run("full = null;")
        self.assertEqual(self.s.text("6 * 7"), "42")

    def test_data_that_fill_the_memory_stop_the_cell_and_can_be_let_go(self):
        for declared, grow in (
            ("var full = new ArrayList<String>();", 'full.add("x" + full.size());'),
            ("class Node { Node next; int[] data = new int[100]; } Node full = null;",
             "Node n = new Node(); n.next = full; full = n;"),
        ):
            with self.subTest(grow):
                content, messages = self.s.run(declared + " while (true) { " + grow + " }")
                self.assertEqual((content["status"], content["ename"]), ("error", "Interrupted"))
                self.assertIn("the cells' data fill the kernel's memory", printed(messages, "stderr"))
                self.assertEqual(self.s.text("6 * 7"), "42")
                self.assertEqual(self.s.run("full = null;")[0]["status"], "ok")
                self.assertEqual(self.s.text("new int[20_000_000].length"), "20000000")

    def test_a_compile_error_points_at_its_line(self):
        error = self.error("int ok = 1;\nint wrong = ok.size();")
        self.assertEqual(error["ename"], "CompileError")
        self.assertIn("line 2: int cannot be dereferenced", error["traceback"][0])
        self.assertEqual(error["traceback"][1:], ["    int wrong = ok.size();", "                ^^^^^^^"])

    def test_an_unknown_name_gets_its_neighbours(self):
        self.s.run("int runqueues = 4;")
        self.assertIn("did you mean runqueues?", self.error("runqeues + 1")["evalue"])
        self.assertIn("there is no class Nowhere", self.error("new Nowhere()")["evalue"])

    def test_an_unknown_member_gets_its_neighbours_or_what_there_is(self):
        self.assertIn("did you mean length?", self.error('"a".lenght()')["evalue"])
        self.s.run("record Pair(int left, int right) {}")
        self.assertIn("there is left, right", self.error("new Pair(1, 2).zzz()")["evalue"])

    def test_types_are_told_in_one_line_without_packages(self):
        self.assertEqual(
            self.error('int wrong = "a";')["evalue"], "line 1: incompatible types: String cannot be converted to int"
        )
        self.s.run("int one(int a) { return a; }\nint one(int a, int b) { return b; }")
        self.assertEqual(
            self.error("one()")["evalue"], "line 1: one does not take (no arguments); there is one(int), one(int,int)"
        )
        self.s.run("void two() {}\nvoid two(int a, int b) {}")
        self.assertEqual(
            self.error("two(x -> x.y())")["evalue"],
            "line 1: two does not take ((x)->x.y()); there is two(), two(int,int)",
        )

    def test_a_method_that_needs_what_is_not_there_says_so(self):
        _, messages = self.s.run("int later() { return missing(3); }")
        self.assertIn("note: line 1 can run once there is method missing(int)", printed(messages, "stderr"))
        error = self.error("later()")
        self.assertEqual((error["ename"], error["evalue"]), ("Undefined", "there is no method missing(int)"))
        self.assertEqual(len(error["traceback"]), 3)

    def test_the_value_of_an_expression_is_shown_whatever_its_form(self):
        self.s.run("int runs = 0; int count() { return ++runs; } void nothing() { runs += 100; }")
        for code, shown in (
            ("(long) 3 // three", "3"),
            ("runs > 5 ? 'a' : 'b'", "b"),
            ("Stream.of(3, 1, 2)\n  .sorted() /* least\n first */\n  .toList()", "[1, 2, 3]"),
            ('switch (runs) { case 0 -> "none"; default -> "some"; }', "none"),
            ("count()", "1"),
            ("count();", None),
            ("runs = 7", None),
            ("nothing()", None),
            ("nothing()", None),
            ("runs == 207", "true"),
            ("new java.sql.Timestamp(0).getTime() + java.net.http.HttpClient.Version.values().length", "2"),
            ("null", None),
        ):
            with self.subTest(code):
                content, messages = self.s.run(code)
                self.assertEqual(content["status"], "ok", content)
                values = [each["content"]["data"]["text/plain"] for each in of_type(messages, "execute_result")]
                self.assertEqual(values, [shown] if shown else [])
        matches = self.s.reply(self.s.client.complete("value"))["content"]["matches"]
        self.assertEqual([match for match in matches if match.startswith("value")], [])

    def test_values_that_nobody_keeps_leave_the_memory(self):
        self.s.run("byte[] large() { return new byte[200_000_000]; }")
        for _ in range(6):
            self.assertEqual(self.s.run("large();")[0]["status"], "ok")

    def test_what_is_declared_after_its_use_is_not_run_late(self):
        self.assertIn("there is no class Later", self.error("new Later(3)")["evalue"])
        _, messages = self.s.run('class Later { Later(int n) { System.out.println("made " + n); } }')
        self.assertEqual(printed(messages), "")
        self.s.run("new Later(4);")
        self.assertEqual(printed(self.s.run("new Later(5)")[1]), "made 5\n")

    def test_an_expression_over_several_lines_fails_at_its_line(self):
        error = self.error("List.of(1, 2)\n    .get(\n        7)")
        self.assertRegex(error["traceback"][-1], r"line [12]:  (List.of\(1, 2\)|\.get\()")
        self.assertEqual(self.error("1 +\n  unknown + 2")["traceback"][1:], ["      unknown + 2", "      ^^^^^^^"])

    def test_nothing_runs_when_the_cell_is_cut_off(self):
        self.s.run("int touched = 0;")
        self.assertIn("ends in the middle", self.error("touched = 1;\nfor (;;) {")["evalue"])

    def test_exit_does_not_end_the_kernel(self):
        for code in ("System.exit(3);", "Runtime.getRuntime().halt(1);", "Runnable r = () -> System.exit(0); r.run();"):
            with self.subTest(code):
                self.assertIn("a cell asked to end the kernel", self.error(code)["traceback"][0])
        self.assertEqual(self.s.text("1 + 1"), "2")

    def interrupted(self, code, started="started"):
        self.s.nothing_more()
        request = self.s.client.execute(code)
        if started:
            self.s.wait_for_output(started)
        start = time.monotonic()
        self.s.manager.interrupt_kernel()
        content = self.s.reply(request)["content"]
        self.assertLess(time.monotonic() - start, 2)
        self.assertEqual((content["status"], content["ename"]), ("error", "Interrupted"))
        self.s.published(request)

    def test_an_interrupt_stops_what_the_user_waits_for(self):
        say = 'System.out.println("started"); System.out.flush(); '
        for name, code in {
            "loop": say + "while (true) {}",
            "sleep": say + "Thread.sleep(100_000);",
            "loop that catches everything": say + "while (true) { try { while (true) {} } catch (Throwable t) {} }",
            "lambda": say + "Runnable forever = () -> { for (;;) {} }; forever.run();",
            "recursion": say + "long fib(long n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\nfib(200)",
        }.items():
            with self.subTest(name):
                self.interrupted("{ %s }" % code if "fib" not in code else code)
        self.interrupted("%wait", "waiting")
        kernel = psutil.Process(self.s.manager.provisioner.pid)
        busy = kernel.cpu_times()
        time.sleep(1)
        after = kernel.cpu_times()
        self.assertLess(after.user - busy.user, 0.5, "something still burns")
        self.assertEqual(self.s.text("2 + 3"), "5")

    def test_an_interrupt_stops_the_cells_behind(self):
        self.s.nothing_more()
        first = self.s.client.execute('System.out.println("started"); System.out.flush(); Thread.sleep(100_000);')
        second = self.s.client.execute("int never = 1;")
        self.s.wait_for_output("started")
        self.s.manager.interrupt_kernel()
        self.assertEqual(self.s.reply(first)["content"]["status"], "error")
        self.assertEqual(self.s.reply(second)["content"]["status"], "aborted")

    def test_a_storm_of_interrupts_leaves_a_usable_kernel(self):
        for _ in range(30):
            request = self.s.client.execute("Thread.sleep(50); 1")
            self.s.manager.interrupt_kernel()
            self.s.manager.interrupt_kernel()
            self.s.reply(request)
        self.assertEqual(self.s.text("3 + 4"), "7")

    def test_values(self):
        self.assertEqual(self.s.text("List.of(1, 2)"), "[1, 2]")
        for code in ("1 + 1;", "int quiet = 3;", "null", "// nothing", ""):
            with self.subTest(code):
                self.assertEqual(of_type(self.s.run(code)[1], "execute_result"), [])

    def test_magics_stand_among_java(self):
        content, messages = self.s.run("int cores = 3;\n%table --cores 2   // a comment\ncores + 1")
        self.assertEqual(content["status"], "ok")
        self.assertIn("<table", of_type(messages, "display_data")[0]["content"]["data"]["text/html"])
        self.assertEqual(of_type(messages, "execute_result")[0]["content"]["data"]["text/plain"], "4")

    def test_a_percent_sign_in_a_statement_is_no_magic(self):
        self.assertEqual(self.s.text("int table = 4;\nint left = 7\n%table;\nleft"), "3")

    def test_what_does_not_stop_is_told_and_left_behind(self):
        self.s.run("int accepted = 0;\nvoid waits() throws Exception {\n  new ServerSocket(0).accept();\n}")
        for code, frames in (
            ("accepted++;\nwaits();\naccepted++;", ["line 3 in waits:  new ServerSocket(0).accept();", "line 2:  waits();"]),
            ("%time new ServerSocket(0).accept()", ["line 1:  new ServerSocket(0).accept()"]),
        ):
            with self.subTest(code):
                self.s.nothing_more()
                request = self.s.client.execute(code)
                time.sleep(1)
                self.s.manager.interrupt_kernel()
                told = self.s.wait_for_output("leave it behind")["content"]["text"]
                self.assertIn("has not stopped: it is in java.net.ServerSocket.accept\n", told)
                for frame in frames:
                    self.assertIn(frame, told)
                self.s.manager.interrupt_kernel()
                published = of_type(self.s.published(request), "error")
                content = self.s.reply(request)["content"]
                self.assertEqual((content["status"], content["ename"], len(published)), ("error", "Interrupted", 1))
                self.assertIn(frames[0], "\n".join(content["traceback"]))
        self.assertEqual(self.s.text("accepted"), "1")

    def test_the_compilers_own_words_and_the_line_around_the_fault(self):
        error = self.error("int[] many = {" + ", ".join(str(n) for n in range(9000)) + "};")
        self.assertEqual(error["evalue"], "line 1: code too large")
        self.assertLess(max(len(line) for line in error["traceback"]), 200)
        error = self.error("String far = " + '"a" + ' * 200 + 'nowhere + "b";')
        self.assertIn("there is no variable nowhere", error["evalue"])
        line, mark = error["traceback"][1:]
        self.assertEqual(line[mark.index("^") : mark.rindex("^") + 1], "nowhere")
        self.assertLess(len(line), 200)
        self.assertEqual(self.error("long " + "deep = " + "1 + " * 3000 + "unknown;")["ename"], "CompileError")

    def test_magic_errors_name_what_there_is(self):
        error = self.error("%tabel")
        self.assertIn("there is no magic %tabel", error["traceback"][0])
        self.assertIn("%table?", error["traceback"][0])
        self.assertIn("--cores", self.error("%table --core 3")["traceback"][0])
        self.assertIn("a whole number", self.error("%table --cores many")["traceback"][0])

    def test_java_in_a_cell_magic_keeps_its_lines(self):
        self.assertIn("line 3:", self.error("%%time\nint a1 = 1;\nint b1 = a1.size();")["evalue"])
        _, messages = self.s.run("%%time\nint c1 = 1;\nc1 + 1")
        self.assertIn("host time:", printed(messages))
        self.assertEqual(of_type(messages, "execute_result")[0]["content"]["data"]["text/plain"], "2")

    def test_completion_counts_characters_not_chars(self):
        code = 'String a𝄞 = ""; Math.flo'
        request = self.s.client.complete(code)
        content = self.s.reply(request)["content"]
        self.assertEqual((content["cursor_start"], content["cursor_end"]), (len(code) - 3, len(code)))

    def test_inspection(self):
        request = self.s.client.inspect("%table", detail_level=0)
        self.assertIn("--cores", self.s.reply(request)["content"]["data"]["text/plain"])
        request = self.s.client.inspect("Math.floorDiv(", detail_level=0)
        self.assertIn("int Math.floorDiv(int x, int y)", self.s.reply(request)["content"]["data"]["text/plain"])


if __name__ == "__main__":
    unittest.main()
