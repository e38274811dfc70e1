package org.schedlab.lab.session;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.workers.Cgroup;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.schedlab.lab.scenario.Ops.cgroup;
import static org.schedlab.lab.scenario.Ops.cpus;
import static org.schedlab.lab.scenario.Ops.range;

@Tag("machine")
class CgroupIT {
    private VmSession vm;

    @BeforeEach
    void boot() {
        vm = VmSession.boot(BootOptions.defaults());
    }

    @AfterEach
    void end() {
        vm.close();
    }

    @Test
    void aHandleChangesACgroupWhileItsWorkersRun() {
        Cgroup web = vm.create(cgroup("web").weight(300).cpuset(range(0.5, 1)).workers(2));
        Workers workers = web.workers();
        assertThat(text("cpu.weight")).isEqualTo("300");
        assertThat(allowed(workers.get(1))).isEqualTo("2-3");

        web.weight(50).max(Duration.ofMillis(20), Duration.ofMillis(40)).cpuset(cpus(1));
        assertThat(text("cpu.weight")).isEqualTo("50");
        assertThat(text("cpu.max")).isEqualTo("20000 40000");
        assertThat(text("cpuset.cpus.effective")).isEqualTo("1");
        assertThat(allowed(workers.get(0))).isEqualTo("1");
        vm.run(Duration.ofMillis(200));
        assertThat(web.state().stat("nr_throttled")).isGreaterThan(2);

        web.clearMax().clearCpuset().freeze();
        assertThat(text("cpu.max")).isEqualTo("max 40000");
        assertThat(text("cgroup.events")).contains("frozen 1");
        assertThat(allowed(workers.get(0))).isEqualTo("0-3");
        List<WorkerReport> frozen = workers.report();
        vm.run(Duration.ofMillis(50));
        assertThat(workers.report())
                .usingRecursiveFieldByFieldElementComparatorOnFields("workUnits", "cpuNanos", "timeslices")
                .isEqualTo(frozen);
        web.unfreeze();
        workers.affinity(cpus(0, 2));
        assertThat(allowed(workers.get(1))).isEqualTo("0,2");
        assertThatThrownBy(() -> workers.affinity(cpus(5))).hasMessageContaining("CPU 0 to 3");

        Table row = web.table();
        assertThat(row.row(0).getString("path")).isEqualTo("/web");
        assertThat(row.row(0).getInt("weight")).isEqualTo(50);
        assertThat(row.row(0).getInt("tasks")).isEqualTo(2);
        assertThat(web.stat().stringColumn("name").asList()).contains("usage_usec", "nr_throttled");
    }

    @Test
    void theProgramOfItsWorkersIsInTheProvenance() throws Exception {
        Path file = Path.of("../../guest/target/test-classes/org/schedlab/guest/program/witness-static");
        vm.create(cgroup("web").workers(new WorkerCount(1).custom(Program.of(file, "sleep", "1000"))));

        MessageDigest whole = MessageDigest.getInstance("SHA-256");
        whole.update("witness-static".getBytes(StandardCharsets.UTF_8));
        whole.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        assertThat(vm.provenance().programs())
                .containsExactly(entry("witness-static", HexFormat.of().formatHex(whole.digest())));
    }

    @Test
    void workersMoveBetweenCgroups() {
        Cgroup web = vm.create(cgroup("web").workers(1));
        Cgroup batch = vm.create(cgroup("batch"));
        batch.move(web.workers());
        assertThat(new String(
                        vm.readFile(
                                "/proc/%d/cgroup".formatted(web.workers().get(0).pid())),
                        StandardCharsets.US_ASCII))
                .isEqualTo("0::/batch\n");
        assertThatThrownBy(batch::remove)
                .isInstanceOf(LabException.class)
                .hasMessageContaining("cgroup batch has tasks");
        assertThatThrownBy(batch::workers).hasMessageContaining("made without workers");
        batch.empty().remove();
        assertThatThrownBy(batch::state).hasMessageContaining("available: cgroups web");
        assertThatThrownBy(() -> batch.weight(5)).hasMessageContaining("No such file");
        assertThatThrownBy(() -> web.weight(0)).hasMessageContaining("1 to 10000");
        assertThatThrownBy(() -> web.cpuset(cpus(4))).hasMessageContaining("CPU 0 to 3");
        assertThatThrownBy(() -> vm.create(cgroup("web"))).hasMessageContaining("there is one already");
    }

    @Test
    void aRewindUndoesACgroupAndItsHandle() {
        vm.checkpoint("before");
        Cgroup web = vm.create(cgroup("web").workers(1));
        vm.rewind("before");
        assertThatThrownBy(() -> web.weight(5))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("The cgroup 'web' and what is in it belong to a future that was undone");
        assertThatThrownBy(web::workers).hasMessageContaining("undone");
        assertThat(vm.create(cgroup("web").weight(7)).state().weight()).isEqualTo(7);
    }

    private String text(String file) {
        return new String(vm.readFile("/sys/fs/cgroup/web/" + file), StandardCharsets.US_ASCII).strip();
    }

    private String allowed(Worker worker) {
        return new String(vm.readFile("/proc/%d/status".formatted(worker.pid())), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
