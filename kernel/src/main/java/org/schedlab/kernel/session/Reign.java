package org.schedlab.kernel.session;

import java.util.List;
import java.util.Optional;

import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.kernel.session.internal.MapMemory;
import org.schedlab.vm.memory.KernelMemory;

/// A scheduler that is, or was, in charge.
///
/// @param scheduler with its knobs as it was attached
/// @param maps the maps that the guest's kernel made for it
record Reign(SchedulerObject scheduler, Attachment attachment, List<SchedulerMap> maps) {
    Reign {
        maps = List.copyOf(maps);
    }

    String name() {
        return scheduler.name();
    }

    /// Where its variables of a section begin in the guest.
    ///
    /// @param agent address of the agent's `task_struct`
    long sectionStart(String section, KernelMemory memory, long agent) {
        return maps.stream()
                .filter(map -> map.name().endsWith(section))
                .findFirst()
                .map(map -> MapMemory.firstValue(memory, agent, map))
                .orElseThrow(() -> new IllegalStateException("%s has no map for %s".formatted(name(), section)));
    }

    SchedulerEvent event(long guestTimeNanos, SchedulerEvent.What what, Optional<ExitReport> exit) {
        boolean came = exit.isEmpty()
                && (what == SchedulerEvent.What.ATTACHED
                        || what == SchedulerEvent.What.REPLACING
                        || what == SchedulerEvent.What.RESTARTED);
        return new SchedulerEvent(
                guestTimeNanos,
                what,
                name(),
                scheduler.settings(),
                attachment.verifiedInstructions(),
                came ? attachment.loadNanos() : 0,
                exit);
    }
}
