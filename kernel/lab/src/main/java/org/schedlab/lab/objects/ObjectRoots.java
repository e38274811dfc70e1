package org.schedlab.lab.objects;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.PerCpuField;
import org.schedlab.vm.freeze.SymbolTarget;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.linux.PerCpu;
import org.schedlab.vm.memory.KernelMemory;

/// The objects that a look into the kernel starts at: globals, per-CPU variables, tasks, addresses. As
/// thread-safe as the session.
public record ObjectRoots(SessionMachine session) {
    /// A global whose type is known: [org.schedlab.vm.linux.DeclaredGlobals] lists them.
    ///
    /// @throws org.schedlab.vm.UnknownNameException no type of it is known
    /// @throws LabException it is a per-CPU variable
    public GuestObject symbol(SymbolTarget symbol) {
        return GuestObject.of(session, symbol.name(), memory -> {
            requireOnePlace(memory, symbol);
            return KernelObject.global(memory, symbol.name());
        });
    }

    /// A global of a type that is told: BTF knows none of globals.
    ///
    /// @param type in C, such as `struct list_head` or `unsigned long`
    /// @throws org.schedlab.vm.UnknownNameException there is no such symbol or type
    public GuestObject symbol(SymbolTarget symbol, String type) {
        return GuestObject.of(session, symbol.name(), memory -> KernelObject.global(memory, symbol.name(), type));
    }

    private static void requireOnePlace(KernelMemory memory, SymbolTarget symbol) {
        if (memory.image().btf().perCpu(symbol.name()).isPresent()) {
            throw LabException.asked("'%s' is not one object: it is a per-CPU variable".formatted(symbol.name()))
                    .available(String.format(Locale.ROOT, "one on each of %d CPUs", memory.cpuCount()))
                    .remedy(String.format(
                            Locale.ROOT,
                            "object(perCpu(\"%s\", \"\", 0)), or objects(perCpu(\"%s\", \"\")) for all",
                            symbol.name(),
                            symbol.name()))
                    .exception();
        }
    }

    /// A per-CPU variable on one CPU, or what a path leads to in it.
    ///
    /// @throws org.schedlab.vm.UnknownNameException there is no such variable or member
    /// @throws LabException there is no such CPU
    public GuestObject perCpu(PerCpuField field) {
        String variable = "per_cpu(" + field.variable() + ", " + field.cpu() + ")";
        String name = field.path().isEmpty() ? variable : variable + "." + field.path();
        return GuestObject.of(session, name, memory -> onCpu(memory, field.variable(), field.path(), field.cpu()));
    }

    private static KernelObject onCpu(KernelMemory memory, String variable, String path, int cpu) {
        KernelObject whole = PerCpu.of(memory, variable).onCpu(cpu);
        return path.isEmpty() ? whole : whole.member(path);
    }

    /// The same on every CPU.
    public GuestObjects perCpu(PerCpuVariableField field) {
        int cpus = session.options().topology().cpus();
        List<GuestObject> found = IntStream.range(0, cpus)
                .mapToObj(cpu -> perCpu(new PerCpuField(field.variable(), field.path(), cpu)))
                .toList();
        return new GuestObjects(
                field.text() + " on each CPU", found, session.instant().caption());
    }

    /// A task: its `struct task_struct`.
    ///
    /// @throws LabException there is none of this thread id now
    public GuestObject task(int pid) {
        return GuestObject.of(session, "find_task(" + pid + ")", memory -> {
            long task = new TaskList(memory)
                    .find(pid)
                    .orElseThrow(() -> LabException.asked("there is no task " + pid)
                            .found("no thread of this id")
                            .remedy("tasks() has those that there are")
                            .exception());
            return KernelObject.at(memory, "struct task_struct", task);
        });
    }

    /// What lies at an address.
    ///
    /// @param type in C, such as `struct rq`
    /// @param address virtual
    /// @throws org.schedlab.vm.UnknownNameException this kernel has no such type
    public GuestObject at(String type, long address) {
        return GuestObject.of(session, "", memory -> KernelObject.at(memory, type, address));
    }
}
