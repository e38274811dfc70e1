package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.testsupport.TestKernels;
import org.schedlab.vm.LabException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.schedlab.lab.cold.ColdOps.symbol;
import static org.schedlab.lab.cold.ColdOps.u32;
import static org.schedlab.lab.cold.ColdOps.writeCold;

/// A checkpoint that was dropped is no loss: the journal leads to its moment, bit for bit. The oracle is the hash of
/// all RAM when the moment was there the first time.
@Tag("machine")
class JournalIT {
    /// More than a session keeps.
    private static final int MANY = 101;

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aDroppedMomentIsComeBackTo(Path kernel) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"))) {
            List<SessionCheckpoint> cells = new ArrayList<>();
            cell(vm, 1, cells, () -> {
                vm.attach(Schedulers.vtime());
                vm.spawn(new WorkerCount(4).pipeIo());
                vm.run(Duration.ofMillis(7));
            });
            Workers[] spinners = new Workers[1];
            cell(vm, 2, cells, () -> {
                spinners[0] = vm.spawn(new WorkerCount(2).spinning());
                vm.apply(List.of(writeCold("w", symbol("sysctl_sched_base_slice"), u32(3_000_001))))
                        .orThrow();
                vm.run(Duration.ofNanos(3_333_333));
                vm.create(CgroupDef.named("web").weight(300).workers(2));
                vm.run(Duration.ofMillis(2));
            });
            cell(vm, 3, cells, () -> {
                vm.detach();
                spinners[0].stop();
                vm.readFile("/proc/stat");
                vm.run(Duration.ofMillis(20));
            });
            List<String> dropped = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                vm.run(Duration.ofNanos(100_000));
                dropped.addAll(vm.checkpoint("later " + i).dropped());
            }
            assertThat(dropped).contains("that of cell 1", "that of cell 2", "that of cell 3");

            Heard heard = new Heard();
            vm.onProgress(heard);
            for (int number : List.of(2, 3, 1)) {
                vm.rewind(Integer.toString(number));
                assertThat(vm.stateHash()).isEqualTo(cells.get(number - 1).stateHash());
                assertThat(vm.instant().guestTimeNanos())
                        .isEqualTo(cells.get(number - 1).guestTimeNanos());
            }
            assertThat(heard.begun).contains("what the machine was given is given again");
            assertThat(heard.fractions).isNotEmpty().allMatch(each -> each >= 0 && each <= 1);
            vm.onProgress(ProgressListener.SILENT);
            assertThatThrownBy(() -> spinners[0].report())
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("belong to a future that was undone");

            // Not a copy of what it was: it goes on as it went on.
            vm.rewind("2");
            assertThat(spinners[0].report()).hasSize(2);
            vm.detach();
            spinners[0].stop();
            vm.readFile("/proc/stat");
            vm.run(Duration.ofMillis(20));
            assertThat(vm.stateHash()).isEqualTo(cells.get(2).stateHash());
        }
    }

    private static void cell(VmSession vm, int number, List<SessionCheckpoint> cells, Runnable work) {
        vm.travel().enterCell(number);
        work.run();
        cells.add(vm.travel().endCell().orElseThrow());
    }

    /// A journal that does not lead to the state it is said to lead to is told, and the session stays.
    @ParameterizedTest
    @MethodSource("kernels")
    void whatIsNotInTheJournalIsFound(Path kernel) {
        try (VmSession vm = VmSession.boot(BootOptions.defaults()
                .withKernel(kernel)
                .withTopology("1n1l2c1t")
                .withMemory("256M"))) {
            List<SessionCheckpoint> cells = new ArrayList<>();
            cell(vm, 1, cells, () -> {
                vm.run(Duration.ofMillis(1));
                // Behind the journal's back.
                vm.machine().guest().machine().mailbox().set(java.lang.foreign.ValueLayout.JAVA_BYTE, 4_000_000, (byte)
                        1);
            });
            for (int i = 0; i < MANY; i++) {
                vm.run(Duration.ofNanos(100_000));
                vm.checkpoint("later " + i);
            }
            String before = vm.stateHash();
            assertThatThrownBy(() -> vm.rewind("1"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("got to the state")
                    .hasMessageContaining(cells.getFirst().stateHash());
            assertThat(vm.stateHash()).isEqualTo(before);
        }
    }

    /// What a session told of how far it is.
    private static final class Heard implements ProgressListener {
        final List<String> begun = new ArrayList<>();
        final List<Double> fractions = new ArrayList<>();

        @Override
        public Call begin(String what) {
            begun.add(what);
            return new Call() {
                @Override
                public void update(double fraction, String detail) {
                    fractions.add(fraction);
                }

                @Override
                public void done(String summary) {}

                @Override
                public void close() {}
            };
        }
    }
}
