"""The wire protocol of the kernel, asked by a real client."""

import os
import time
import unittest
from random import Random

import jupyter_client.session
import zmq
from client import Reconnected, Session, of_type, printed


class Protocol(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Session()

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()

    def test_every_reply_has_a_status_and_every_request_is_busy_then_idle(self):
        requests = {
            "kernel_info_request": {},
            "execute_request": {"code": "1"},
            "complete_request": {"code": "Mat", "cursor_pos": 3},
            "inspect_request": {"code": "Math", "cursor_pos": 4, "detail_level": 0},
            "is_complete_request": {"code": "1"},
            "history_request": {"hist_access_type": "tail", "n": 1, "output": False, "raw": True},
            "comm_info_request": {},
        }
        for kind, content in requests.items():
            with self.subTest(kind):
                request = self.s.send(kind, content)
                reply = self.s.reply(request)
                self.assertEqual(reply["msg_type"], kind.replace("_request", "_reply"))
                self.assertIn(reply["content"]["status"], ("ok", "complete"))
                states = [
                    m["content"]["execution_state"] for m in of_type(self.s.published(request), "status")
                ]
                self.assertEqual(states, ["busy", "idle"])

    def test_control_answers_kernel_info_and_interrupt(self):
        for kind in ("kernel_info_request", "interrupt_request"):
            with self.subTest(kind):
                request = self.s.send(kind, {}, channel="control")
                self.assertEqual(self.s.reply(request, "control")["content"]["status"], "ok")

    def test_kernel_info_is_of_protocol_5_5_and_tells_the_build(self):
        reply = self.s.reply(self.s.send("kernel_info_request", {}))
        content = reply["content"]
        self.assertEqual((content["protocol_version"], reply["header"]["version"]), ("5.5", "5.5"))
        self.assertEqual((content["supported_features"], content["debugger"]), ([], False))
        self.assertRegex(content["implementation_version"], r"^[0-9.]+(-SNAPSHOT)?(\+[0-9a-f]{10}(\.changed)?)?$")
        self.assertEqual({tuple(sorted(link)) for link in content["help_links"]}, {("text", "url")})
        self.assertEqual(content["language_info"]["file_extension"], ".java")

    def test_a_subscription_is_welcomed(self):
        info = self.s.client.get_connection_info()
        address = "%s://%s:%d" % (info["transport"], info["ip"], info["iopub_port"])
        session = jupyter_client.session.Session(key=self.s.client.session.key)
        with zmq.Context() as context:
            for topic in (b"", b"", b"some"):
                with self.subTest(topic), context.socket(zmq.SUB) as newcomer:
                    newcomer.setsockopt(zmq.SUBSCRIBE, topic)
                    newcomer.connect(address)
                    self.assertTrue(newcomer.poll(5000), "no welcome")
                    identities, frames = session.feed_identities(newcomer.recv_multipart())
                    message = session.deserialize(frames)
                    self.assertEqual(message["msg_type"], "iopub_welcome")
                    self.assertEqual(message["content"], {"subscription": topic.decode()})
                    self.assertEqual(message["parent_header"], {})
                    self.assertEqual(identities, [topic] if topic else [])

    def test_headers_have_dates_the_client_understands(self):
        request = self.s.send("kernel_info_request", {})
        self.assertTrue(hasattr(self.s.reply(request)["header"]["date"], "year"))

    def test_forged_and_garbled_messages_are_ignored(self):
        self.s.run("int kept = 41;")
        info = self.s.client.get_connection_info()
        address = "{transport}://{ip}:{%s}"
        with zmq.Context() as context:
            for port in ("shell_port", "control_port", "stdin_port"):
                with context.socket(zmq.DEALER) as intruder:
                    intruder.connect("%s://%s:%d" % (info["transport"], info["ip"], info[port]))
                    header = b'{"msg_id":"1","session":"x","username":"u","date":"","msg_type":"execute_request","version":"5.3"}'
                    garbage = [
                        [b"<IDS|MSG>", b"0" * 64, header, b"{}", b"{}", b'{"code":"kept = 0;"}'],
                        [b"<IDS|MSG>", b"", b"", b"", b"", b""],
                        [b"<IDS|MSG>"],
                        [b"no delimiter", b"at all"],
                        [b""],
                        [os.urandom(1000) for _ in range(20)],
                    ]
                    for _ in range(20):
                        garbage.append([os.urandom(7) for _ in range(3)] + [b"<IDS|MSG>"] + [os.urandom(30)] * 5)
                    for frames in garbage:
                        intruder.send_multipart(frames)
        self.assertEqual(self.s.text("kept + 1"), "42")

    def test_damaged_messages_of_the_right_key_are_ignored(self):
        """What a broken front end could send: any frame of a real request cut, doubled, filled with other bytes."""
        random = Random(5)
        session = self.s.client.session
        for _ in range(300):
            message = session.msg("execute_request", {"code": "int damaged = 1;"})
            frames = session.serialize(message)
            content = bytearray(frames[-1])
            damage = random.choice(("cut", "bytes", "type", "frames"))
            if damage == "cut":
                content = content[: random.randrange(len(content))]
            elif damage == "bytes":
                for _ in range(5):
                    content[random.randrange(len(content))] = random.randrange(256)
            elif damage == "type":
                content = bytearray(random.choice((b"[]", b"null", b"17", b'{"code": 5}', b'{"code": null}', b'"code"')))
            body = [*frames[2:-1], bytes(content)]
            if damage == "frames":
                body = body[: random.randrange(len(body))]
            signed = [frames[0], session.sign(body), *body]
            self.s.client.shell_channel.socket.send_multipart(signed)
        self.s.nothing_more()
        # A damaged request may still be one, of a cell that fails; what is queued behind that is aborted.
        for _ in range(50):
            if self.s.run("40 + 1")[0]["status"] == "ok":
                break
        self.assertEqual(self.s.text("40 + 2"), "42")
        self.assertEqual(self.s.text("40 + 3"), "43")

    def test_a_front_end_that_reconnects_finds_the_kernel_as_it_left_it(self):
        self.s.run("int left = 7;")
        running = self.s.client.execute('Thread.sleep(500); System.out.println("late");')
        self.s.client.stop_channels()
        with Reconnected(self.s.manager) as again:
            again.client.wait_for_ready(timeout=20)
            self.assertEqual(again.text("left"), "7")
        self.s.client = self.s.manager.blocking_client()
        self.s.client.start_channels()
        self.s.client.wait_for_ready(timeout=20)
        self.assertEqual(self.s.text("left * 2"), "14")
        self.assertTrue(running)

    def test_a_second_front_end_at_once_gets_its_own_answers(self):
        with Reconnected(self.s.manager) as other:
            other.client.wait_for_ready(timeout=20)
            ours = [self.s.client.execute(f"{i}") for i in range(5)]
            theirs = [other.client.execute(f"{i} * 10") for i in range(5)]
            for request in ours:
                self.assertEqual(self.s.reply(request)["content"]["status"], "ok")
            for i, request in enumerate(theirs):
                result = of_type(other.published(request), "execute_result")[0]
                self.assertEqual(result["content"]["data"]["text/plain"], str(i * 10))

    def test_signed_nonsense_is_ignored(self):
        nothing = self.s.send("execute_request", {})
        self.s.send("no_such_request", {"x": 1})
        self.s.send("history_request", {"hist_access_type": "sideways"})
        self.s.send("complete_request", {"code": "abc", "cursor_pos": 999})
        # It is an error, and cells that wait when a cell fails are aborted.
        self.assertEqual(self.s.reply(nothing)["content"]["status"], "error")
        self.assertEqual(self.s.text("40 + 2"), "42")

    def test_queued_cells_are_aborted_after_an_error(self):
        self.s.run("int ran = 0;")
        ids = [self.s.client.execute(c) for c in ("Thread.sleep(300); throw new Exception();", "ran++;", "ran++;")]
        statuses = [self.s.reply(i)["content"]["status"] for i in ids]
        self.assertEqual(statuses, ["error", "aborted", "aborted"])
        self.assertEqual(self.s.text("ran"), "0")

    def test_queued_cells_run_when_the_request_says_so(self):
        self.s.run("int went = 0;")
        ids = [
            self.s.client.execute("Thread.sleep(300); throw new Exception();", stop_on_error=False),
            self.s.client.execute("went++;"),
        ]
        self.assertEqual([self.s.reply(i)["content"]["status"] for i in ids], ["error", "ok"])

    def test_silent_publishes_and_counts_nothing(self):
        before = self.s.run("1")[0]["execution_count"]
        content, messages = self.s.run('System.out.println("x"); 5', silent=True)
        self.assertEqual(content["status"], "ok")
        self.assertEqual({m["msg_type"] for m in messages}, {"status"})
        self.assertEqual(self.s.run("1")[0]["execution_count"], before + 1)

    def test_store_history_false_is_not_remembered(self):
        before = self.s.run("1")[0]["execution_count"]
        self.s.run("12345 - 1", store_history=False)
        self.assertEqual(self.s.run("1")[0]["execution_count"], before + 1)
        request = self.s.client.history(hist_access_type="tail", n=50, output=False, raw=True)
        self.assertNotIn("12345 - 1", [entry[2] for entry in self.s.reply(request)["content"]["history"]])

    def test_history_keeps_the_order(self):
        for code in ("101", "102", "103"):
            self.s.run(code)
        request = self.s.client.history(hist_access_type="tail", n=3, output=True, raw=True)
        history = self.s.reply(request)["content"]["history"]
        self.assertEqual([entry[2] for entry in history], [["101", "101"], ["102", "102"], ["103", "103"]])

    def test_user_expressions(self):
        content, _ = self.s.run("int u = 20;", user_expressions={"good": "u + 1", "bad": "nothing_here"})
        self.assertEqual(content["user_expressions"]["good"]["data"]["text/plain"], "21")
        self.assertEqual(content["user_expressions"]["bad"]["status"], "error")

    def test_five_thousand_lines_are_a_handful_of_messages(self):
        self.s.run("for (int i = 0; i < 100; i++) System.out.println(i);")
        _, messages = self.s.run("for (int i = 0; i < 5000; i++) System.out.println(i);")
        self.assertEqual(printed(messages), "".join("%d\n" % i for i in range(5000)))
        self.assertLessEqual(len(of_type(messages, "stream")), 25)

    def test_text_survives_cuts_between_messages(self):
        _, messages = self.s.run('for (int i = 0; i < 20000; i++) System.out.print("ä€𝄞");')
        self.assertEqual(printed(messages), "ä€𝄞" * 20000)

    def test_output_of_background_threads_arrives_after_the_cell(self):
        self.s.run(
            "var gate = new java.util.concurrent.CountDownLatch(1);"
            'Thread.ofPlatform().start(() -> { try { gate.await(); } catch (InterruptedException e) {} System.out.println("late"); });'
        )
        self.s.client.execute("gate.countDown();")
        self.s.wait_for_output("late")

    def test_heartbeat_echoes_at_once(self):
        info = self.s.client.get_connection_info()
        with zmq.Context() as context, context.socket(zmq.REQ) as beat:
            beat.connect("%s://%s:%d" % (info["transport"], info["ip"], info["hb_port"]))
            times = []
            for _ in range(5):
                start = time.monotonic()
                beat.send(b"ping")
                self.assertEqual(beat.recv(), b"ping")
                times.append(time.monotonic() - start)
            self.assertLess(min(times), 0.05)

    def test_completion_inspection_and_info_answer_while_a_cell_runs(self):
        self.s.run("var running = new java.util.concurrent.Semaphore(0);")
        cell = self.s.client.execute("running.acquire();")
        try:
            request = self.s.client.complete("Math.flo")
            self.assertIn("floor(", self.s.reply(request)["content"]["matches"])
            request = self.s.client.inspect("Math.floor")
            self.assertTrue(self.s.reply(request)["content"]["found"])
            request = self.s.client.kernel_info()
            self.assertEqual(self.s.reply(request)["content"]["status"], "ok")
        finally:
            self.s.manager.interrupt_kernel()
        self.assertEqual(self.s.reply(cell)["content"]["status"], "error")

    def test_unknown_comm_targets_are_closed(self):
        request = self.s.send("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
        closed = of_type(self.s.published(request), "comm_close")
        self.assertEqual([m["content"]["comm_id"] for m in closed], ["c1"])

    def test_input_reaches_the_cell(self):
        request = self.s.client.execute('String name = ask("name? "); name.length()', allow_stdin=True)
        prompt = self.s.client.get_stdin_msg(timeout=20)
        self.assertEqual(prompt["content"]["prompt"], "name? ")
        self.s.client.input("schedlab")
        results = of_type(self.s.published(request), "execute_result")
        self.assertEqual(results[0]["content"]["data"]["text/plain"], "8")

    def test_standard_input_reaches_the_cell(self):
        request = self.s.client.execute("new Scanner(System.in).nextInt()", allow_stdin=True)
        self.s.client.get_stdin_msg(timeout=20)
        self.s.client.input("17")
        results = of_type(self.s.published(request), "execute_result")
        self.assertEqual(results[0]["content"]["data"]["text/plain"], "17")

    def test_input_that_nobody_can_give_is_an_error(self):
        content, _ = self.s.run('ask("name? ")', allow_stdin=False)
        self.assertEqual(content["status"], "error")

    def test_progress_is_one_display_that_ends_as_a_line(self):
        _, messages = self.s.run(
            'var p = Progress.start("boot"); for (int i = 0; i < 80; i++) { Thread.sleep(10); p.update(i / 80.0, "x"); }'
            'p.done("booted");'
        )
        shown = of_type(messages, "display_data")
        updates = of_type(messages, "update_display_data")
        self.assertEqual(len(shown), 1)
        self.assertIn("<progress", shown[0]["content"]["data"]["text/html"])
        self.assertLessEqual(len(updates), 9)
        self.assertEqual(
            {m["content"]["transient"]["display_id"] for m in shown + updates},
            {shown[0]["content"]["transient"]["display_id"]},
        )
        self.assertEqual(updates[-1]["content"]["data"], {"text/plain": "booted"})

    def test_a_cell_of_100_megabytes_is_delivered(self):
        request = self.s.client.execute(
            'String line = "x".repeat(999); for (int i = 0; i < 100_000; i++) System.out.println(line);'
        )
        self.assertEqual(len(printed(self.s.published(request))), 100_000_000)


if __name__ == "__main__":
    unittest.main()
