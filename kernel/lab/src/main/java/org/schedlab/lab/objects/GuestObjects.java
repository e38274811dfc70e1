package org.schedlab.lab.objects;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.NullPointerHopException;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Objects of one kind: the entries of a list or tree, the elements of an array, an instance for each CPU. A value;
/// what
/// the objects hold is read when it is asked for.
///
/// @param head what they were reached by
/// @param objects in their order
/// @param caption when they were found
public record GuestObjects(String head, List<GuestObject> objects, String caption)
        implements Iterable<GuestObject>, Tabular {
    public GuestObjects {
        objects = List.copyOf(objects);
    }

    /// How many.
    public int size() {
        return objects.size();
    }

    /// One of them, from 0.
    public GuestObject get(int index) {
        return objects.get(index);
    }

    @Override
    public Iterator<GuestObject> iterator() {
        return objects.iterator();
    }

    /// A row for each: where it lies.
    @Override
    public Table table() {
        return table(new String[0]);
    }

    /// A row for each with a column for each path: `table("pid", "comm", "se.vruntime")`. What a NULL pointer would
    /// lead to is missing.
    ///
    /// @param paths below the objects, as for [GuestObject#at]
    /// @throws LabException a path leads nowhere
    public Table table(String... paths) {
        List<Column<?>> columns = new ArrayList<>();
        columns.add(StringColumn.create(
                "address",
                objects.stream()
                        .map(each -> "0x" + Long.toHexString(each.address()))
                        .toList()));
        for (String path : paths) {
            columns.add(column(path));
        }
        return CaptionedTable.counted("entries of " + head, caption, columns.toArray(Column<?>[]::new));
    }

    private Column<?> column(String path) {
        StringColumn texts = StringColumn.create(path);
        LongColumn numbers = LongColumn.create(path);
        boolean numeric = true;
        for (GuestObject each : objects) {
            try {
                String value = each.at(path).value();
                texts.append(value);
                if (numeric && value.matches("-?\\d{1,18}")) {
                    numbers.append(Long.parseLong(value));
                } else {
                    numeric = false;
                }
            } catch (NullPointerHopException _) {
                texts.appendMissing();
                numbers.appendMissing();
            }
        }
        return numeric ? numbers : texts;
    }
}
