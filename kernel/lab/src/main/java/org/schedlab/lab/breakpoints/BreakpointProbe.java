package org.schedlab.lab.breakpoints;

import java.util.List;
import java.util.stream.IntStream;

import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.past.CalledFunction;
import org.schedlab.lab.past.WatchedField;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.freeze.Width;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Condition;
import org.schedlab.vm.trace.Probe;

/// Finds what a breakpoint is in a machine.
final class BreakpointProbe {
    private static final String TASK = "struct task_struct";

    private BreakpointProbe() {}

    /// @param id the probe's
    /// @throws LabException there is no such function or field
    static Probe of(SessionMachine session, KernelMemory memory, Breakpoint wanted, int id) {
        return switch (wanted) {
            case Breakpoint.Entry entry -> entry(memory, entry, id);
            case Breakpoint.Written written -> written(session, written, id);
        };
    }

    private static Probe entry(KernelMemory memory, Breakpoint.Entry entry, int id) {
        CalledFunction function = CalledFunction.of(memory, entry.function());
        if (entry.pid().isEmpty()) {
            return Probe.stand(id, function.first(), List.of());
        }
        Capture pid = Capture.argument(taskArgument(memory.image().btf(), function))
                .at(memory.path(TASK, "pid").offset(), Integer.BYTES);
        return Probe.stand(id, function.first(), List.of(pid))
                .when(new Condition(Condition.Test.EQUAL, entry.pid().getAsInt(), 0));
    }

    private static int taskArgument(Btf btf, CalledFunction function) {
        List<BtfType.Parameter> parameters = function.parameters();
        return IntStream.range(0, parameters.size())
                .filter(at -> CalledFunction.structOf(btf, parameters.get(at))
                        .filter("task_struct"::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> LabException.asked(
                                "calls of " + function.name() + " cannot be told apart by their task")
                        .found(
                                parameters.isEmpty()
                                        ? "its arguments are not known"
                                        : "its arguments are "
                                                + String.join(
                                                        ", ",
                                                        parameters.stream()
                                                                .map(BtfType.Parameter::name)
                                                                .toList()))
                        .available("functions with an argument of type struct task_struct *")
                        .exception());
    }

    private static Probe written(SessionMachine session, Breakpoint.Written written, int id) {
        WatchedField field = WatchedField.of(session.coordinator().locate(written.field(), Width.natural()));
        FieldType type = field.type();
        if (type.isBitfield() && written.test() != Condition.Test.ALWAYS) {
            throw LabException.asked("%s cannot be compared".formatted(field.name()))
                    .found("it is a bitfield: its byte is written with others")
                    .available("written(...) without a condition")
                    .exception();
        }
        requireHolds(field, written);
        int bits = Math.toIntExact(type.byteSize()) * Byte.SIZE;
        long mask = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        return Probe.stored(id, field.address(), bits / Byte.SIZE)
                .when(new Condition(written.test(), written.operand() & mask, type.signed() ? bits : 0));
    }

    /// Cut to the field's width, it would be another number.
    private static void requireHolds(WatchedField field, Breakpoint.Written written) {
        int bits = field.type().byteSize() * Byte.SIZE;
        long operand = written.operand();
        boolean signed = field.type().signed();
        int spare = Long.SIZE - bits;
        long kept = signed ? (operand << spare) >> spare : (operand << spare) >>> spare;
        if (kept != operand) {
            throw LabException.asked(field.name() + " cannot be compared with " + operand)
                    .found("its type is '" + field.type().declaration() + "': " + bits + " bits "
                            + (signed ? "with a sign" : "without a sign"))
                    .available("numbers that it can be")
                    .exception();
        }
    }
}
