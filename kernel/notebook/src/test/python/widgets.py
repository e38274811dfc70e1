"""Sliders and buttons. The client plays the front end: it keeps the models that the kernel opens, and sends what
ipywidgets' JavaScript sends when somebody moves a slider or presses a button."""

import unittest

from client import Session, of_type, printed

VIEW = "application/vnd.jupyter.widget-view+json"


class FrontEnd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Session("schedlab-lab")

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()

    def ok(self, code):
        content, messages = self.s.run(code)
        self.assertEqual(content["status"], "ok", content)
        return messages

    def opened(self, messages):
        """The models by their ids, as a front end has them."""
        models = {}
        for message in of_type(messages, "comm_open"):
            content = message["content"]
            self.assertEqual(content["target_name"], "jupyter.widget")
            self.assertEqual(message["metadata"]["version"].split(".")[0], "2")
            self.assertEqual(content["data"]["buffer_paths"], [])
            models[content["comm_id"]] = content["data"]["state"]
        return models

    def view(self, messages, models):
        """The model that is displayed, and the display below it."""
        shown = [m for m in of_type(messages, "display_data") if "progress" not in str(m["content"]["data"])]
        bundle = shown[0]["content"]["data"]
        self.assertIn("ipywidgets", bundle["text/plain"])
        return bundle[VIEW]["model_id"], models[bundle[VIEW]["model_id"]], shown[1]["content"]

    def send(self, model, data):
        request = self.s.send("comm_msg", {"comm_id": model, "data": data})
        return self.s.published(request)

    def move(self, model, value):
        return self.send(model, {"method": "update", "state": {"value": value}, "buffer_paths": []})

    def press(self, model):
        return self.send(model, {"method": "custom", "content": {"event": "click"}})

    def updated(self, messages, display):
        (update,) = of_type(messages, "update_display_data")
        self.assertEqual(update["content"]["transient"], display["transient"])
        return update["content"]["data"]["text/plain"]


class Plain(FrontEnd):
    """Without a machine."""

    def test_a_slider_is_a_model_with_a_view(self):
        messages = self.ok('slider("n", 0, 1000, n -> n * 2)')
        models = self.opened(messages)
        model, state, below = self.view(messages, models)
        self.assertEqual(
            {name: state[name] for name in ("_model_name", "_view_name", "_model_module", "min", "max", "step", "value")},
            {"_model_name": "IntSliderModel", "_view_name": "IntSliderView", "_model_module": "@jupyter-widgets/controls",
             "min": 0, "max": 1000, "step": 10, "value": 0},
        )
        layout = models[state["layout"].replace("IPY_MODEL_", "")]
        self.assertEqual(layout["_model_module"], "@jupyter-widgets/base")
        self.assertEqual(below["data"]["text/plain"], "n = 0\n0")
        self.assertEqual(of_type(messages, "execute_result"), [])

    def test_moving_it_draws_the_output_anew(self):
        messages = self.ok('slider("n", 1, 50_000, n -> { System.out.println("said"); return html("<b>" + n + "</b>"); });')
        model, _, below = self.view(messages, self.opened(messages))
        for value in (7, 49_999):
            messages = self.move(model, value)
            self.assertEqual(self.updated(messages, below), "n = %s\n%d" % (format(value, ","), value))
            self.assertEqual(printed(messages), "said\n")
            states = [m["content"]["execution_state"] for m in of_type(messages, "status")]
            self.assertEqual(states, ["busy", "idle"])
        (update,) = of_type(self.move(model, 3), "update_display_data")
        self.assertIn("<b>3</b>", update["content"]["data"]["text/html"])

    def test_it_is_moved_from_java(self):
        messages = self.ok('var own = slider("n", 0, 10, n -> n);')
        model, _, below = self.view(messages, self.opened(messages))
        messages = self.ok("own.set(99)")
        self.assertEqual(self.updated(messages, below), "n = 10\n10")
        (told,) = of_type(messages, "comm_msg")
        self.assertEqual(told["content"], {"comm_id": model, "data": {"method": "update", "state": {"value": 10}, "buffer_paths": []}})
        self.assertEqual(self.s.text("own.value()"), "10")

    def test_an_action_that_fails_is_told_below(self):
        messages = self.ok('slider("n", 0, 10, n -> 100 / (n - 5));')
        model, _, below = self.view(messages, self.opened(messages))
        self.assertEqual(self.updated(self.move(model, 5), below), "n = 5\nArithmeticException: / by zero")
        self.assertEqual(self.updated(self.move(model, 6), below), "n = 6\n100")
        self.assertIn("from a lower to a higher", self.s.run('slider("n", 3, 3, n -> n)')[0]["evalue"])

    def test_an_interrupt_ends_an_action(self):
        messages = self.ok('slider("n", 0, 10, n -> { if (n > 5) { System.out.println("began"); System.out.flush(); while (true) {} } return n; });')
        model, _, below = self.view(messages, self.opened(messages))
        self.s.nothing_more()
        request = self.s.send("comm_msg", {"comm_id": model, "data": {"method": "update", "state": {"value": 9}}})
        self.s.wait_for_output("began")
        self.s.manager.interrupt_kernel()
        self.s.published(request)
        self.assertEqual(self.s.text("20 + 2"), "22")
        self.assertEqual(self.updated(self.move(model, 4), below), "n = 4\n4")

    def test_a_page_that_is_loaded_anew_gets_all_states(self):
        messages = self.ok('slider("again", 0, 10, n -> n);')
        model, _, _ = self.view(messages, self.opened(messages))
        self.move(model, 8)
        request = self.s.client.comm_info("jupyter.widget")
        comms = self.s.reply(request)["content"]["comms"]
        self.assertEqual(comms[model], {"target_name": "jupyter.widget"})
        (told,) = of_type(self.send(model, {"method": "request_state"}), "comm_msg")
        self.assertEqual(told["content"]["data"]["state"]["value"], 8)
        opened = self.s.send("comm_open", {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}})
        self.assertEqual(of_type(self.s.published(opened), "comm_close"), [])
        (told,) = of_type(self.send("control", {"method": "request_states"}), "comm_msg")
        state = told["content"]["data"]["states"][model]
        self.assertEqual((state["model_name"], state["state"]["value"]), ("IntSliderModel", 8))
        self.assertEqual(told["content"]["data"]["method"], "update_states")

    def test_buttons_need_a_machine(self):
        self.assertIn("there is no machine yet", self.s.run("controls()")[0]["evalue"])


