"""Completion and inspection of the C below %%scheduler, and its errors, on the real kernel."""

import time
import unittest

from client import Session

HEAD = """%%scheduler mine slice_ns=3000000
const volatile u64 slice_ns = 5000000; /* how long one runs */
"""
BODY = HEAD + """void BPF_STRUCT_OPS(mine_enqueue, struct task_struct *p, u64 enq_flags) {
    """
INSERT = "void scx_bpf_dsq_insert(struct task_struct *p, u64 dsq_id, u64 slice, u64 enq_flags)"


def red(pattern):
    return r"\x1b\[31m" + pattern + r"\x1b\[0m"


class CCells(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Session(name="schedlab-lab")
        end = time.monotonic() + 20
        while not cls.completed(BODY + "bpf_cpumask_first_z")[0] and time.monotonic() < end:
            time.sleep(0.2)

    @classmethod
    def tearDownClass(cls):
        cls.s.__exit__()

    @classmethod
    def completed(cls, code):
        """Texts in order, their kinds, and what they replace."""
        content = cls.s.reply(cls.s.client.complete(code))["content"]
        kinds = {each["text"]: each["type"] for each in content["metadata"]["_jupyter_types_experimental"]}
        return content["matches"], kinds, code[content["cursor_start"] : content["cursor_end"]]

    def explained(self, code):
        content = self.s.reply(self.s.client.inspect(code))["content"]
        return content["data"]["text/plain"] if content["found"] else None

    def check(self):
        texts, kinds, replaced = self.completed(BODY + "scx_bpf_dsq_ins")
        self.assertEqual((texts[:2], replaced), (["scx_bpf_dsq_insert", "scx_bpf_dsq_insert_vtime"], "scx_bpf_dsq_ins"))
        self.assertEqual(kinds["scx_bpf_dsq_insert"], INSERT)
        texts, kinds, replaced = self.completed(BODY + "p->scx.sl")
        self.assertEqual((texts[0], replaced), ("slice", "sl"))
        self.assertRegex(kinds["slice"], r"^u64 at \+\d+, 8 bytes$")
        self.assertEqual(self.completed(HEAD + "SCX_OPS_DEFINE(mine, .enq")[0], ["enqueue"])
        self.assertEqual(self.completed(BODY + "slice_n")[0], ["slice_ns"])
        lines = self.explained(BODY + "scx_bpf_dsq_insert").splitlines()
        self.assertEqual(" ".join(line.strip() for line in lines[:2]), INSERT + ";")
        self.assertRegex(lines[2], r"^  a function of Linux 6\.18\.")
        self.assertEqual(lines[3:], ["  declared in schedlab/scx.bpf.h"])

    def test_before_a_machine_the_standard_kernel_is_meant_and_then_its_own(self):
        self.check()
        content, messages = self.s.run("%boot")
        self.assertEqual(content["status"], "ok", messages)
        self.check()

    def test_below_another_magic_and_above(self):
        self.assertEqual(self.completed("%%time\n" + BODY + "p->scx.sl")[0], ["slice"])
        self.assertEqual(self.completed("// mine\n" + BODY + "p->scx.sl")[0], ["slice"])
        self.assertEqual(self.completed("%%bash\np->scx.sl")[0], [])
        content = self.s.reply(self.s.client.complete("%%schedu\n" + BODY, 8))["content"]
        self.assertEqual(content["matches"], ["scheduler"])

    def test_positions_count_characters(self):
        code = "// 𝛼𝛽\n" + BODY + "/* 𝛾 */ p->scx.sl"
        texts, _, replaced = self.completed(code)
        self.assertEqual((texts, replaced), (["slice"], "sl"))

    def test_errors_are_underlined_at_their_line(self):
        self.s.run("%boot")
        content, _ = self.s.run(BODY + "scx_bpf_dsq_insert(p, 0, slce_ns, enq_flags);\n    u64 x = p * 3;\n}\n")
        lines = "\n".join(content["traceback"]).splitlines()
        self.assertEqual(lines[0], "the scheduler mine does not compile: 2 errors")
        self.assertRegex(lines[1], "^  found: " + red("line 4") + ": use of undeclared identifier 'slce_ns'; did you mean")
        self.assertEqual(lines[2].strip(), "scx_bpf_dsq_insert(p, 0, slce_ns, enq_flags);")
        self.assertRegex(lines[3], "^ +" + red(r"\^~~~~~~") + "$")
        self.assertEqual(lines[3].index("\x1b"), lines[2].index("slce_ns"))
        second = next(i for i, line in enumerate(lines) if "invalid operands" in line)
        self.assertRegex(lines[second], red("line 5") + ": ")
        self.assertRegex(lines[second + 2], red(r"~ \^ ~") + "$")

    def test_what_the_header_leaves_out_is_usable_as_shift_tab_says(self):
        member = self.explained(BODY + "p->on_rq")
        struct = next(line for line in member.splitlines() if "___mine {" in line)
        read = next(line for line in member.splitlines() if "BPF_CORE_READ" in line).replace("pointer", "p")
        declarations = [
            self.explained(BODY + name).split("declare it yourself: ")[1]
            for name in ("scx_bpf_get_idle_cpumask", "scx_bpf_put_idle_cpumask", "SCX_ENQ_CPU_SELECTED")
        ]
        self.s.run("%boot")
        content, messages = self.s.run(
            "\n".join(["%%scheduler mine", struct, *declarations])
            + """
            u64 queued, selected;
            void BPF_STRUCT_OPS(mine_enqueue, struct task_struct *p, u64 enq_flags) {
                scx_bpf_put_idle_cpumask(scx_bpf_get_idle_cpumask());
                queued += """ + read.strip() + """;
                selected += !!(enq_flags & SCX_ENQ_CPU_SELECTED);
                scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
            }
            void BPF_STRUCT_OPS(mine_running, struct task_struct *p) { count_dispatch(); }
            SCX_OPS_DEFINE(mine, .enqueue = (void *)mine_enqueue, .running = (void *)mine_running, .name = "mine");
            """
        )
        self.assertEqual(content["status"], "ok", messages)
        self.s.run("var work = spawn(workers(6).spinning());\nrun(ms(50))")
        self.assertGreater(int(self.s.text('knob("queued")').split(" = ")[1]), 5)

    def test_a_tab_takes_no_time(self):
        self.completed(BODY + "scx_bpf_")
        taken = []
        for code in ("scx_bpf_dsq_ins", "p->scx.sl", "p->", "SCX_") * 5:
            start = time.monotonic()
            self.completed(BODY + code)
            taken.append(time.monotonic() - start)
        print("a completion in a C cell takes %.1f ms" % (1000 * sorted(taken)[len(taken) // 2]))
        self.assertLess(sorted(taken)[len(taken) // 2], 0.3)


if __name__ == "__main__":
    unittest.main()
