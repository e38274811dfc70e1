package org.schedlab.vm.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PerCpuReader;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.spec.Topology;
import org.schedlab.vm.trace.Event;
import org.schedlab.vm.trace.EventRing;
import org.schedlab.vm.trace.Probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Probes in a machine whose four CPUs are busy; the oracle is the kernel's own count of its switches.
@Tag("machine")
class ProbesIT {
    private static final int CPUS = 4;
    private static final int SWITCH = 1;
    private static final int SCHEDULE = 2;
    private static final int PICK = 3;
    private static final Duration BEFORE = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofMillis(200);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Folders folders = TestGuest.folders();
    private final KernelImage kernel = KernelImage.open(KernelImage.find(null, Folders.ofUser()), Folders.ofUser());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    /// Busy for long enough that what is to be probed was translated before.
    private Machine busy() {
        Machine machine = Machine.bootOrRestore(
                TestGuest.spec(folders).withTopology(Topology.parse("1n1l4c1t")),
                folders,
                BootListener.SILENT,
                DEADLINE);
        TestGuest.command(machine, TestGuest.BACKGROUND, 1_000_000);
        machine.run(BEFORE, DEADLINE);
        return machine;
    }

    private List<Probe> logs() {
        return List.of(
                Probe.log(SWITCH, address("__switch_to")),
                Probe.log(SCHEDULE, address("__schedule")),
                Probe.log(PICK, address("pick_task_fair")));
    }

    private long address(String function) {
        return kernel.symbols().require(function).address();
    }

    private static String state(Machine machine) {
        return machine.clockNanos() + " " + machine.ramHash();
    }

    private String unprobed() {
        try (Machine machine = busy()) {
            machine.run(LONG, DEADLINE);
            return state(machine);
        }
    }

