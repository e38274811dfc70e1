package org.schedlab.vm.freeze;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.linux.DeclaredGlobals;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.FieldValue;
import org.schedlab.vm.memory.KernelMemory;

/// The operations of one batch on frozen memory, and how to undo the writes among them.
final class Transaction {
    private final KernelMemory memory;
    private final Resolver resolver;
    private final ValueEncoder encoder;
    private final WriteGuard guard;
    private final Deque<Overwritten> overwritten = new ArrayDeque<>();

    @SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, kept only here
    private record Overwritten(Target target, long address, byte[] bytes) {}

    /// What an operation saw and left.
    record Done(FieldType type, String note, FieldValue before, FieldValue after) {}

    Transaction(KernelMemory memory, Resolver resolver, WriteGuard guard) {
        this.memory = memory;
        this.resolver = resolver;
        this.encoder = new ValueEncoder(memory);
        this.guard = guard;
    }

    /// Does one operation.
    ///
    /// @throws LabException if it cannot be done; nothing of it is left in memory
    Done run(ColdOp op) {
        return switch (op) {
            case ReadCold read -> read(read);
            case WriteCold write -> write(write);
        };
    }

    private Done read(ReadCold op) {
        Place place = resolver.resolve(op.target(), new WidthCheck.Use(op.width(), true), op.mode());
        FieldValue value = value(place, op.width());
        WidthCheck.requireHolds(op.target(), place.type(), value, op.width());
        return new Done(ValueNames.of(memory, op.target(), place.type(), value), place.note(), value, value);
    }

    private Done write(WriteCold op) {
        Place place = resolver.resolve(op.target(), new WidthCheck.Use(untypedAsWord(op), false), ReadMode.STRICT);
        int bytes = place.type().byteSize();
        guard.require(op.target(), place.address(), bytes);
        Width shown = op.value() instanceof Value.Block ? op.value().width() : Width.natural();
        FieldValue before = value(place, shown);
        Object wanted = encoder.encode(op.target(), place.type(), op.value(), before.boxed());
        overwritten.push(
                new Overwritten(op.target(), place.address(), memory.space().readBytes(place.address(), bytes)));
        store(place, wanted);
        FieldValue after = value(place, shown);
        if (!same(wanted, after.boxed())) {
            throw LabException.asked("%s did not keep what was written."
                            .formatted(op.target().text()))
                    .found("%s read back".formatted(after))
                    .remedy("this is a fault of the machine: boot it again")
                    .exception();
        }
        return new Done(ValueNames.of(memory, op.target(), place.type(), before, after), place.note(), before, after);
    }

    /// A pointer or an enum has no width of its own; where BTF knows no type, a pointer is a word.
    private static Width untypedAsWord(WriteCold op) {
        boolean pointer = op.value() instanceof Value.Pointer || op.value() instanceof Value.SymbolPointer;
        boolean untyped = op.target() instanceof KernelAddress
                || (op.target() instanceof SymbolTarget(String name)
                        && DeclaredGlobals.find(name).isEmpty());
        return pointer && untyped ? Width.u64() : op.value().width();
    }

    private FieldValue value(Place place, Width width) {
        FieldType type = place.type();
        boolean raw = width instanceof Width.Block || !FieldReader.isNumber(type);
        return raw
                ? new FieldValue.Raw(type, place.address(), memory.space().readBytes(place.address(), type.byteSize()))
                : memory.number(place.address(), type);
    }

    private void store(Place place, Object wanted) {
        if (wanted instanceof byte[] content) {
            memory.space().writeBytes(place.address(), content);
        } else {
            memory.writer(place.type()).write(place.address(), (long) (Long) wanted);
        }
    }

    private static boolean same(Object wanted, Object found) {
        return wanted instanceof byte[] bytes ? Arrays.equals(bytes, (byte[]) found) : wanted.equals(found);
    }

    /// Puts back what the writes of this batch replaced, newest first.
    ///
    /// @return how many writes were undone
    /// @throws LabException if one of them could not be, naming it
    int undo() {
        int undone = 0;
        while (!overwritten.isEmpty()) {
            Overwritten old = overwritten.pop();
            memory.space().writeBytes(old.address(), old.bytes());
            if (!Arrays.equals(old.bytes(), memory.space().readBytes(old.address(), old.bytes().length))) {
                throw LabException.asked("A write to %s could not be undone."
                                .formatted(old.target().text()))
                        .found(String.format(
                                Locale.ROOT,
                                "the bytes at the virtual address %#x are not what they were",
                                old.address()))
                        .remedy("this is a fault of the machine: boot it again")
                        .exception();
            }
            undone++;
        }
        return undone;
    }
}
