package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.protocol.Exchange;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.protocol.Request;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.MachineGoneException;
import org.schedlab.vm.memory.PhysicalMemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ParameterizedClass
@MethodSource("releases")
@Tag("machine")
class AgentIT extends RestoredGuest {

    AgentIT(String release) {
        super(release);
    }

    @Test
    void infoDescribesTheGuest() {
        AgentInfo info = agent.info();

        assertThat(info.release()).isEqualTo(release).isEqualTo(text("/proc/sys/kernel/osrelease"));
        assertThat(info.kernelVersion()).isEqualTo(text("/proc/sys/kernel/version"));
        assertThat(info.cpus()).isEqualTo(4);
        assertThat(text("/sys/devices/system/cpu/online")).isEqualTo("0-3");
        assertThat(info.ticksPerSecond()).isEqualTo(100);
        assertThat(info.quantumNanos()).isEqualTo(20_000);
        assertThat(info.memoryBytes() / 1024)
                .isEqualTo(Long.parseLong(
                        text("/proc/meminfo").lines().findFirst().orElseThrow().replaceAll("\\D", "")));
    }

    @Test
    void runMovesGuestTimeByWhatWasAsked() {
        double uptimeBefore = uptimeSeconds();
        long before = agent.guestTimeNanos();

        agent.run(Duration.ofMillis(250), PATIENCE);

        assertThat(agent.guestTimeNanos() - before).isBetween(249_995_000L, 250_025_000L);
        assertThat(uptimeSeconds() - uptimeBefore).isBetween(0.24, 0.27);
    }

    @Test
    void everyCallIsOnePass() {
        long passes = agent.passes();
        long before = agent.guestTimeNanos();

        agent.pass();
        assertThat(agent.guestTimeNanos() - before)
                .as("woken by the doorbell, and back to the end of a turn")
                .isBetween(20_000L, 200_000L);
        agent.run(Duration.ofMillis(1), PATIENCE);
        assertThat(agent.passes()).as("time passes without the agent").isEqualTo(passes + 1);
        agent.schedulerState();
        assertThatExceptionOfType(AgentException.class).isThrownBy(agent::detach);

        assertThat(agent.passes()).isEqualTo(passes + 3);
    }

    @Test
    void equalCallsGiveEqualMachines() {
        String hash = hashAfterSomeCalls(agent);

        try (Machine other = GuestMachines.of(release);
                PhysicalMemory otherRam = GuestMachines.ram(other)) {
            assertThat(hashAfterSomeCalls(GuestMachines.agent(other, otherRam))).isEqualTo(hash);
        }
    }

    private static String hashAfterSomeCalls(Agent agent) {
        List<Worker> workers = agent.spawn(WorkerSpec.yielding(5));
        agent.run(Duration.ofMillis(20), PATIENCE);
        agent.stop(workers);
        return agent.machine().ramHash();
    }

    @Test
    void filesAreReadWhole() {
        List<String> symbols = text("/proc/kallsyms").lines().toList();

        assertThat(symbols).hasSizeGreaterThan(100_000).allMatch(line -> line.matches("[0-9a-f]{16} \\S .+"));
        assertThat(agent.readFile("/proc/sys/kernel/domainname")).isNotEmpty();
        assertThat(agent.readFile("/dev/null")).isEmpty();
        assertThat(text("/proc/self/mounts"))
                .contains("cgroup2 /sys/fs/cgroup", "bpf /sys/fs/bpf", "tracefs /sys/kernel/tracing", "devpts");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> agent.readFile("/proc/nothing"))
                .withMessageContaining("/proc/nothing: No such file or directory")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(2));
        assertThatThrownBy(() -> agent.readFile("/dev/zero")).hasMessageContaining("File too large");
        assertThatThrownBy(() -> agent.readFile("/proc")).hasMessageContaining("Is a directory");
        assertThat(agent.info().release()).isEqualTo(release);
    }

    @Test
    void anUnknownCommandIsAnError() {
        Exchange exchange = new Exchange(machine, PATIENCE);

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> exchange.call(Request.of("cannot do what nobody can", "nothing", 999, 0, 0)))
                .withMessageContaining("the agent knows no command 999")
                .satisfies(e -> assertThat(e.agentGone()).isFalse());
        assertThat(agent.info().release()).isEqualTo(release);
    }

    @Test
    void unknownKindsOfWorkAndOfPhasesAreErrors() {
        byte[] spinning =
                SpawnRequest.encode(WorkerSpec.spinning(1), machine.spec().topology(), 0);
        for (long kind : List.of(0L, MailboxLayout.WORK_KINDS + 1L, 1L << 40)) {
            byte[] unknown = spinning.clone();
            Fields.of(unknown).put(MailboxLayout.SPAWN_KIND, kind);
            assertThatExceptionOfType(AgentException.class)
                    .isThrownBy(() -> spawn(unknown))
                    .withMessageContaining("no kind of work has number " + kind + "; this agent has 1 to 25");
        }
        byte[] phase = spinning.clone();
        Fields.of(phase)
                .put(MailboxLayout.SPAWN_KIND, MailboxLayout.WORK_SEQUENCE)
                .put(MailboxLayout.SPAWN_PHASES, 1)
                .put(MailboxLayout.SPAWN_PHASE_LIST + MailboxLayout.PHASE_KIND, 9);
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> spawn(phase))
                .withMessageContaining("no kind of phase has number 9; this agent has 1 to 6");
        assertThat(agent.info().release()).isEqualTo(release);
    }

    private void spawn(byte[] request) {
        Request spawn = Request.of("cannot spawn", "nothing", MailboxLayout.COMMAND_SPAWN, request);
        new Exchange(machine, PATIENCE).call(spawn);
    }

    @Test
    void anAgentThatDoesNotAnswerIsGone() {
        machine.mailbox().fill((byte) 0);

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(agent::info)
                .withMessageContaining("agent gone")
                .satisfies(e -> assertThat(e.agentGone()).isTrue());
    }

    @Test
    void afterAMissedDeadlineTheNextCallWaits() {
        long before = agent.guestTimeNanos();
        agent.spawn(WorkerSpec.spinning(4));

        // A thread of the host may itself come a while late to look whether the machine stands.
        assertThatThrownBy(() -> agent.run(Duration.ofSeconds(1), Duration.ofMillis(1)))
                .isInstanceOf(DeadlineException.class);

        assertThat(agent.info().release()).isEqualTo(release);
        assertThat(agent.guestTimeNanos() - before).isGreaterThan(1_000_000_000L);
    }

    @Test
    void aPanicSaysWhatTheKernelSaid() {
        assertThatExceptionOfType(GuestPanicException.class)
                .isThrownBy(() -> agent.sysrq('c'))
                .satisfies(e -> assertThat(e.panic()).contains("sysrq triggered crash"))
                .satisfies(e -> assertThat(e.console()).isNotEmpty());
        assertThatThrownBy(agent::info).isInstanceOf(LabException.class);
    }

    @Test
    void aPowerOffFromWithinIsSaid() {
        assertThatExceptionOfType(MachineGoneException.class)
                .isThrownBy(() -> {
                    agent.sysrq('o');
                    agent.run(Duration.ofSeconds(2), PATIENCE);
                })
                .withMessageContaining("the guest powered itself off, or restarted");
    }

    private double uptimeSeconds() {
        return Double.parseDouble(text("/proc/uptime").replaceAll(" .*", ""));
    }
}
