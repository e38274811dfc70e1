package org.schedlab.lab.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.schedlab.guest.scheduler.ValueText;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;
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
    /// @param btf the types of the scheduler's object
    /// @param cpus values for each key, one for each possible CPU; 0 if there is one value for all
    public record Layout(Btf btf, int keyTypeId, int valueTypeId, int keyBytes, int valueBytes, int cpus) {
        int entryBytes() {
            return padded(keyBytes) + Math.max(1, cpus) * padded(valueBytes);
        }

        private static int padded(int bytes) {
            return (bytes + 7) & -8;
        }
    }

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
        int valueStride = Layout.padded(layout.valueBytes());
        for (int start = 0; start + layout.entryBytes() <= entries.length; start += layout.entryBytes()) {
            int values = start + Layout.padded(layout.keyBytes());
            for (int number = 0; number < Math.max(1, layout.cpus()); number++) {
                int at = values + number * valueStride;
                append(layout.btf(), key, Arrays.copyOfRange(entries, start, start + layout.keyBytes()));
                append(layout.btf(), value, Arrays.copyOfRange(entries, at, at + layout.valueBytes()));
                cpu.append(number);
            }
        }
        Table table = Table.create();
        key.forEach(part -> table.addColumns(part.column()));
        if (layout.cpus() > 0) {
            table.addColumns(cpu);
        }
        value.forEach(part -> table.addColumns(named(table, part.column())));
        return CaptionedTable.titled(caption, table.columns());
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