class OfAMachine(FrontEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        content, _ = cls.s.run('%boot\nattach("vtime");\nvar w = spawn(workers(2).spinning()); run(ms(20));')
        assert content["status"] == "ok", content

    def hash(self):
        return self.s.text("vm().stateHash()")

    def test_each_value_starts_from_the_same_moment_and_nobody_notices(self):
        before = self.hash()
        messages = self.ok('slider("slice_ns", 1_000_000, 20_000_000, ns -> { attach(scheduler("vtime").with("slice_ns", ns)); run(ms(30));'
                           ' return vm().stateHash(); });')
        model, state, below = self.view(messages, self.opened(messages))
        self.assertEqual(state["value"], int(self.s.text('knob("slice_ns").number()')))
        first = self.updated(self.move(model, 2_000_000), below)
        other = self.updated(self.move(model, 9_000_000), below)
        self.assertNotEqual(first.splitlines()[1], other.splitlines()[1])
        self.assertEqual(self.updated(self.move(model, 2_000_000), below), first)
        self.assertEqual(self.hash(), before)
        self.ok("w.table()")
        self.ok("run(ms(5));")
        later = self.hash()
        self.assertEqual(self.updated(self.move(model, 2_000_000), below), first)
        self.assertEqual(self.hash(), later)
        self.ok("var younger = spawn(workers(1).spinning());")
        self.assertEqual(self.updated(self.move(model, 2_000_000), below), first)
        self.ok("younger.table()")

    def test_timeit_measures_the_guests_time_too(self):
        (told,) = of_type(self.ok("%timeit --runs 3 run(ms(2))"), "execute_result")
        self.assertRegex(told["content"]["data"]["text/plain"], r"\nguest time: (median )?2\.0\d ms")
        self.assertEqual(told["content"]["metadata"], {"schedlab": {"about": "host"}})

    def test_a_scenario_that_took_the_host_too_long_says_so(self):
        messages = self.ok("var late = execute(Scenario.of(Step.of().hold(s(600))).hostDeadline(ms(300)));")
        self.assertIn("the host deadline watchdog fired after 0.300 s of host time", printed(messages))
        self.assertIn("hostDeadline lengthens it: execute(Scenario.of(…).hostDeadline(s(4)))", printed(messages))

    def test_buttons_move_the_machine(self):
        messages = self.ok("controls(ms(2), ms(10), () -> vm().instant().guestTimeNanos());")
        models = self.opened(messages)
        _, row, below = self.view(messages, models)
        buttons = [name.replace("IPY_MODEL_", "") for name in row["children"]]
        self.assertEqual([models[b]["description"] for b in buttons], ["step 2 ms", "run 10 ms", "rewind"])
        start = int(below["data"]["text/plain"].splitlines()[1])
        before = self.hash()
        for button, passed in ((0, 2e6), (0, 4e6), (1, 14e6)):
            text = self.updated(self.press(buttons[button]), below)
            self.assertAlmostEqual(int(text.splitlines()[1]) - start, passed, delta=20_000)
        self.assertNotEqual(self.hash(), before)
        text = self.updated(self.press(buttons[2]), below)
        self.assertEqual(int(text.splitlines()[1]), start)
        self.assertEqual(self.hash(), before)
        self.ok("run(ms(1));")


if __name__ == "__main__":
    unittest.main()
