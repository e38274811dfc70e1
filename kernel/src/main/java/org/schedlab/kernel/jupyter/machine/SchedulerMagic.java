package org.schedlab.kernel.jupyter.machine;

import java.util.List;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.kernel.jupyter.magics.LineMagic;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Instant;
import org.schedlab.kernel.session.Lab;

/// `%scheduler`: puts one of schedlab's schedulers in charge, or takes it away.
final class SchedulerMagic implements LineMagic {
    private static final String NONE = "eevdf";

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public String usage() {
        return "%%scheduler NAME — puts a scheduler in charge: %s; %s is the kernel's own"
                .formatted(String.join(", ", Schedulers.names()), NONE);
    }

    @Override
    public List<MagicOption> options() {
        return List.of(
                MagicOption.flag("source", "prints the scheduler's C text instead"),
                MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public List<String> suggestions(String option) {
        return option.isEmpty()
                ? java.util.stream.Stream.concat(Schedulers.names().stream(), java.util.stream.Stream.of(NONE))
                        .toList()
                : List.of();
    }

    @Override
    public Object run(MagicCall call) {
        String name = call.argument("the scheduler's name");
        if (call.flag("java")) {
            return name.equals(NONE) ? "detach()" : "attach(\"" + name + "\")";
        }
        if (call.flag("source")) {
            return Schedulers.named(name).source();
        }
        if (Lab.vm().schedulerState().attached()) {
            Lab.detach();
        }
        if (name.equals(NONE)) {
            return "EEVDF is in charge, no sched_ext scheduler is attached";
        }
        Attachment attached = Lab.attach(name);
        return "%s is in charge: the kernel says enabled, and it has dispatched; loading took %s of guest time"
                .formatted(attached.opsName(), Instant.seconds(attached.loadNanos()));
    }
}
