package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.series.PerCpuSeries;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Event;
import org.schedlab.vm.trace.EventRing;
import org.schedlab.vm.trace.Probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.schedlab.lab.cold.ColdOps.perCpu;

/// Probes on the machine of a session: its runs reach their time, and its rewinds and forks have the probes too.
@Tag("machine")
class ProbesOfSessionIT {
    private static final int SWITCH = 3;
    private static final int SCHEDULE = 4;
    private static final Duration SPAN = Duration.ofMillis(230);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private static VmSession busy() {
        VmSession vm = VmSession.boot(BootOptions.defaults().withTopology("1n1l2c1t"));
        vm.spawn(new WorkerCount(3).spinning());
        vm.spawn(new WorkerCount(2).bursty(Duration.ofNanos(300_000), Duration.ofNanos(500_000)));
        return vm;
    }

    private static Machine machine(VmSession vm) {
        return vm.machine().guest().machine();
    }

    private static Probe logs(VmSession vm) {
        return Probe.log(SWITCH, vm.image().symbols().require("__switch_to").address());
    }

    private static Probe freezes(VmSession vm) {
        return Probe.freeze(SCHEDULE, vm.image().symbols().require("__schedule").address());
    }

    private static String state(VmSession vm) {
        return machine(vm).clockNanos() + " " + vm.stateHash();
    }

    private static List<Long> freezesOf(VmSession vm) {
        return vm.freezes().stream().map(FreezeRecord::guestTimeNanos).toList();
    }

    private static void sameWithAndWithoutStops(Consumer<VmSession> way) {
        try (VmSession vm = busy();
                VmSession probed = busy()) {
            way.accept(vm);
            machine(probed).observers().put(List.of(freezes(probed)), EventRing.ROOM);
            way.accept(probed);

            assertThat(machine(probed).observers().events().read()).hasSizeGreaterThan(50);
            assertThat(state(probed)).isEqualTo(state(vm));
            assertThat(freezesOf(probed)).isEqualTo(freezesOf(vm));
        }
    }

    @Test
    void aRunReachesItsTimeOverStopsAtProbes() {
        sameWithAndWithoutStops(vm -> {
            long before = vm.instant().guestTimeNanos();
            vm.run(SPAN);
            assertThat(vm.instant().guestTimeNanos() - before)
                    .isBetween(SPAN.toNanos(), SPAN.plusNanos(20_000).toNanos());
        });
    }

    @Test
    void samplesAreTakenWhenTheyAreDue() {
        sameWithAndWithoutStops(vm -> {
            PerCpuSeries series = vm.every(Duration.ofMillis(1), 50, perCpu("runqueues", "nr_running"));
            assertThat(series.samples()).hasSize(50);
        });
    }

    @Test
    void whoLooksIsToldOfTheStop() {
        try (VmSession vm = busy();
                VmSession probed = busy()) {
            vm.run(SPAN);
            SessionMachine session = probed.machine();
            machine(probed).observers().put(List.of(freezes(probed).skipping(99)), EventRing.ROOM);
            long until = machine(probed).askedNanos() + SPAN.toNanos();

            assertThat(session.runToStop("a probe", SPAN, DEADLINE))
                    .isInstanceOfSatisfying(
                            Stop.AtProbe.class, stop -> assertThat(stop.probe()).isEqualTo(SCHEDULE));

            assertThat(machine(probed).clockNanos()).isLessThan(until);
            machine(probed).observers().put(List.of(), EventRing.ROOM);
            Duration left = Duration.ofNanos(until - machine(probed).askedNanos());
            assertThat(session.runToStop("the end", left, DEADLINE)).isEqualTo(new Stop.AtTurnsEnd());
            assertThat(state(probed)).isEqualTo(state(vm));
        }
    }

    @Test
    void rewindsAndForksHaveThem() {
        try (VmSession vm = busy()) {
            machine(vm).observers().put(List.of(logs(vm), freezes(vm)), EventRing.ROOM);
            vm.checkpoint("here");
            vm.run(SHORT);
            List<Event> events = machine(vm).observers().events().read();
            String state = state(vm);
            assertThat(events).extracting(Event::probe).contains(SWITCH, SCHEDULE);

            vm.rewind("here");
            assertThat(machine(vm).observers().probes()).isEqualTo(List.of(logs(vm), freezes(vm)));
            Fork fork = vm.fork();
            vm.run(SHORT);
            assertThat(state(vm)).isEqualTo(state);
            assertSame(machine(vm).observers().events().read(), events);

            machine(vm).observers().put(List.of(logs(vm)), 1 << 10);
            Futures futures = fork.future("same", future -> {
                        assertThat(machine(future).observers().probes()).isEqualTo(List.of(logs(vm)));
                        assertThat(machine(future).observers().events().room()).isEqualTo(1 << 10);
                        future.run(SHORT);
                        assertThat(state(future)).isEqualTo(state);
                        assertSame(
                                machine(future).observers().events().read(),
                                events.stream()
                                        .filter(event -> event.probe() == SWITCH)
                                        .toList());
                    })
                    .run(Duration.ofMillis(1));
            assertThat(futures.get("same").problem()).isEmpty();
        }
    }

    private static void assertSame(List<Event> events, List<Event> before) {
        assertThat(events)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
                .isEqualTo(before);
    }
}
