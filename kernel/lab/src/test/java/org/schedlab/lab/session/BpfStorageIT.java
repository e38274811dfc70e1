package org.schedlab.lab.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.testsupport.TestKernels;

import static org.assertj.core.api.Assertions.assertThat;

/// What BPF gives a scheduler to remember things in works on every kernel that schedlab is made for:
/// timers, storage for tasks and cgroups, arenas. All of them need memory at moments when the kernel
/// may not wait for a lock, and so the CPU's `cmpxchg16b`.
@Tag("machine")
class BpfStorageIT {
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final Duration HALF_A_MILLISECOND = Duration.ofNanos(500_000);

    static List<Path> kernels() {
        return TestKernels.newest();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void timersStorageAndArenaWork(Path kernel) throws IOException {
        try (VmSession vm = VmSession.boot(BootOptions.defaults().withKernel(kernel))) {
            vm.attach(Schedulers.compile("remembers", text("remembers.bpf.c")).with("period_ns", PERIOD.toNanos()));
            vm.spawn(new WorkerCount(6).bursty(HALF_A_MILLISECOND, HALF_A_MILLISECOND));
            vm.run(Duration.ofMillis(300));

            assertThat(knob(vm, "timer_init")).isZero();
            assertThat(knob(vm, "timer_callback")).isZero();
            assertThat(knob(vm, "timer_start")).isZero();
            assertThat(knob(vm, "rings")).isBetween(25L, 60L);
            assertThat(knob(vm, "task_found")).isGreaterThan(100);
            assertThat(knob(vm, "task_missed")).isZero();
            assertThat(knob(vm, "cgroup_found")).isEqualTo(knob(vm, "task_found"));
            assertThat(knob(vm, "cgroup_missed")).isZero();
            assertThat(knob(vm, "arena_page")).isZero();
            assertThat(knob(vm, "arena_value")).isEqualTo(4242);
        }
    }

    private static long knob(VmSession vm, String name) {
        return vm.schedulers().knob(name).number();
    }

    private static String text(String resource) throws IOException {
        try (InputStream stream = BpfStorageIT.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
