package org.schedlab.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.queues.Queues;
import org.schedlab.lab.schedulers.SchedExtView;
import org.schedlab.lab.schedulers.SchedulerEvidence;
import org.schedlab.lab.stacks.CodeNames;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.stacks.Stacks;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.spec.Stop;
import tech.tablesaw.api.Table;

/// What a second machine shows where something failed. A value.
///
/// @param clock of QEMU there, in ns
/// @param stop the CPU that was about to tell of it; empty where the machine stands between two turns
/// @param exit what the kernel notes of a scheduler's end there
/// @param backtrace of that, by name and line
/// @param onCpu who has each CPU
/// @param failures what could not be read, and why
record Scene(
        long clock,
        MeasuredAt instant,
        Optional<Stop.InTurn> stop,
        Optional<SchedExtView.Exit> exit,
        List<CodePlace> backtrace,
        Map<Integer, String> onCpu,
        Map<Integer, String> names,
        Optional<Queues> queues,
        Optional<Stacks> stacks,
        Optional<Table> knobs,
        List<Table> maps,
        List<String> console,
        List<String> failures) {
    /// Looks. Maps come last: the agent is asked for them, and from there on the machine is no copy any more.
    ///
    /// @param evidence of the scheduler that was in charge
    /// @param maps whether the agent is free to be asked
    static Scene of(
            GuestMachine guest,
            Optional<Stop.InTurn> stop,
            MeasuredAt instant,
            Optional<SchedulerEvidence> evidence,
            boolean maps) {
        List<String> failures = new ArrayList<>();
        SchedExtView.Seen seen = SchedExtView.look(guest.memory());
        Optional<SchedExtView.Exit> exit = SchedExtView.exit(guest.memory(), seen.root(), seen.opsName());
        CodeNames names = new CodeNames(guest.memory());
        names.look();
        List<CodePlace> backtrace = exit.stream()
                .flatMap(each -> each.backtrace().stream())
                .map(address -> names.place(address - 1))
                .toList();
        List<TaskView> tasks = new TaskList(guest.memory()).tasks();
        Map<Integer, String> comms = new TreeMap<>();
        tasks.forEach(task -> comms.put(task.pid(), task.comm()));
        Optional<Queues> queues = tried("queues", failures, () -> Queues.of(guest, instant));
        Optional<Stacks> stacks = tried("stacks", failures, () -> Stacks.of(guest, tasks, instant.caption()));
        Optional<Table> knobs =
                evidence.flatMap(its -> tried("knobs", failures, () -> its.knobs(guest.memory(), instant.caption())));
        List<String> console = guest.console();
        Map<Integer, String> onCpu = new TreeMap<>();
        queues.ifPresent(found -> found.content().cpus().forEach(cpu -> onCpu.put(cpu.cpu(), cpu.running())));
        long clock = guest.machine().clockNanos();
        List<Table> read = maps
                ? evidence.flatMap(its -> tried(
                                "maps",
                                failures,
                                () -> its.maps(guest, "right behind " + instant.time() + " of guest time")))
                        .orElse(List.of())
                : List.of();
        return new Scene(
                clock, instant, stop, exit, backtrace, onCpu, comms, queues, stacks, knobs, read, console, failures);
    }

    private static <T> Optional<T> tried(String what, List<String> failures, Supplier<T> look) {
        try {
            return Optional.of(look.get());
        } catch (LabException | IllegalStateException e) {
            failures.add(what + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
