package org.schedlab.notebook.names;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.Lab;

/// The scheduler whose knobs are meant.
///
/// @param session where it is in charge; empty if it is about to be attached
public record KnobOwner(SchedulerObject scheduler, Optional<VmSession> session) {
    private static final Pattern BY_NAME = Pattern.compile("\\b(?:scheduler|named)\\s*\\(\\s*\"([^\"]*)\"\\s*\\)");
    private static final Pattern BY_METHOD = Pattern.compile("^Schedulers\\s*\\.\\s*(\\w+)\\s*\\(\\s*\\)");
    private static final Pattern BY_VARIABLE = Pattern.compile("^(\\w+)\\s*(?:\\.|$)");

    /// The scheduler in charge, if this session attached it.
    public static Optional<KnobOwner> inCharge() {
        return Lab.ifBooted()
                .flatMap(session -> session.schedulers()
                        .peek()
                        .inCharge()
                        .map(scheduler -> new KnobOwner(scheduler, Optional.of(session))));
    }

    /// A scheduler before it is attached, by its name.
    public static Optional<KnobOwner> named(String name) {
        return Lab.schedulers().contains(name)
                ? Optional.of(new KnobOwner(Lab.scheduler(name), Optional.empty()))
                : Optional.empty();
    }

    /// The scheduler that an expression begins with: `scheduler("vtime").with(…)`, a variable.
    static Optional<KnobOwner> of(String expression, CallHelp.Variables variables) {
        Matcher byName = BY_NAME.matcher(expression);
        if (byName.find()) {
            return named(byName.group(1));
        }
        Matcher byMethod = BY_METHOD.matcher(expression);
        if (byMethod.find()) {
            return named(byMethod.group(1));
        }
        Matcher byVariable = BY_VARIABLE.matcher(expression);
        return byVariable.find()
                ? variables
                        .apply(byVariable.group(1))
                        .filter(SchedulerObject.class::isInstance)
                        .map(scheduler -> new KnobOwner((SchedulerObject) scheduler, Optional.empty()))
                : Optional.empty();
    }

    KnobSet knobs() {
        return scheduler.knobs();
    }

    /// What knobs hold in the guest now; empty if it is not in charge, or while the machine runs.
    Map<String, String> present(List<Knob> knobs) {
        return session.map(where -> where.schedulers().peek().values(knobs)).orElse(Map.of());
    }
}
