package org.schedlab.guest.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.program.Fixture;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.program.Programs;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.guest.protocol.Exchange;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.protocol.Request;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.guest.work.PolicyChurn;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.spec.Topology;
import org.schedlab.vm.trace.EventRing;
import org.schedlab.vm.trace.Probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ParameterizedClass
@MethodSource("org.schedlab.guest.GuestMachines#newestReleases")
@Tag("machine")
class LongCommandsIT extends RestoredGuest {
    private static final int ETIMEDOUT = 110;

    LongCommandsIT(String release) {
        super(release);
    }

    /// Workers that change their policy while a scheduler goes are in the fair class already, and keep the
    /// kernel's threads of that scheduler from their CPUs.
    @ParameterizedTest
    @CsvSource({"llc,3", "vtime,6"})
    void aSchedulerGoesWhileWorkersChangeTheirPolicy(String name, int count) {
        try (Machine small = GuestMachines.of(release, Topology.parse("1n1l3c1t"));
                PhysicalMemory its = GuestMachines.ram(small)) {
            Agent there = GuestMachines.agent(small, its);
            SchedulerObject scheduler = Schedulers.named(name);
            there.attach(scheduler.object(), scheduler.name());
            there.spawn(WorkerSpec.of(new PolicyChurn(Duration.ofMillis(1)), count));
            there.run(Duration.ofMillis(500), PATIENCE);
            long before = there.guestTimeNanos();

            assertThat(there.detach().state()).isEqualTo("disabled");

            assertThat(there.guestTimeNanos() - before).isLessThan(200_000_000L);
            assertThat(new TaskList(GuestMachines.memory(small, its)).tasks())
                    .filteredOn(task -> task.comm().equals("rcu_preempt"))
                    .hasSize(1)
                    .allSatisfy(task -> assertThat(task.policy()).hasToString("SCHED_NORMAL"));
        }
    }

    /// Whether probes stop the machine or not, the command ends, with the same reply, in the same state.
    @Test
    void aCommandSurvivesStopsAtProbes() {
        long schedule = memory.symbolAddress("__schedule");
        List<String> states = new ArrayList<>();
        for (boolean probed : new boolean[] {false, true}) {
            try (Machine one = GuestMachines.of(release);
                    PhysicalMemory its = GuestMachines.ram(one)) {
                Agent there = GuestMachines.agent(one, its);
                if (probed) {
                    one.observers().put(List.of(Probe.freeze(1, schedule)), EventRing.ROOM);
                }
                there.spawn(WorkerSpec.of(new PolicyChurn(Duration.ofMillis(1)), 2));
                long until = one.askedNanos() + Duration.ofMillis(20).toNanos();
                int stops = 0;
                while (one.clockNanos() < until) {
                    Exchange exchange = new Exchange(one, PATIENCE);
                    if (exchange.run(Duration.ofNanos(until - one.askedNanos()), PATIENCE) instanceof Stop.AtProbe) {
                        stops++;
                    }
                }
                states.add(one.clockNanos() + " " + one.ramHash());
                assertThat(stops > 0).as("%d stops", stops).isEqualTo(probed);
                if (probed) {
                    assertThat(one.observers().events().read()).hasSizeGreaterThanOrEqualTo(stops);
                }
            }
        }
        assertThat(states.getLast()).isEqualTo(states.getFirst());
    }

    @Test
    void aCommandThatDoesNotEndLeavesTheMachineStanding() {
        ProgramState started = Programs.start(Program.of(Fixture.named("witness"), "sleep", "2000"), agent);
        Exchange exchange = new Exchange(machine, PATIENCE);
        Request await = new Request(
                "cannot wait for the program",
                "nothing",
                MailboxLayout.COMMAND_PROGRAM_AWAIT,
                started.pid(),
                started.startTimeTicks(),
                Fields.ofSize(Long.BYTES)
                        .put(0, Duration.ofSeconds(3).toNanos())
                        .toArray());
        long before = agent.guestTimeNanos();

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> exchange.call(await, Duration.ofMillis(200)))
                .withMessageContaining("cannot wait for the program: the guest did not come to the end of it")
                .withMessageContaining("0.2 s of guest time passed without a reply")
                .withMessageContaining("the agent is at this step: the program is to end")
                .withMessageContaining("run lets it go on")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(ETIMEDOUT))
                .satisfies(e -> assertThat(e.unfinished()).isTrue())
                .satisfies(e -> assertThat(e.agentGone()).isFalse());

        assertThat(machine.frozen()).isTrue();
        assertThat(agent.guestTimeNanos() - before).isBetween(199_900_000L, 201_000_000L);
        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(agent::info)
                .withMessageContaining("the guest is still at work on what was asked before");
        before = agent.guestTimeNanos();
        agent.run(Duration.ofSeconds(3), PATIENCE);
        assertThat(agent.guestTimeNanos() - before).isBetween(2_999_000_000L, 3_001_000_000L);
        assertThat(agent.info().release()).isEqualTo(release);
        assertThat(agent.programs().state(started).running()).isFalse();
    }
}
