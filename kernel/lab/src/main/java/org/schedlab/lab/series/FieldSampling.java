package org.schedlab.lab.series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.schedlab.lab.cold.ColdOps;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.machine.Stretch;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.Width;

/// Freezes a machine again and again and reads fields each time; see
/// [org.schedlab.lab.session.SessionView#every].
public record FieldSampling(Duration period, int count, List<Target> fields) {
    public FieldSampling {
        fields = List.copyOf(fields);
        if (count < 1 || !period.isPositive() || fields.isEmpty()) {
            throw LabException.asked(String.format(
                            Locale.ROOT, "cannot sample %d fields %d times every %s", fields.size(), count, period))
                    .available("at least one field and one sample, a period above zero")
                    .remedy("for example every(ms(1), 200, …)")
                    .exception();
        }
        Stretch.require(period);
    }

    /// Samples. A task's field is read whatever the task is doing.
    ///
    /// @throws LabException a field cannot be read, also at some instant in the middle, as when its task has
    ///     ended: the machine stands at that instant
    public FieldSeries of(SessionMachine session) {
        List<String> names = names();
        List<ColdOp> reads = new ArrayList<>();
        for (int index = 0; index < fields.size(); index++) {
            reads.add(ColdOps.observe(names.get(index), fields.get(index), Width.natural()));
        }
        List<FieldSeries.Sample> samples = session.inTurn(guest -> {
            List<FieldSeries.Sample> taken = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                guest.run("sample " + names.getFirst(), period, Slices.hostDeadline(period));
                BatchResult batch = session.apply(reads).orThrow();
                taken.add(new FieldSeries.Sample(
                        batch.freeze().guestTimeNanos(),
                        batch.replies().stream().map(Reply::number).toList()));
            }
            return taken;
        });
        // Behind the turn, at whose end it is noticed who is in charge.
        return new FieldSeries(
                names, samples, session.measuredSince(samples.getFirst().guestTimeNanos()));
    }

    /// As the fields say themselves; of two that say the same, the second is numbered.
    private List<String> names() {
        Set<String> used = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Target each : fields) {
            String name = each.text();
            for (int number = 2; !used.add(name); number++) {
                name = each.text() + " (" + number + ")";
            }
            names.add(name);
        }
        return names;
    }
}
