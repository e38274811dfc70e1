package org.schedlab.notebook.names;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.schedlab.guest.work.Worker;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.Lab;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.linux.DeclaredGlobals;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.FieldValue;
import org.schedlab.vm.memory.KernelMemory;

/// What a target holds now: one line for each CPU or task that is meant; nothing while the machine
/// runs, or where the text does not tell which task is meant.
final class Values {
    private static final int MOST = 8;

    private Values() {}

    static List<String> of(CallAtCursor call, CallHelp.Variables variables) {
        try {
            return Lab.ifBooted()
                    .flatMap(session -> session.peek(memory -> read(call, variables, memory, session)))
                    .orElse(List.of());
        } catch (LabException unreadable) {
            return List.of();
        }
    }

    private static List<String> read(
            CallAtCursor call, CallHelp.Variables variables, KernelMemory memory, VmSession session) {
        List<String> values = switch (Meaning.of(call)) {
            case TASK_PATH -> ofTasks(call, variables, memory);
            case PER_CPU_PATH -> ofCpus(call.literal(0).orElse(""), call.typed(), memory);
            case GLOBAL -> ofGlobal(call.typed(), memory);
            default -> List.of();
        };
        return values.isEmpty()
                ? values
                : List.of("now (%s): %s".formatted(session.instant().time(), String.join(", ", values)));
    }

    private static List<String> ofGlobal(String name, KernelMemory memory) {
        return DeclaredGlobals.find(name)
                .filter(global -> global.type().equals("u64"))
                .map(global -> KernelObject.global(memory, name).value().toString())
                .map(List::of)
                .orElse(List.of());
    }

    private static List<String> ofCpus(String variable, String path, KernelMemory memory) {
        FieldReader reader = memory.reader(memory.perCpuPath(variable, path));
        return small(reader)
                ? memory.possibleCpus().stream()
                        .limit(MOST)
                        .mapToObj(cpu -> String.format(
                                Locale.ROOT,
                                "cpu%d %s",
                                cpu,
                                value(reader, memory.perCpuAddress(variable, cpu), memory)))
                        .toList()
                : List.of();
    }

    private static List<String> ofTasks(CallAtCursor call, CallHelp.Variables variables, KernelMemory memory) {
        FieldReader reader = memory.reader("struct task_struct", call.typed());
        return small(reader)
                ? meant(call, variables)
                        .map(fits -> new TaskList(memory)
                                .tasks().stream()
                                        .filter(fits)
                                        .limit(MOST)
                                        .map(task ->
                                                "%s %s".formatted(task.comm(), value(reader, task.address(), memory)))
                                        .toList())
                        .orElse(List.of())
                : List.of();
    }

    private static Optional<Predicate<TaskView>> meant(CallAtCursor call, CallHelp.Variables variables) {
        String named =
                call.method().equals("field") ? call.receiver() : call.before().getFirst();
        if (named.matches("[0-9]{1,9}")) {
            return Optional.of(task -> task.pid() == Integer.parseInt(named));
        }
        Optional<Object> value = named.matches("[A-Za-z_]\\w*") ? variables.apply(named) : Optional.empty();
        return value.flatMap(each -> switch (each) {
            case Workers workers -> Optional.of(task -> workers.list().stream().anyMatch(one -> same(one, task)));
            case Worker worker -> Optional.of(task -> same(worker, task));
            case TaskView view -> Optional.of(task -> view.address() == task.address());
            default -> Optional.empty();
        });
    }

    private static boolean same(Worker worker, TaskView task) {
        return worker.pid() == task.pid() && worker.startTimeTicks() == task.startTimeTicks();
    }

    /// Whether one line can hold it: a number, or a short text.
    private static boolean small(FieldReader reader) {
        return FieldReader.isNumber(reader.path().type())
                || reader.path().type().declaration().startsWith("char[");
    }

    private static String value(FieldReader reader, long base, KernelMemory memory) {
        try {
            FieldValue value = reader.value(base);
            boolean pointer = value.type().kind() == FieldType.Kind.POINTER;
            return value instanceof FieldValue.Scalar scalar && pointer ? pointer(scalar, memory) : value.toString();
        } catch (LabException unreadable) {
            return unreadable.getMessage().lines().limit(1).collect(Collectors.joining());
        }
    }

    private static String pointer(FieldValue.Scalar value, KernelMemory memory) {
        return memory.image()
                .symbols()
                .at(value.value())
                .map(symbol -> "&" + symbol.name())
                .orElseGet(value::toString);
    }
}
