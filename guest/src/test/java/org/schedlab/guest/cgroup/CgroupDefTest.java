package org.schedlab.guest.cgroup;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.guest.work.YieldHeavy;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CgroupDefTest {
    private static final Topology SIX = Topology.parse("1n2l3c1t");

    @Test
    void limitsBecomeWritesInOrder() {
        CgroupDef definition = CgroupDef.named("web/api")
                .weight(300)
                .max(Duration.ofMillis(20), Duration.ofMillis(40))
                .cpuset(new CpusetSpec.Llc(1));
        assertThat(definition.edits(SIX))
                .containsExactly(
                        new CgroupEdit.Make("web/api"),
                        new CgroupEdit.Write("web/api", "cpu.weight", "300"),
                        new CgroupEdit.Write("web/api", "cpu.max", "20000 40000"),
                        new CgroupEdit.Write("web/api", "cpuset.cpus", "3-5"));
        assertThat(CgroupDef.named("plain").edits(SIX)).containsExactly(new CgroupEdit.Make("plain"));
    }

    @Test
    void workersAreCountedByCpus() {
        CgroupDef half = CgroupDef.named("web/api").workersPercent(50);
        assertThat(half.workers(SIX)).extracting(WorkerSpec::count).containsExactly(3);
        assertThat(half.cpuset(new CpusetSpec.Llc(0)).workers(SIX))
                .extracting(WorkerSpec::count)
                .as("half of three, rounded up")
                .containsExactly(2);
        assertThat(half.work(new PipeIo(Duration.ofNanos(10_000))).workers(SIX))
                .extracting(WorkerSpec::count)
                .as("whole pairs")
                .containsExactly(4);
    }

    @Test
    void everyGroupHasItsNameAndItsWork() {
        List<WorkerSpec> specs = CgroupDef.named("web/api")
                .workers(2)
                .workers(3)
                .work(new YieldHeavy())
                .workers(WorkerSpec.spinning(1).named("own"))
                .workers(SIX);
        assertThat(specs).extracting(WorkerSpec::name).containsExactly("api", "api.2", "own");
        assertThat(specs).extracting(WorkerSpec::count).containsExactly(2, 3, 1);
        assertThat(specs).extracting(WorkerSpec::cgroup).containsOnly("web/api");
        assertThat(specs.get(1).work()).isEqualTo(new YieldHeavy());
    }

    @Test
    void whatNoKernelTakesIsRefused() {
        refused(() -> CgroupDef.named("web").weight(0), "1 to 10000");
        refused(() -> CgroupDef.named("web").weight(10_001), "1 to 10000");
        refused(() -> CgroupDef.named("/web"), "paths are relative");
        refused(() -> CgroupDef.named("web/../etc"), "paths are relative");
        refused(() -> CgroupDef.named(""), "such as web or web/api");
        refused(() -> CgroupDef.named("web").maxPercent(0), "a quota of 1 ms and more");
        refused(() -> CgroupDef.named("web").max(Duration.ofMillis(1), Duration.ofSeconds(2)), "1 ms to 1 s");
        refused(() -> CgroupDef.named("web").workers(0), "1 and more");
        refused(() -> CgroupDef.named("web").work(new YieldHeavy()), "add them first");
    }

    private static void refused(Runnable wrong, String words) {
        assertThatThrownBy(wrong::run).isInstanceOf(LabException.class).hasMessageContaining(words);
    }
}
