package org.schedlab.notebook;

import java.io.IOException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.testsupport.ExecutedNotebook;

import static org.assertj.core.api.Assertions.assertThat;

/// What the notebooks about the past and about experiments claim.
@Tag("notebook")
final class PastNotebooksIT extends NotebookRunner {
    @Test
    void whoWroteThis() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("14-who-wrote-this.ipynb");

        assertThat(notebook.text("var write")).contains("on CPU", "scx_bpf_dsq_insert_vtime");
        assertThat(notebook.printed("write.stack()"))
                .contains("vtime_enqueue", "scx_bpf_dsq_insert_vtime(p, WAITING", "enqueue_task_scx");
        assertThat(notebook.text("dsq_vtime\"), ms(5))"))
                .contains("p->scx.dsq_vtime = vtime", "vtime_stopping", "scheduler: vtime");
        assertThat(notebook.text("Writes lengths")).contains("dequeue_task_scx", "enqueue_task_scx");
        assertThat(notebook.text("sysctl_sched_base_slice")).contains("3000000", "by a cold write of this session");
        assertThat(notebook.text("first(12)")).contains("agent:1", "__schedule ← schedule ←");
        assertThat(notebook.text("Calls enqueues")).contains("argument p", "bursty-", "enqueue_task");
        assertThat(notebook.text("vtime_stopping")).contains("bpf__sched_ext_ops_stopping");
        assertThat(notebook.text("Profile profile")).contains("every one counted", "user space", "__schedule");
        assertThat(notebook.text("profile.byTask()")).contains("bursty-", "kernel");
        assertThat(notebook.text("OffCpu off")).contains("run delay is in it", "sleeping", "hrtimer_nanosleep");
        assertThat(notebook.text("off.byTask()")).contains("off CPU [ms]", "bursty-", "sleeping");
        assertThat(notebook.text("\"nr_running\", 1)).get()")).contains("→ 3", "enqueue_task");
        assertThat(notebook.text("var stop")).contains("nr_running", ">= 3", "enqueue_task");
        assertThat(notebook.text("stacks().table().where")).contains("enqueue_task", "on CPU");
        assertThat(notebook.text("above(100)")).contains("not reached in 0.00");
        assertThat(notebook.text("String asked")).contains("true");
    }

    @Test
    void isItBetter() throws IOException, InterruptedException {
        ExecutedNotebook notebook = run("15-is-it-better.ipynb");

        assertThat(notebook.text("var result")).contains("experiment waits: 16 cells", "vtime", "eevdf");
        assertThat(notebook.text("var comparison")).contains("lower than vtime", "in pairs", "exact");
        assertThat(notebook.text("sample(\"vtime\", vtime[0])")).contains("n = 1");
    }
}
