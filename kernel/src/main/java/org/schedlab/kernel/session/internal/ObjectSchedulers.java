package org.schedlab.kernel.session.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSwitch;

/// The BPF objects that a session attached, so that one can be put back when an executable that was to
/// follow it fails. Confined to the session's turns.
final class ObjectSchedulers {
    private final Timeline timeline;
    private final List<Attached> attached = new ArrayList<>();

    private record Attached(long stamp, SchedulerObject scheduler) {}

    ObjectSchedulers(Timeline timeline) {
        this.timeline = timeline;
    }

    Attachment attach(GuestMachine guest, SchedulerObject scheduler) {
        Attachment attachment = guest.ask("attach " + scheduler.name(), agent -> SchedulerSwitch.to(scheduler, agent));
        attached.add(new Attached(timeline.stamp(), scheduler));
        return attachment;
    }

    SchedulerState detach(GuestMachine guest) {
        return guest.ask("detach", Agent::detach);
    }

    /// The one that is in charge according to the guest.
    Optional<SchedulerObject> present(SchedulerState state) {
        return attached.reversed().stream()
                .filter(each -> state.attached() && state.enabled() && timeline.holds(each.stamp))
                .map(Attached::scheduler)
                .findFirst();
    }
}
