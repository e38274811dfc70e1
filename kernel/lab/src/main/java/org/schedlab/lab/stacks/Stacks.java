package org.schedlab.lab.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.spec.CpuRegisters;
import org.schedlab.vm.stack.OrcUnwinder;
import org.schedlab.vm.stack.StackTrace;
import org.schedlab.vm.stack.StackWords;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The stacks of all tasks at one freeze, without the guest's help. A value.
///
/// @param stacks a task each
/// @param caption where and when, and who was in charge
public record Stacks(List<TaskStack> stacks, String caption) implements Tabular {
    public Stacks {
        stacks = List.copyOf(stacks);
    }

    /// Of a machine that stands.
    ///
    /// @param tasks of whom
    /// @param caption where and when, and who was in charge
    /// @throws org.schedlab.vm.LabException this kernel's stacks cannot be unwound
    public static Stacks of(GuestMachine guest, List<TaskView> tasks, String caption) {
        KernelMemory memory = guest.memory();
        OrcUnwinder walker = new OrcUnwinder(memory);
        CodeNames names = new CodeNames(memory);
        names.look();
        Map<Long, Integer> running = new TreeMap<>();
        for (int cpu : memory.possibleCpus().stream().toArray()) {
            running.put(memory.space().readLong(memory.currentTaskAddress(cpu)), cpu);
        }
        List<TaskStack> found = new ArrayList<>();
        for (TaskView task : tasks) {
            Integer cpu = running.get(task.address());
            StackTrace trace = cpu == null ? walker.ofSleeping(task.address()) : onCpu(guest, walker, cpu);
            found.add(new TaskStack(task, names.named(trace).toList(), trace.end(), cpu != null));
        }
        return new Stacks(found, caption);
    }

    private static StackTrace onCpu(GuestMachine guest, OrcUnwinder walker, int cpu) {
        CpuRegisters registers = guest.machine().observers().registers(cpu);
        return registers.userMode()
                ? new StackTrace(List.of(), StackTrace.End.USER_MODE)
                : walker.at(registers.pc(), registers.sp(), registers.bp(), StackWords.of(guest.memory()));
    }

    /// A row for each task: its stack in one line, the innermost function first.
    @Override
    public Table table() {
        var task = StringColumn.create("task");
        var state = StringColumn.create("state");
        var cpu = IntColumn.create("cpu");
        var frames = IntColumn.create("frames");
        var stack = StringColumn.create("stack");
        for (TaskStack each : stacks) {
            task.append(each.task().comm() + ":" + each.task().pid());
            state.append(each.onCpu() ? "on CPU" : each.task().state().toString());
            cpu.append(each.task().cpu());
            frames.append(each.frames().size());
            stack.append(
                    each.frames().isEmpty()
                            ? "user mode"
                            : each.frames().stream()
                                    .map(frame -> frame.function().isEmpty() ? "?" : frame.function())
                                    .collect(Collectors.joining(" ← ")));
        }
        return Table.create(String.format(
                        Locale.ROOT,
                        "stacks of %d tasks, unwound from the guest's memory · %s",
                        stacks.size(),
                        caption))
                .addColumns(task, state, cpu, frames, stack);
    }

    /// Lines for a flame graph, as `flamegraph.pl`, speedscope and inferno read them: a stack, the
    /// outermost function first, and how many tasks have it.
    public String folded() {
        Map<String, Long> counts =
                stacks.stream().collect(Collectors.groupingBy(TaskStack::folded, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("\n"));
    }
}
