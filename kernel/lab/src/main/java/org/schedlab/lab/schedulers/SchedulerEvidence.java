package org.schedlab.lab.schedulers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.KernelMemory;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What can be read of a scheduler that was in charge once, in a machine that goes through that time again.
public final class SchedulerEvidence {
    private final Tenure.OfObject tenure;

    SchedulerEvidence(Tenure.OfObject tenure) {
        this.tenure = tenure;
    }

    /// What the session calls it.
    public String name() {
        return tenure.name();
    }

    /// Its knobs, out of the memory of a guest that stands. Columns: `name`, `type`, `kind`, `value`.
    ///
    /// @param caption where and when
    /// @throws LabException its memory cannot be read
    public Table knobs(KernelMemory memory, String caption) {
        List<Knob> all = tenure.scheduler().knobs().all();
        Map<String, String> values = SchedulerPeek.read(tenure, all, memory);
        var name = StringColumn.create("name");
        var type = StringColumn.create("type");
        var kind = StringColumn.create("kind");
        var value = StringColumn.create("value");
        for (Knob knob : all) {
            name.append(knob.name());
            type.append(knob.type());
            kind.append(knob.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            value.append(
                    values.getOrDefault(knob.name(), tenure.scheduler().knobs().text(knob)));
        }
        return CaptionedTable.titled("knobs of %s, %s".formatted(name(), caption), name, type, kind, value);
    }

    /// The names of its maps.
    public List<String> maps() {
        return SchedulerMaps.names(new SessionsBpf(tenure));
    }

    /// What stands in its maps; those that cannot be read are left out. The machine's agent is asked, which takes
    /// guest time.
    ///
    /// @param caption where and when
    public List<Table> maps(GuestMachine guest, String caption) {
        List<Table> read = new ArrayList<>();
        for (String name : maps()) {
            try {
                read.add(SchedulerMaps.read(guest, new SessionsBpf(tenure), name, () -> caption));
            } catch (LabException e) {
                guest.requireAlive();
            }
        }
        return read;
    }
}
