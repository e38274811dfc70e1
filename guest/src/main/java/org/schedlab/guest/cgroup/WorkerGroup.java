package org.schedlab.guest.cgroup;

import java.util.Locale;

import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;

/// Workers of one kind in a cgroup.
///
/// @param size how many
/// @param spec what each of them is and does; its own count is of no meaning
public record WorkerGroup(Size size, WorkerSpec spec) {

    /// How many workers.
    public sealed interface Size {}

    /// A fixed number, from 1.
    public record Count(int number) implements Size {
        public Count {
            check(number, "workers");
        }
    }

    /// A percentage of the CPUs that the cgroup may use, rounded up to whole groups of the work.
    ///
    /// @param percent from 1; 100 is one worker for each CPU
    public record PercentOfCpus(int percent) implements Size {
        public PercentOfCpus {
            check(percent, "percent of the CPUs");
        }
    }

    /// How many and what they are called, in a few words.
    String words() {
        return switch (size) {
            case Count count -> String.format(Locale.ROOT, "%d workers %s", count.number(), spec.name());
            case PercentOfCpus part ->
                String.format(Locale.ROOT, "workers %s, %d%% of the CPUs", spec.name(), part.percent());
        };
    }

    /// The workers for a cgroup that may use so many CPUs.
    WorkerSpec resolve(int cpus) {
        return spec.withCount(
                switch (size) {
                    case Count count -> count.number();
                    case PercentOfCpus part -> wholeGroups(Math.ceilDiv(cpus * part.percent(), 100));
                });
    }

    private int wholeGroups(int workers) {
        int group = spec.work().groupSize();
        return Math.ceilDiv(workers, group) * group;
    }

    private static void check(int number, String unit) {
        if (number < 1) {
            throw LabException.asked(String.format(Locale.ROOT, "a cgroup cannot have %d %s", number, unit))
                    .available("1 and more; leave the workers out for none")
                    .remedy("for example cgroup(\"web\").workers(2)")
                    .exception();
        }
    }
}
