package org.schedlab.vm.freeze;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.linux.DeclaredGlobals;
import org.schedlab.vm.linux.DeclaredGlobals.DeclaredGlobal;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// Finds where a target lies at this instant, and of what type it is.
final class Resolver {
    private final KernelMemory memory;
    private final TaskChecks checks;
    private final UnionNotes unions;
    private final Map<String, FieldReader> taskFields = new HashMap<>();
    private final Map<PerCpuName, FieldReader> perCpuFields = new HashMap<>();

    private record PerCpuName(String variable, String path) {}

    Resolver(KernelMemory memory, TaskList tasks) {
        this.memory = memory;
        this.checks = new TaskChecks(memory, tasks);
        this.unions = new UnionNotes(memory);
    }

    /// @param width what the caller takes the target for, and whether to read or to write it
    /// @param mode which task checks to make
    /// @throws LabException if there is no such thing, a check refuses it, or the width is another
    Place resolve(Target target, WidthCheck.Use width, ReadMode mode) {
        return switch (target) {
            case TaskField field -> taskField(field, width, mode);
            case PerCpuField field -> perCpuField(field, width);
            case SymbolTarget symbol -> symbol(symbol, width);
            case KernelAddress address -> address(address, width);
            case TypedAddress typed -> typedAddress(typed, width);
            case SizedTarget sized -> resolve(sized.target(), sized(sized, width), mode);
        };
    }

    private static WidthCheck.Use sized(SizedTarget target, WidthCheck.Use width) {
        return width.width() instanceof Width.Natural ? new WidthCheck.Use(target.width(), width.reading()) : width;
    }

    private Place taskField(TaskField target, WidthCheck.Use width, ReadMode mode) {
        FieldReader reader =
                taskFields.computeIfAbsent(target.path(), path -> memory.reader("struct task_struct", path));
        TaskChecks.Passed task = checks.check(target, mode);
        return typed(target, width, reader, task.address(), task.note());
    }

    private Place perCpuField(PerCpuField target, WidthCheck.Use width) {
        FieldReader reader = perCpuFields.computeIfAbsent(
                new PerCpuName(target.variable(), target.path()),
                name -> memory.reader(memory.perCpuPath(name.variable(), name.path())));
        long base = memory.perCpuAddress(target.variable(), target.cpu());
        return typed(target, width, reader, base, "");
    }

    private Place typed(Target target, WidthCheck.Use width, FieldReader reader, long base, String note) {
        FieldPath path = reader.path();
        WidthCheck.require(target, path.type(), width);
        String union = unions.of(path, base);
        return new Place(reader.address(base), path.type(), join(note, union));
    }

    private static String join(String note, String union) {
        return note.isEmpty() || union.isEmpty() ? note + union : note + "; " + union;
    }

    private Place symbol(SymbolTarget target, WidthCheck.Use width) {
        if (memory.image().btf().perCpu(target.name()).isPresent()) {
            throw LabException.asked("'%s' has no single place: it is a per-CPU variable.".formatted(target.name()))
                    .available(String.format(Locale.ROOT, "one instance on each of %d CPUs", memory.cpuCount()))
                    .remedy("name the CPU: perCpu(\"%s\", path, cpu)".formatted(target.name()))
                    .exception();
        }
        long address = memory.symbolAddress(target.name());
        Optional<FieldType> declared = DeclaredGlobals.find(target.name()).map(this::declaredType);
        if (declared.isPresent()) {
            WidthCheck.require(target, declared.get(), width);
            return new Place(address, declared.get(), "");
        }
        return new Place(address, explicit(target, width.width()), "");
    }

    private FieldType declaredType(DeclaredGlobal global) {
        return switch (global.type()) {
            case "u64" -> Place.typeOf(Width.u64());
            case "u32" -> Place.typeOf(Width.u32());
            case "s32" -> Place.typeOf(Width.s32());
            default -> memory.path(global.type(), "").type();
        };
    }

    private Place address(KernelAddress target, WidthCheck.Use width) {
        long address = target.address();
        FieldType type = explicit(target, width.width());
        if (!memory.space().isKernel(address)) {
            throw LabException.asked("%s is not a kernel address.".formatted(target.text()))
                    .found(address >= 0 ? "it is of user space" : "it is not canonical")
                    .available(String.format(
                            Locale.ROOT, "%#x to %#x", memory.space().kernelStart(), -1L))
                    .remedy(String.format(
                            Locale.ROOT,
                            "give a virtual address of the kernel's half; a physical address p lies at %#x + p",
                            memory.pageOffset()))
                    .exception();
        }
        memory.space().walk(address);
        return new Place(address, type, "");
    }

    private Place typedAddress(TypedAddress target, WidthCheck.Use width) {
        WidthCheck.require(target, target.type(), width);
        memory.space().walk(target.address());
        return new Place(target.address(), target.type(), "");
    }

    private static FieldType explicit(Target target, Width width) {
        return switch (width) {
            case Width.Scalar scalar -> Place.typeOf(scalar);
            case Width.Block block -> Place.typeOf(block);
            case Width.Natural() ->
                throw LabException.asked("%s has no type that is known here.".formatted(target.text()))
                        .found("the kernel's types cover per-CPU variables and members only")
                        .available("declared globals: "
                                + DeclaredGlobals.all().stream()
                                        .map(DeclaredGlobal::name)
                                        .collect(Collectors.joining(", ")))
                        .remedy("state a width: u32(), u64(), bytes(n), ...; in a watch sized(target, u32())")
                        .exception();
        };
    }
}
