package org.schedlab.hunt;

import java.util.Locale;
import java.util.stream.Collectors;

import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.hunt.run.Invariant;

/// A find as a JUnit test: it fails until the scheduler is in order. Stateless.
final class FindTest {
    static final String NAME = "FoundByHuntIT";
    private static final String QUOTES = "\"\"\"";

    private FindTest() {}

    static String of(HuntPlan plan, Find find) {
        return String.format(
                Locale.ROOT,
                """
                import org.junit.jupiter.api.Test;
                import org.schedlab.guest.scheduler.Scheduler;
                import org.schedlab.guest.scheduler.Schedulers;
                import org.schedlab.hunt.Hunt;

                /// Found by a hunt: seed %d, scenario %d.
                ///
                /// %s
                class %s {
                %s
                    private static final String SCENARIO = %s
                            %s
                            %s;

                    /// %s
                    @Test
                    void holds() {
                        Hunt.of(%s)%s%s.requireHolds(SCENARIO);
                    }
                }
                """,
                plan.seed(),
                find.number(),
                find.breach(),
                NAME,
                source(plan),
                QUOTES,
                find.scenario().json().replace("\\", "\\\\"),
                QUOTES,
                find.scenario().text().lines().map(String::strip).collect(Collectors.joining("; ")),
                scheduler(plan),
                MachineWords.hunt(plan.machine()),
                plan.invariants().stream().anyMatch(Invariant.SharesFollowWeights.class::isInstance) ? ".fair()" : "");
    }

    private static String source(HuntPlan plan) {
        return plan.scheduler() instanceof SchedulerObject object && !FindNotebook.isShipped(object)
                ? "    private static final String SOURCE = %s%n%s%s;%n"
                        .formatted(QUOTES, object.source().replace("\\", "\\\\").indent(12), "            " + QUOTES)
                : "";
    }

    /// The knobs that were set, such as `.with("slice_ns", "1000000")`.
    static String knobs(SchedulerObject object) {
        return object.knobValues().entrySet().stream()
                .map(each -> String.format(Locale.ROOT, ".with(\"%s\", \"%s\")", each.getKey(), each.getValue()))
                .collect(Collectors.joining());
    }

    private static String scheduler(HuntPlan plan) {
        return switch (plan.scheduler()) {
            case KernelScheduler _ -> "Scheduler.eevdf()";
            case SchedulerObject object ->
                (FindNotebook.isShipped(object)
                                ? "Schedulers.named(\"%s\")".formatted(object.name())
                                : "Schedulers.compile(\"%s\", SOURCE)".formatted(object.name()))
                        + knobs(object);
            case ExecutableScheduler executable -> "Scheduler.path(\"%s\")".formatted(executable);
        };
    }
}
