package org.schedlab.lab.past;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.memory.FieldValue;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;

/// What a probe takes down of a function's arguments, and how it reads. Immutable.
final class Arguments {
    /// More than these do not fit beside what else is taken down of a call.
    static final int MOST = 5;

    private final Btf btf;
    private final List<BtfType.Parameter> parameters;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Capture> captures = new ArrayList<>();

    private enum Kind {
        TASK,
        RUN_QUEUE,
        VALUE
    }

    /// @param all the function's parameters
    Arguments(KernelMemory memory, List<BtfType.Parameter> all) {
        btf = memory.image().btf();
        parameters = all.subList(0, Math.min(MOST, all.size()));
        for (BtfType.Parameter each : parameters) {
            Kind kind = kind(each);
            Capture value = Capture.argument(kinds.size());
            kinds.add(kind);
            captures.add(
                    switch (kind) {
                        case TASK -> value.at(memory.path(TaskNames.TASK, "pid").offset(), Integer.BYTES);
                        case RUN_QUEUE ->
                            value.at(memory.path("struct rq", "cpu").offset(), Integer.BYTES);
                        case VALUE -> value;
                    });
        }
    }

    private Kind kind(BtfType.Parameter parameter) {
        return switch (CalledFunction.structOf(btf, parameter).orElse("")) {
            case "task_struct" -> Kind.TASK;
            case "rq" -> Kind.RUN_QUEUE;
            default -> Kind.VALUE;
        };
    }

    List<String> names() {
        return parameters.stream().map(BtfType.Parameter::name).toList();
    }

    List<Capture> captures() {
        return List.copyOf(captures);
    }

    /// What was taken down, in the order of the captures.
    List<String> texts(List<Long> values, TaskNames tasks) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            texts.add(text(i, values.get(i), tasks));
        }
        return texts;
    }

    private String text(int at, long value, TaskNames tasks) {
        if (kinds.get(at) == Kind.VALUE) {
            return valueText(btf.fieldType(parameters.get(at).typeId()), value);
        }
        if (value == Capture.FAILED) {
            return "NULL";
        }
        return kinds.get(at) == Kind.TASK ? tasks.label((int) value) : String.format(Locale.ROOT, "CPU %d", value);
    }

    private static String valueText(FieldType type, long value) {
        boolean number = switch (type.kind()) {
            case INTEGER, BOOLEAN, CHARACTER, ENUM, POINTER -> true;
            case FLOAT, ARRAY, STRUCT, UNION -> false;
        };
        if (!number || type.byteSize() > Long.BYTES) {
            return String.format(Locale.ROOT, "%#x", value);
        }
        int spare = Long.SIZE - Byte.SIZE * Math.toIntExact(type.byteSize());
        return FieldValue.text(type, type.signed() ? value << spare >> spare : value << spare >>> spare);
    }
}
