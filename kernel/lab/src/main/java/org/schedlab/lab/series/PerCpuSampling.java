package org.schedlab.lab.series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.schedlab.lab.cold.ColdOps;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.machine.Stretch;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.Width;

/// Freezes a machine again and again and reads a field of every CPU each time; see
/// [org.schedlab.lab.session.VmSession#every].
public record PerCpuSampling(Duration period, int count, PerCpuVariableField field) {
    public PerCpuSampling {
        if (count < 1 || !period.isPositive()) {
            throw LabException.asked(String.format(Locale.ROOT, "cannot sample %d times every %s", count, period))
                    .available("at least one sample, a period above zero")
                    .remedy("for example every(ms(1), 200, …)")
                    .exception();
        }
        Stretch.require(period);
    }

    /// Samples.
    public PerCpuSeries of(SessionMachine session) {
        List<ColdOp> reads = IntStream.range(0, session.options().topology().cpus())
                .<ColdOp>mapToObj(cpu -> ColdOps.readCold(
                        "cpu" + cpu, ColdOps.perCpu(field.variable(), field.path(), cpu), Width.natural()))
                .toList();
        List<PerCpuSeries.Sample> samples = session.inTurn(guest -> {
            List<PerCpuSeries.Sample> taken = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                guest.run("sample " + field.text(), period, Slices.hostDeadline(period));
                taken.add(sample(session.apply(reads).orThrow()));
            }
            return taken;
        });
        // Behind the turn, at whose end it is noticed who is in charge.
        return new PerCpuSeries(
                field.text(), samples, session.measuredSince(samples.getFirst().guestTimeNanos()));
    }

    private static PerCpuSeries.Sample sample(BatchResult batch) {
        List<Long> values = batch.replies().stream().map(Reply::number).toList();
        return new PerCpuSeries.Sample(batch.freeze().guestTimeNanos(), values);
    }
}
