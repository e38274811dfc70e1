package org.schedlab.lab.rtapp;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.schedlab.guest.load.Load;
import org.schedlab.guest.load.LoadStep;
import org.schedlab.guest.load.LoadStep.Kind;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RtAppTest {
    private static final int CPUS = 4;

    @Test
    void eventsInTheirOrderWithCommentsAndKeysThatComeAgain() {
        RtApp app = RtApp.read("""
                /* two runs, one key */
                { "tasks" : { "worker" : {
                    "loop" : 3, // passes
                    "run" : 100, "sleep" : 200, "run" : 300,
                    "timer0" : { "ref" : "unique", "period" : 5000, "mode" : "absolute" },
                } } }
                """, CPUS);
        assertThat(app.load().members()).containsExactly(new Load.Member("worker-0", 0));
        assertThat(kinds(app, 0))
                .containsExactly(
                        Kind.SCHEDULE, Kind.BEGIN, Kind.RUN, Kind.SLEEP, Kind.RUN, Kind.TIMER, Kind.FINISH, Kind.JUMP);
        List<LoadStep> steps = app.load().tasks().getFirst().steps();
        assertThat(steps.get(4)).isEqualTo(LoadStep.of(Kind.RUN, 300_000));
        assertThat(steps.get(5)).isEqualTo(LoadStep.with(Kind.TIMER, 0, 5_000_000, 3));
        assertThat(steps.get(7)).isEqualTo(LoadStep.with(Kind.JUMP, 0, 1, 3));
        assertThat(app.duration()).isEmpty();
    }

    @Test
    void phasesHaveLoopsAndTheTaskGoesOnForEver() {
        RtApp app = RtApp.read("""
                { "tasks" : { "a" : { "instance" : 2, "delay" : 50, "phases" : {
                    "one" : { "loop" : 2, "run" : 1, "suspend" },
                    "two" : { "cpus" : [1, 3], "policy" : "SCHED_FIFO", "resume" : "a" } } } },
                  "global" : { "duration" : 2, "gnuplot" : true } }
                """, CPUS);
        assertThat(app.load().members()).extracting(Load.Member::name).containsExactly("a-0", "a-1");
        assertThat(app.phases()).containsExactly(List.of("one", "two"));
        assertThat(kinds(app, 0))
                .containsExactly(
                        Kind.DELAY,
                        Kind.SCHEDULE,
                        Kind.BEGIN,
                        Kind.RUN,
                        Kind.SUSPEND,
                        Kind.FINISH,
                        Kind.JUMP,
                        Kind.CPUS,
                        Kind.SCHEDULE,
                        Kind.BEGIN,
                        Kind.RESUME,
                        Kind.FINISH,
                        Kind.JUMP);
        assertThat(app.load().tasks().getFirst().steps().getLast().b()).isEqualTo(LoadStep.FOREVER);
        assertThat(app.duration()).contains(Duration.ofSeconds(2));
        assertThat(app.notes()).isEqualTo("without effect here: gnuplot");
    }

    @Test
    void aBarrierKnowsItsUsers() {
        RtApp app = RtApp.read("""
                { "tasks" : { "a" : { "instance" : 3, "barrier" : "x" }, "b" : { "barrier" : "x", "fork" : "a" } } }
                """, CPUS);
        assertThat(app.load().objects()).containsExactly(new Load.Shared(Kind.BARRIER, 4));
        assertThat(app.load().tasks().get(1).steps()).contains(LoadStep.of(Kind.FORK, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { "tasks" : { "a" : { "runn" : 1, "run" : 1 } } }            | line 1, column 23, tasks.a.runn: there is no 'runn' in a task
            { "tasks" : { "a" : { "run" : "1" } } }                      | line 1, column 23, tasks.a.run: 'run' is a whole number
            { "tasks" : { "a" : { "run" : 1, "policy" : "FIFO" } } }     | there is no policy 'FIFO'
            { "tasks" : { "a" : { "run" : 1, "cpus" : [4] } } }          | 'cpus' is a whole number
            { "tasks" : { "a" : { "loop" : 1 } } }                       | 'a' has no event
            { "tasks" : { "a" : { "fork" : "b" } } }                     | there is no task 'b'
            { "tasks" : { "a" : { "run" : 1, "loop" : 1, "loop" : 2 } } }| 'loop' is there a second time
            { "tasks" : { "a" : { "run" : 1 } }, "globals" : {} }        | there is no 'globals' in a file for rt-app
            { "tasks" : { "a" : { "run" : 1 } }, "global" : { "time":1}} | there is no 'time' in 'global'
            { "tasks" : { "a" : { "wait" : { "ref":"c", "lock":"m"}}}}   | there is no 'lock' in a wait
            { "tasks" : { "a" : { "run" : 1, "util_min" : 1025 } } }     | 'util_min' is a whole number
            { "tasks" : { "a" : { "run" 1 } } }                          | this is no JSON
            """)
    void whatIsNotKnownIsRefusedWithItsPlace(String json, String says) {
        assertThatThrownBy(() -> RtApp.read(json, CPUS))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(says)
                .hasMessageContaining("line 1, column ");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> RtApp.read("no/such.json", CPUS)).hasMessageContaining("no/such.json cannot be read");
    }

    private static List<Kind> kinds(RtApp app, int task) {
        return app.load().tasks().get(task).steps().stream().map(LoadStep::kind).toList();
    }
}
