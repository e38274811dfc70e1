package org.schedlab.notebook.machine;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.schedlab.experiments.TableMetric;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.lab.words.Lab;
import org.schedlab.vm.LabException;

/// Sources put in charge once, or whenever they are saved. Confined to one thread.
///
/// @param attached puts a scheduler in charge and says so
/// @param compiled compiles and tells how far it is
/// @param shown is given what is said while it goes on
record SourceReload(
        SchedulerFiles files,
        Map<String, String> knobs,
        Function<Scheduler, String> attached,
        Function<Supplier<SchedulerObject>, SchedulerObject> compiled,
        Consumer<String> shown) {
    private static final String ENDED = "watched until now; the scheduler stays";

    /// Compiles and puts it in charge.
    String once() {
        return replace(compile(), null);
    }

    /// Until the cell is interrupted. Without a metric the guest's clock moves on only while one takes the place of
    /// another.
    String watched(Optional<TableMetric> wanted) {
        SourceWatch watch = new SourceWatch(files); // what changes while the first is compiled counts too
        SchedulerObject latest = compile();
        ReloadMetric metric =
                wanted.map(each -> new ReloadMetric(each, files.name())).orElse(null);
        shown.accept(
                replace(latest, metric) + "\nwatching %s; interrupt the cell to end that".formatted(files.units()));
        while (true) {
            try {
                watch.await();
                latest = replaced(latest, metric);
            } catch (InterruptedException e) {
                return ENDED;
            } catch (LabException e) {
                if (Thread.interrupted()) {
                    return ENDED;
                }
                shown.accept(String.valueOf(e.getMessage()));
            }
        }
    }

    private SchedulerObject compile() {
        return KnobArguments.set(compiled.apply(() -> Lab.compile(files)), knobs);
    }

    /// Puts what the sources are now in the place of the latest, which comes back if it is refused.
    ///
    /// @return who is in charge
    private SchedulerObject replaced(SchedulerObject latest, @Nullable ReloadMetric metric) {
        SchedulerObject next = compile();
        try {
            shown.accept(replace(next, metric));
            return next;
        } catch (LabException refused) {
            if (metric == null) {
                throw refused;
            }
            metric.begin();
            String _ = attached.apply(latest);
            throw refused;
        }
    }

    private String replace(SchedulerObject scheduler, @Nullable ReloadMetric metric) {
        VerifierCosts before = VerifierCosts.now();
        if (metric != null) {
            metric.begin();
        }
        long began = System.nanoTime();
        String told = attached.apply(scheduler);
        shown.accept(
                String.format(Locale.ROOT, "%s replaced in %.1f s", files.name(), (System.nanoTime() - began) / 1e9));
        String difference = VerifierCosts.now().since(before);
        String text = difference.isEmpty() ? told : told + "\n" + difference;
        return metric == null ? text : text + "\n" + metric.difference();
    }
}
