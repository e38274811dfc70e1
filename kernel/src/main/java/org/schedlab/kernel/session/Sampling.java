package org.schedlab.kernel.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.schedlab.kernel.session.internal.GuestMachine;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.Width;

/// How a per-CPU field is to be sampled.
///
/// @param period guest time from freeze to freeze
/// @param count how many samples
record Sampling(Duration period, int count, PerCpuVariableField field) {
    Sampling {
        if (count < 1 || !period.isPositive()) {
            throw LabException.asked("cannot sample %d times every %s".formatted(count, period))
                    .available("at least one sample, a period above zero")
                    .remedy("for example every(ms(1), 200, …)")
                    .exception();
        }
    }

    /// Lets the guest run from sample to sample.
    ///
    /// @param instant tells the moment of the last one
    PerCpuSeries take(GuestMachine guest, FreezeCoordinator coordinator, int cpus, Supplier<Instant> instant) {
        List<ColdOp> reads = IntStream.range(0, cpus)
                .<ColdOp>mapToObj(cpu -> ColdOps.readCold(
                        "cpu" + cpu, ColdOps.perCpu(field.variable(), field.path(), cpu), Width.natural()))
                .toList();
        List<PerCpuSeries.Sample> samples = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            guest.run("sample " + field.text(), period, GuestMachine.hostDeadline(period));
            samples.add(sample(coordinator.apply(reads).orThrow()));
        }
        return new PerCpuSeries(field.text(), samples, instant.get());
    }

    private static PerCpuSeries.Sample sample(BatchResult batch) {
        List<Long> values = batch.replies().stream().map(Reply::number).toList();
        return new PerCpuSeries.Sample(batch.freeze().guestTimeNanos(), values);
    }
}
