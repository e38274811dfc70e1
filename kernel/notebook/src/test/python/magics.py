"""Magics that every notebook has: timing, variables, files, the host's shell, what was run before."""

import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import psutil
from client import Session, of_type, printed


def shown(messages):
    """The texts of all that was displayed, and of the value."""
    kinds = ("display_data", "execute_result")
    return [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] in kinds]


class Folder(unittest.TestCase):
    """A session whose kernel runs in a folder of its own."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = cls.temporary.name
        cls.s = Session(cwd=cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()
        cls.temporary.cleanup()

    def ok(self, code):
        content, messages = self.s.run(code)
        self.assertEqual(content["status"], "ok", content)
        return messages

    def error(self, code):
        content, _ = self.s.run(code)
        self.assertEqual(content["status"], "error", content)
        return "\n".join(content["traceback"])


class Lines(Folder):
    def test_a_semicolon_hides_the_value(self):
        self.assertEqual(len(of_type(self.ok("%table"), "execute_result")), 1)
        self.assertEqual(of_type(self.ok("%table;"), "execute_result"), [])
        self.assertEqual(of_type(self.ok("%table --cores 2 ; // two"), "execute_result"), [])
        self.assertEqual(len(shown(self.ok("%table;\n%table"))), 1)

    def test_time_stands_above_other_magics(self):
        messages = self.ok("%%time\n%table --cores 2\nint under = 3;\nunder + 1")
        self.assertIn("host time:", printed(messages))
        self.assertEqual(shown(messages)[-1], "4")
        messages = self.ok("%%time\n%%table --cores 3\nwhatever { this is\n")
        self.assertIn("host time:", printed(messages))
        self.assertEqual(shown(messages)[0].count("\n0") + shown(messages)[0].count("\n   0"), 3)
        self.assertIn("host time:", printed(self.ok("%time %table")))
        self.assertIn("line 4:", self.error("%%time\n%table\nint a = 1;\nint b = a.size();"))

    def test_a_cell_below_time_ends_as_it_would_alone(self):
        for code, status in (
            ("%%time\nint a = 1;", "complete"),
            ("%%time\nfor (;;) {", "incomplete"),
            ("%%time\n%%table\nbody", "incomplete"),
            ("%%time\n%table", "complete"),
        ):
            with self.subTest(code):
                request = self.s.client.is_complete(code)
                self.assertEqual(self.s.reply(request)["content"]["status"], status)

    def test_java_variables_stand_in_a_magics_line(self):
        self.ok("int four = 4; String option = \"--cores\"; String blank = \"a b\";")
        self.assertEqual(shown(self.ok("%table --cores $four"))[0].count("0"), 4)
        self.assertEqual(shown(self.ok("%table --cores=${four}"))[0].count("0"), 4)
        self.assertIn("takes one argument, a file\n  found: none", self.error("%load"))
        self.assertIn("there is no file a b.txt", self.error("%load $blank.txt"))
        self.assertIn("there is no file $blank", self.error("%load '$blank'"))
        told = self.error("%table --cores $fou")
        self.assertIn("$fou is no Java variable", told)
        self.assertIn("try: $four?", told)

    def test_who_tells_the_variables(self):
        self.ok("int count = 3; var names = List.of(\"a\", \"b\"); String none = null; record Pair(int a, int b) {}")
        self.ok("count + 1")
        table = shown(self.ok("%who"))[0]
        rows = {line.split()[0]: line.split()[1:] for line in table.splitlines()[3:]}
        self.assertEqual(rows["count"], ["int", "3"])
        self.assertEqual(rows["names"], ["List<String>", "size", "2"])
        self.assertEqual(rows["none"], ["String", "null"])
        self.assertNotIn("Pair", rows)
        self.assertEqual([name for name in rows if "$" in name], [])

    def test_timeit_measures_many_runs(self):
        self.ok("int ran = 0;")
        text = shown(self.ok("%timeit --runs 3 --loops 4 ran++"))[0]
        self.assertEqual(self.s.text("ran"), "13")
        self.assertRegex(text, r"host time:  median [\d.]+ [nµm]s, interquartile range [\d.]+ [nµm]s to [\d.]+ [nµm]s")
        self.assertIn("3 runs of 4 loops each, after one to warm up", text)
        self.assertNotIn("guest", text)
        self.ok("int slept = 0;")
        text = shown(self.ok("%%timeit --runs 5\nint own = 8;\nThread.sleep(own);\nslept++;"))[0]
        self.assertRegex(text, r"median (8\.|9\.|1[0-9]\.)\d+ ms")
        self.assertEqual(self.s.text("slept >= 6 && slept <= 8"), "true")
        self.assertIn("line 3:", self.error("%%timeit\nint a = 1;\nint b = a.size();"))
        self.assertIn("line 2:  10 / zero", self.error("int zero = 0;\n%timeit 10 / zero"))
        self.assertIn("host time:", shown(self.ok("%timeit --runs 2 --loops 1 %table"))[-1])

    def test_timeit_is_interrupted(self):
        self.s.nothing_more()
        request = self.s.client.execute('%timeit { System.out.println("began"); System.out.flush(); while (true) {} }')
        self.s.wait_for_output("began")
        self.s.manager.interrupt_kernel()
        self.assertEqual(self.s.reply(request)["content"]["ename"], "Interrupted")


class Files(Folder):
    def path(self, name):
        return os.path.join(self.folder, name)

    def test_load_puts_a_file_into_the_cell(self):
        with open(self.path("pick.java"), "w") as file:
            file.write("int picked = 7;\n")
        content, _ = self.s.run("%load pick.java")
        self.assertEqual(
            content["payload"],
            [{"source": "set_next_input", "text": "// %load pick.java\nint picked = 7;\n", "replace": True}],
        )
        self.assertEqual(self.s.run("1")[0]["payload"], [])
        with open(self.path("mine.bpf.c"), "w") as file:
            file.write("int x;\n")
        self.assertEqual(self.s.run("%load mine.bpf.c")[0]["payload"][0]["text"], "%%scheduler mine\nint x;\n")
        self.assertIn("try: pick.java?", self.error("%load pik.java"))

    def test_save_writes_cells(self):
        first = self.s.run("int saved = 1;")[0]["execution_count"]
        self.ok("saved + 1\n")
        written = shown(self.ok("%%save out.java %d-%d" % (first, first + 1)))[0]
        self.assertIn("2 cells written", written)
        with open(self.path("out.java")) as file:
            self.assertEqual(file.read(), "// cell %d\nint saved = 1;\n\n// cell %d\nsaved + 1\n\n" % (first, first + 1))
        self.assertIn("--force replaces it", self.error("%save out.java"))
        self.ok("%save out.java --force;")
        self.assertIn("there is no cell 999", self.error("%save other.java 1 999"))
        self.assertIn("names no cells", self.error("%save other.java last"))

    def test_jars_are_there_for_cells(self):
        jar = Jar(self.folder, "Hello", 'public static String say() { return "hello from a jar"; }')
        self.assertIn("there is no class Hello", self.error("demo.Hello.say()") + " there is no class Hello")
        self.assertIn("cells can use hello.jar", shown(self.ok("%jars hello.jar"))[0])
        self.assertEqual(self.s.text("demo.Hello.say()"), "hello from a jar")
        self.ok("import demo.*;")
        self.assertEqual(self.s.text("Hello.say().length() + List.of(1).size()"), "17")
        self.assertIn("there is no file", self.error("%jars nowhere.jar"))
        self.assertTrue(os.path.exists(jar.path))


class Shell(Folder):
    def test_the_hosts_shell(self):
        messages = self.ok("!echo out; echo err >&2")
        self.assertEqual((printed(messages), printed(messages, "stderr")), ("out\n", "err\n"))
        self.assertEqual(printed(self.ok("%%bash\nfor i in 1 2; do\n  echo line $i\ndone")), "line 1\nline 2\n")
        self.assertEqual(printed(self.ok("int before = 1;\n! pwd\nbefore + 1")), os.path.realpath(self.folder) + "\n")

    def test_it_says_that_it_is_the_host(self):
        with Session(cwd=self.folder) as fresh:
            said = [shown(fresh.run("!echo a")[1]) for _ in range(2)]
        self.assertIn("on the host, not in the guest", said[0][0])
        self.assertEqual(said[1], [])

    def test_java_variables_are_in_its_environment(self):
        self.ok('String words = "two  words; $HOME"; int n = 3;')
        self.assertEqual(printed(self.ok('!echo "$words" ${n} $unknown.')), "two  words; $HOME 3 .\n")

    def test_a_status_is_an_error(self):
        self.assertIn("ended with status 3", self.error("!exit 3"))
        self.ok("!ls /nowhere || true")

    def test_a_negation_is_java(self):
        self.ok("boolean done = false; boolean ready() { return true; }")
        for code, value in (("!done", "true"), ("!ready()", "false"), ('!"".isEmpty()', None), ("!(1 > 2)", "true"),
                            ("boolean on = true;\n!on", "false"), ("boolean odd = done\n!= true;\nodd", "true")):
            with self.subTest(code):
                content, messages = self.s.run(code)
                if value:
                    self.assertEqual(shown(messages)[-1], value)

    def test_what_it_prints_comes_as_it_is_printed(self):
        self.s.nothing_more()
        request = self.s.client.execute("!echo first; sleep 3; echo second")
        start = time.monotonic()
        self.s.wait_for_output("first")
        self.assertLess(time.monotonic() - start, 2.5)
        self.assertEqual(self.s.reply(request)["content"]["status"], "ok")

    def test_an_interrupt_ends_it_and_all_that_it_started(self):
        self.s.nothing_more()
        request = self.s.client.execute("%%bash\nsleep 1000 &\necho going\nsleep 2000\ntrue\n")
        self.s.wait_for_output("going")
        kernel = psutil.Process(self.s.manager.provisioner.pid)
        self.assertGreaterEqual(len(kernel.children(recursive=True)), 2)
        self.s.manager.interrupt_kernel()
        self.assertEqual(self.s.reply(request)["content"]["ename"], "Interrupted")
        end = time.monotonic() + 3
        while [p for p in kernel.children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)

    def test_a_process_in_the_background_holds_no_cell(self):
        start = time.monotonic()
        self.ok("!sleep 20 & echo $!")
        self.assertLess(time.monotonic() - start, 5)


class Jar:
    """A jar with one class, compiled with the JDK of the kernel."""

    def __init__(self, folder, name, body, uses=()):
        from jupyter_client.kernelspec import get_kernel_spec

        java = get_kernel_spec("schedlab-test").argv[0]
        source = os.path.join(folder, name + ".java")
        with open(source, "w") as file:
            file.write("package demo; public class %s { %s }" % (name, body))
        classes = os.path.join(folder, "classes-" + name)
        command = [os.path.join(os.path.dirname(java), "javac"), "-d", classes]
        if uses:
            command += ["-cp", ":".join(uses)]
        subprocess.run([*command, source], check=True)
        self.path = os.path.join(folder, name.lower() + ".jar")
        with zipfile.ZipFile(self.path, "w") as jar:
            jar.write(os.path.join(classes, "demo", name + ".class"), "demo/%s.class" % name)


POM = """<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>%s</artifactId>
<version>1.0</version>%s</project>"""
NEEDS = """<dependencies><dependency><groupId>org.example</groupId><artifactId>%s</artifactId><version>1.0</version>
</dependency></dependencies>"""
SETTINGS = """<settings>%s<mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>http://127.0.0.1:%d/</url></mirror></mirrors>
</settings>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Maven(unittest.TestCase):
    """Libraries from a repository that this test serves, as the user's settings say."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = os.path.join(temporary.name, "home")
        self.served = os.path.join(temporary.name, "served")
        os.makedirs(os.path.join(self.home, ".m2"))
        words = Jar(temporary.name, "Words", 'public static String hello() { return "hello"; }')
        greeting = Jar(temporary.name, "Greeting",
                       'public static String to(String you) { return Words.hello() + " " + you; }', [words.path])
        self.publish("words", words, "")
        self.publish("greeting", greeting, NEEDS % "words")
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=self.served))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.settings("")

    def publish(self, name, jar, needs):
        place = os.path.join(self.served, "org", "example", name, "1.0")
        os.makedirs(place)
        shutil.copy(jar.path, os.path.join(place, name + "-1.0.jar"))
        with open(os.path.join(place, name + "-1.0.pom"), "w") as file:
            file.write(POM % (name, needs))

    def settings(self, more):
        with open(os.path.join(self.home, ".m2", "settings.xml"), "w") as file:
            file.write(SETTINGS % (more, self.server.server_port))

    def session(self):
        environment = dict(os.environ, JDK_JAVA_OPTIONS="-Duser.home=" + self.home,
                           SCHEDLAB_CACHE=os.path.join(self.home, "cache"))
        session = Session(env=environment)
        self.addCleanup(session.__exit__)
        return session

    def test_a_library_comes_with_what_it_needs(self):
        session = self.session()
        content, messages = session.run("%maven org.example:greeting:1.0")
        self.assertEqual(content["status"], "ok", content)
        self.assertEqual(shown(messages)[-1], "cells can use greeting-1.0.jar, words-1.0.jar")
        self.assertEqual(session.text('demo.Greeting.to("you")'), "hello you")
        kept = os.path.join(self.home, ".m2", "repository", "org", "example", "words", "1.0", "words-1.0.jar")
        self.assertTrue(os.path.exists(kept))
        self.server.shutdown()
        self.server.server_close()
        later = self.session()
        self.assertEqual(later.run("%maven --offline org.example:greeting:1.0")[0]["status"], "ok")

    def test_what_is_not_there_is_told_with_where_it_was_looked_for(self):
        content, _ = self.session().run("%maven org.example:greting:1.0")
        self.assertEqual(content["status"], "error")
        told = content["evalue"]
        self.assertIn("%maven cannot get org.example:greting:1.0", told)
        self.assertIn("what is on http://127.0.0.1:%d/" % self.server.server_port, told)
        self.assertIn("settings.xml", told)
        self.assertIn("needs libraries as GROUP:ARTIFACT:VERSION", self.session().run("%maven greeting")[0]["evalue"])

    def test_offline_is_said_in_plain_english(self):
        self.settings("<offline>true</offline>")
        told = self.session().run("%maven org.example:greeting:1.0")[0]["evalue"]
        self.assertIn("Maven is offline, and it was not downloaded before", told)
        self.assertIn("without <offline> in " + os.path.join(self.home, ".m2", "settings.xml"), told)


class History(unittest.TestCase):
    """What was run is known after a restart, and to a kernel that runs beside."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.file = os.path.join(temporary.name, "cells")

    def session(self):
        session = Session(env=dict(os.environ, SCHEDLAB_TEST_HISTORY=self.file))
        self.addCleanup(session.__exit__)
        return session

    def tail(self, session, n=100):
        request = session.client.history(hist_access_type="tail", n=n, output=True, raw=True)
        return session.reply(request)["content"]["history"]

    def written(self, lines):
        end = time.monotonic() + 5
        while True:
            found = open(self.file).read().splitlines() if os.path.exists(self.file) else []
            if len(found) >= lines:
                return found
            self.assertLess(time.monotonic(), end, found)
            time.sleep(0.02)

    def test_it_lives_on(self):
        first = self.session()
        first.run("40 + 2")
        first.run('String two = """\na\n""";')
        self.written(2)
        first.client.shutdown()
        second = self.session()
        second.run("7 * 6")
        self.written(3)
        self.assertEqual(
            self.tail(second),
            [[1, 1, ["40 + 2", "42"]], [1, 2, ['String two = """\na\n""";', ""]], [2, 1, ["7 * 6", "42"]]],
        )
        request = second.client.history(hist_access_type="range", session=-1, start=1, stop=2, output=False, raw=True)
        self.assertEqual(second.reply(request)["content"]["history"], [[1, 1, "40 + 2"]])
        request = second.client.history(hist_access_type="range", session=0, start=0, stop=None, output=False, raw=True)
        self.assertEqual(second.reply(request)["content"]["history"], [[2, 1, "7 * 6"]])
        request = second.client.history(hist_access_type="search", pattern="4*2*", n=5, output=False, raw=True)
        self.assertEqual(second.reply(request)["content"]["history"], [[1, 1, "40 + 2"]])

    def test_two_kernels_at_once_spoil_nothing(self):
        one, other = self.session(), self.session()
        for i in range(10):
            requests = [(s, s.client.execute("%d" % i)) for s in (one, other)]
            for session, request in requests:
                session.reply(request)
        lines = [json.loads(line) for line in self.written(20)]
        self.assertEqual(sorted({line["session"] for line in lines}), [1, 2])
        for number in (1, 2):
            self.assertEqual([line["line"] for line in lines if line["session"] == number], list(range(1, 11)))

    def test_a_broken_file_is_no_harm(self):
        # What is left of a line still says that there was a fifth session.
        with open(self.file, "w") as file:
            file.write('{"session":4,"line":1,"input":"kept","output":""}\n{"session":5,"li\nnull\n')
        session = self.session()
        session.run("1 + 1")
        self.written(4)
        self.assertEqual(self.tail(session), [[4, 1, ["kept", ""]], [6, 1, ["1 + 1", "2"]]])


if __name__ == "__main__":
    unittest.main()