    @Test
    void theyLeaveNoTraceAndCountAsTheKernelDoes() throws Exception {
        String unprobed = unprobed();
        List<Event> first = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Machine machine = busy()) {
                long begun = machine.clockNanos();
                machine.observers().put(logs(), EventRing.ROOM);
                List<Long> before = switches(machine);
                assertThat(machine.run(LONG, DEADLINE)).isEqualTo(new Stop.AtTurnsEnd());
                List<Event> events = machine.observers().events().read();
                List<Long> after = switches(machine);

                assertThat(state(machine)).isEqualTo(unprobed);
                assertThat(machine.observers().events().lost()).isZero();
                for (int cpu = 0; cpu < CPUS; cpu++) {
                    long counted = after.get(cpu) - before.get(cpu);
                    // The machine may stand between the kernel's count of a switch and the switch.
                    assertThat(count(events, SWITCH, cpu)).isBetween(counted - 1, counted + 1);
                    assertThat(counted).isGreaterThan(50);
                    assertThat(count(events, SCHEDULE, cpu)).isGreaterThanOrEqualTo(counted - 1);
                }
                assertThat(events.stream().map(Event::sequence))
                        .containsExactlyElementsOf(
                                LongStream.range(0, events.size()).boxed().toList());
                assertThat(events.stream().map(Event::clockNanos)).isSorted();
                assertThat(events.getFirst().clockNanos()).isGreaterThanOrEqualTo(begun);
                assertThat(events.getLast().clockNanos()).isLessThan(machine.clockNanos());
                if (run == 0) {
                    first.addAll(events);
                } else {
                    assertThat(events).isEqualTo(first);
                }
            }
        }
    }

    private List<Long> switches(Machine machine) throws IOException {
        try (PhysicalMemory physical = PhysicalMemory.map(machine.ramFile(), machine.ram())) {
            PerCpuReader reader = new KernelMemory(physical, kernel).perCpuReader("runqueues", "nr_switches");
            return IntStream.range(0, CPUS).mapToLong(reader::read).boxed().toList();
        }
    }

    private static long count(List<Event> events, int probe, int cpu) {
        return events.stream()
                .filter(event -> event.probe() == probe && event.cpu() == cpu)
                .count();
    }

    @Test
    void oneThatIsOffIsSilent() {
        try (Machine machine = busy()) {
            machine.observers().put(logs(), EventRing.ROOM);
            machine.run(BEFORE, DEADLINE);
            assertThat(machine.observers().events().read()).isNotEmpty();

            machine.observers().put(List.of(), EventRing.ROOM);
            machine.run(BEFORE, DEADLINE);
            assertThat(machine.observers().events().read()).isEmpty();

            long schedule = address("__schedule");
            machine.observers()
                    .put(
                            List.of(
                                    Probe.log(SWITCH, address("__switch_to")).onCpus(Set.of(2)),
                                    Probe.log(SCHEDULE, schedule),
                                    Probe.log(PICK, schedule).upTo(schedule + 8),
                                    Probe.log(9, schedule).skipping(20)),
                            EventRing.ROOM);
            machine.run(BEFORE, DEADLINE);
            List<Event> events = machine.observers().events().read();
            assertThat(events.stream().filter(event -> event.probe() == SWITCH))
                    .isNotEmpty()
                    .allMatch(event -> event.cpu() == 2);
            long schedules = count(events, SCHEDULE);
            assertThat(count(events, PICK)).as("a few instructions each").isGreaterThan(schedules);
            assertThat(count(events, 9)).isEqualTo(schedules - 20);
        }
    }

    private static long count(List<Event> events, int probe) {
        return events.stream().filter(event -> event.probe() == probe).count();
    }

    @Test
    void aFullRingSaysHowManyWereLost() {
        List<Event> all = new ArrayList<>();
        try (Machine machine = busy()) {
            machine.observers().put(logs(), EventRing.ROOM);
            machine.run(BEFORE, DEADLINE);
            all.addAll(machine.observers().events().read());
        }
        try (Machine machine = busy()) {
            machine.observers().put(logs(), 10);
            machine.run(BEFORE, DEADLINE);
            assertThat(machine.observers().events().lost())
                    .isEqualTo(all.size() - 10)
                    .isPositive();
            assertThat(machine.observers().events().read()).isEqualTo(all.subList(0, 10));

            machine.run(BEFORE, DEADLINE);
            assertThat(machine.observers().events().read().getFirst().sequence())
                    .as("the lost ones are numbered too")
                    .isEqualTo(all.size());
        }
    }

    @Test
    void aFreezeIsAtTheTurnsEndAndLeavesNoTrace() {
        String unprobed = unprobed();
        try (Machine machine = busy()) {
            long until = machine.askedNanos() + LONG.toNanos();
            Probe freeze = Probe.freeze(5, address("__schedule")).skipping(99);
            machine.observers().put(List.of(freeze), EventRing.ROOM);
            Stop stop = machine.run(LONG, DEADLINE);

            assertThat(stop).isInstanceOf(Stop.AtProbe.class);
            Event event = machine.observers().events().read().getFirst();
            assertThat(((Stop.AtProbe) stop).probe()).isEqualTo(5);
            assertThat(((Stop.AtProbe) stop).cpu()).isEqualTo(event.cpu());
            long quantum = machine.spec().quantumMicros() * 1000;
            assertThat(machine.clockNanos()).isEqualTo((event.clockNanos() / quantum + 1) * quantum);

            int stops = 1;
            while (machine.clockNanos() < until) {
                stops += machine.run(Duration.ofNanos(until - machine.askedNanos()), DEADLINE) instanceof Stop.AtProbe
                        ? 1
                        : 0;
            }
            assertThat(stops).isGreaterThan(100);
            assertThat(state(machine)).isEqualTo(unprobed);
        }
    }

    /// A command goes on over stops at probes; given again without probes, it leads to the same state.
    @Test
    void aCommandSurvivesStops() throws Exception {
        String unprobed;
        try (Machine machine = busy()) {
            TestGuest.command(machine, TestGuest.WORK, 3_000);
            unprobed = machine.ramHash();
        }
        Checkpoint before;
        Journal.Point from;
        try (Machine machine = busy()) {
            before = machine.checkpoint(temporary.resolve("before"));
            from = machine.journal().present();
            machine.observers().put(List.of(Probe.freeze(0, address("__schedule"))), EventRing.ROOM);
            TestGuest.give(machine, TestGuest.WORK, 3_000);
            machine.thaw(Duration.ofSeconds(1));
            int stops = 0;
            while (!machine.awaitFreeze(DEADLINE).agentArrived()) {
                stops++;
                machine.goOn(Duration.ofSeconds(1));
            }
            assertThat(stops).isGreaterThan(10);
            assertThat(machine.ramHash()).isEqualTo(unprobed);

            try (Machine again = Machine.restore(before, folders, DEADLINE)) {
                TestGuest.give(again, TestGuest.WORK, 3_000);
                Replayer.give(again, Journal.between(from, machine.journal().present()));
                assertThat(again.ramHash()).isEqualTo(unprobed);
            }
        }
    }

    @Test
    void aRestoredMachineIsGivenThemAgain() {
        try (Machine machine = busy()) {
            machine.observers().put(logs(), EventRing.ROOM);
            machine.run(BEFORE, DEADLINE);
            Checkpoint here = machine.checkpoint(temporary.resolve("here"));
            assertThat(machine.observers().events().read()).isNotEmpty();
            machine.run(BEFORE, DEADLINE);
            List<Event> events = machine.observers().events().read();

            try (Machine restored = Machine.restore(here, folders, DEADLINE)) {
                assertThatThrownBy(restored.observers()::events)
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("never probes");
                restored.observers().takeOver(machine.observers());
                assertThat(restored.observers().probes()).isEqualTo(logs());
                restored.run(BEFORE, DEADLINE);
                assertThat(state(restored)).isEqualTo(state(machine));
                assertThat(restored.observers().events().read())
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
                        .isEqualTo(events);
            }
        }
    }

    @Test
    void whatTheMachineCannotTakeIsRefused() {
        try (Machine machine = busy()) {
            assertThatThrownBy(() ->
                            machine.observers().put(List.of(Probe.log(0, 1).onCpus(Set.of(CPUS))), 1))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("CPUs 0 to 3");
            assertThatThrownBy(() -> machine.observers().put(List.of(Probe.log(0, 1), Probe.log(0, 2)), 1))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("two probes have the id 0");
            List<Probe> many = IntStream.rangeClosed(0, Machine.MOST_PROBES)
                    .mapToObj(id -> Probe.log(id, id))
                    .toList();
            assertThatThrownBy(() -> machine.observers().put(many, 1))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("1025 probes");
            assertThatThrownBy(() -> machine.observers().put(List.of(), 0))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("room for 0");
            machine.observers().put(many.subList(1, many.size()), 1);
            assertThat(machine.run(BEFORE, DEADLINE)).isEqualTo(new Stop.AtTurnsEnd());
        }
    }
}
