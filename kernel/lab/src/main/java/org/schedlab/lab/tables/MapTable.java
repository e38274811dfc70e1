package org.schedlab.lab.tables;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;

import org.schedlab.guest.scheduler.ValueText;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.linux.BpfTaskStorage;
import org.schedlab.vm.memory.FieldReader;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// The entries of a BPF map as a table, with columns typed by the scheduler's own types. Stateless;
/// safe to share.
public final class MapTable {
    private MapTable() {}

    /// How the entries of a map lie one after the other, keys and values padded to 8 bytes.
    ///
    /// @param cpus values for each key, one for each possible CPU; 0 if there is one value for all
    public record Sizes(int keyBytes, int valueBytes, int cpus) {
        private int entryBytes() {
            return padded(keyBytes) + valuesOfKey() * padded(valueBytes);
        }

        private int valuesOfKey() {
            return Math.max(1, cpus);
        }

        private static int padded(int bytes) {
            return (bytes + 7) & -8;
        }
    }

    /// What the entries of a map are.
    ///
    /// @param btf the types of the scheduler's object
    public record Layout(Btf btf, int keyTypeId, int valueTypeId, Sizes sizes) {}

    /// One column and how it is filled.
    private record Part(FieldPath path, Column<?> column) {}

    /// Columns: `key`, or one for each member of it; `cpu`, where each CPU has its own value;
    /// `value`, or one for each member of it. Numbers that fit a long are numbers, enums and all else
    /// are text.
    ///
    /// @param entries as the agent gives them
    public static Table of(Layout layout, byte[] entries, String caption) {
        List<Part> key = parts(layout.btf(), layout.keyTypeId(), "key");
        List<Part> value = parts(layout.btf(), layout.valueTypeId(), "value");
        var cpu = IntColumn.create("cpu");
        each(layout.sizes(), entries, (keyBytes, number, valueBytes) -> {
            append(layout.btf(), key, keyBytes);
            append(layout.btf(), value, valueBytes);
            cpu.append(number);
        });
        Table table = Table.create();
        key.forEach(part -> table.addColumns(part.column()));
        if (layout.sizes().cpus() > 0) {
            table.addColumns(cpu);
        }
        return withValues(table, value, caption);
    }

    /// The same of a map that says only how large its keys and values are: as unsigned numbers if they have 1, 2, 4 or
    /// 8 bytes, else as the bytes in hex.
    public static Table untyped(Sizes sizes, byte[] entries, String caption) {
        Column<?> key = untyped("key", sizes.keyBytes());
        Column<?> value = untyped("value", sizes.valueBytes());
        var cpu = IntColumn.create("cpu");
        each(sizes, entries, (keyBytes, number, valueBytes) -> {
            append(key, keyBytes);
            append(value, valueBytes);
            cpu.append(number);
        });
        return CaptionedTable.titled(caption, sizes.cpus() > 0 ? List.of(key, cpu, value) : List.of(key, value));
    }

    /// What a scheduler keeps for each task. Columns: `task`, `pid`; `value`, or one for each member of it.
    ///
    /// @param valueAt the bytes of a value at an address
    public static Table ofTasks(
            Btf btf,
            int valueTypeId,
            List<BpfTaskStorage.Entry> entries,
            LongFunction<byte[]> valueAt,
            String caption) {
        List<Part> value = parts(btf, valueTypeId, "value");
        var task = StringColumn.create("task");
        var pid = IntColumn.create("pid");
        for (BpfTaskStorage.Entry entry : entries) {
            task.append(entry.task());
            pid.append(entry.pid());
            append(btf, value, valueAt.apply(entry.value()));
        }
        return withValues(Table.create(task, pid), value, caption);
    }

    /// @see #each
    private interface EntrySink {
        void take(byte[] key, int cpu, byte[] value);
    }

    private static void each(Sizes sizes, byte[] entries, EntrySink sink) {
        int valueStride = Sizes.padded(sizes.valueBytes());
        for (int start = 0; start + sizes.entryBytes() <= entries.length; start += sizes.entryBytes()) {
            byte[] key = Arrays.copyOfRange(entries, start, start + sizes.keyBytes());
            int values = start + Sizes.padded(sizes.keyBytes());
            for (int number = 0; number < sizes.valuesOfKey(); number++) {
                int at = values + number * valueStride;
                sink.take(key, number, Arrays.copyOfRange(entries, at, at + sizes.valueBytes()));
            }
        }
    }

    private static Table withValues(Table table, List<Part> value, String caption) {
        value.forEach(part -> table.addColumns(named(table, part.column())));
        return CaptionedTable.titled(caption, table.columns());
    }

    private static Column<?> untyped(String name, int bytes) {
        return Integer.bitCount(bytes) == 1 && bytes <= Long.BYTES
                ? LongColumn.create(name)
                : StringColumn.create(name);
    }

    private static void append(Column<?> column, byte[] bytes) {
        if (column instanceof LongColumn numbers) {
            byte[] word = Arrays.copyOf(bytes, Long.BYTES);
            numbers.append(ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getLong());
        } else if (column instanceof StringColumn texts) {
            texts.append(HexFormat.of().formatHex(bytes));
        }
    }

    /// A member of the value that is called as one of the key.
    private static Column<?> named(Table table, Column<?> column) {
        return table.containsColumn(column.name()) ? column.setName("value." + column.name()) : column;
    }

    private static List<Part> parts(Btf btf, int typeId, String name) {
        List<Part> parts = new ArrayList<>();
        for (FieldPath member : ValueText.members(btf, typeId)) {
            parts.add(new Part(member, column(member.text(), member.type())));
        }
        if (parts.isEmpty()) {
            FieldPath whole = btf.path(typeId, "");
            parts.add(new Part(whole, column(name, whole.type())));
        }
        return parts;
    }

    private static Column<?> column(String name, FieldType type) {
        return switch (type.kind()) {
            case BOOLEAN -> BooleanColumn.create(name);
            case INTEGER, CHARACTER -> FieldReader.isNumber(type) ? LongColumn.create(name) : StringColumn.create(name);
            default -> StringColumn.create(name);
        };
    }

    private static void append(Btf btf, List<Part> parts, byte[] bytes) {
        for (Part part : parts) {
            byte[] content = ValueText.part(bytes, part.path());
            FieldType type = part.path().type();
            switch (part.column()) {
                case LongColumn column -> column.append(ValueText.number(type, content));
                case BooleanColumn column -> column.append(ValueText.number(type, content) != 0);
                case StringColumn column -> column.append(ValueText.of(btf, type, content));
                default -> throw new IllegalStateException(part.column().name());
            }
        }
    }
}
