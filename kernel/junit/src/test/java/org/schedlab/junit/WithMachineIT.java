package org.schedlab.junit;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.session.VmSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

@Tag("machine")
class WithMachineIT {
    private static final Pattern KEPT = Pattern.compile("VmSession\\.restore\\(Path\\.of\\(\"([^\"]+)\"\\)\\)");

    @WithMachine(topology = "1n1l2c1t", memory = "256M")
    static final class Sample {
        static @Nullable VmSession last;

        @Test
        void passes(VmSession vm) {
            last = vm;
            assertThat(vm.options().topology().cpus()).isEqualTo(2);
        }

        @Test
        @WithMachine(topology = "1n1l1c1t", memory = "256M")
        void aMethodCountsBeforeItsClass(VmSession vm) {
            assertThat(vm.options().topology().cpus()).isEqualTo(1);
        }

        @Test
        void failsUnderVtime(VmSession vm) {
            vm.attach(Schedulers.vtime());
            vm.run(Duration.ofMillis(3));
            fail("on purpose, at " + vm.stateHash());
        }
    }

    static final class WithoutAnnotation {
        @Test
        @org.junit.jupiter.api.extension.ExtendWith(MachineExtension.class)
        void wantsAMachine(VmSession vm) {
            vm.close();
        }
    }

    private record Ran(EngineExecutionResults results, String output) {}

    private static Ran run(Class<?> tests) {
        PrintStream before = System.out;
        var heard = new ByteArrayOutputStream();
        System.setOut(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try {
            return new Ran(
                    EngineTestKit.engine("junit-jupiter")
                            .selectors(selectClass(tests))
                            .execute(),
                    heard.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    /// The kept moment is the one in which the test failed, bit for bit.
    @Test
    void aFailedTestTellsWhatItRanOnAndLeavesItsMoment() {
        Ran ran = run(Sample.class);
        ran.results()
                .testEvents()
                .assertStatistics(events -> events.succeeded(2).failed(1));
        assertThatThrownBy(() -> Objects.requireNonNull(Sample.last).run(Duration.ofMillis(1)))
                .hasMessageContaining("the session was closed");
        assertThat(ran.output())
                .contains("Sample.failsUnderVtime(VmSession) failed", "topology: 1n1l2c1t", "kernel_sha256: ");
        Matcher kept = KEPT.matcher(ran.output());
        assertThat(kept.find()).isTrue();
        Throwable failure = ran.results().testEvents().failed().stream()
                .findFirst()
                .flatMap(event -> event.getPayload(org.junit.platform.engine.TestExecutionResult.class))
                .flatMap(org.junit.platform.engine.TestExecutionResult::getThrowable)
                .orElseThrow();
        try (VmSession again = VmSession.restore(Path.of(kept.group(1)))) {
            assertThat(failure).hasMessage("on purpose, at " + again.stateHash());
            assertThat(again.schedulerState().opsName()).isEqualTo("vtime");
        }
    }

    @Test
    void aTestThatDoesNotSayWhichMachineIsTold() {
        Ran ran = run(WithoutAnnotation.class);
        ran.results().testEvents().assertStatistics(events -> events.failed(1).succeeded(0));
    }
}
