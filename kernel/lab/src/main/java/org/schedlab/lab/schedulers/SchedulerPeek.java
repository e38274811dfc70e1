package org.schedlab.lab.schedulers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.memory.KernelMemory;

/// What is known of the scheduler in charge without a question to the guest, for those who only help:
/// completion and inspection. Nothing here waits, may be called by any thread.
public final class SchedulerPeek {
    private final SessionSchedulers schedulers;
    private final FreezeCoordinator coordinator;

    SchedulerPeek(SessionSchedulers schedulers, FreezeCoordinator coordinator) {
        this.schedulers = schedulers;
        this.coordinator = coordinator;
    }

    /// A map of the scheduler in charge.
    ///
    /// @param type as in `BPF_MAP_TYPE_…`, in small letters
    /// @param key the C type of its keys
    /// @param value the C type of its values
    /// @param mostEntries how many it can hold
    public record MapView(String name, String type, String key, String value, long mostEntries) {}

    /// The scheduler in charge with the knobs it was attached with; empty if this session attached
    /// none, or an executable.
    public Optional<SchedulerObject> inCharge() {
        return schedulers.presentObject().map(Tenure.OfObject::scheduler);
    }

    /// The maps of the scheduler in charge.
    public List<MapView> maps() {
        return schedulers
                .presentObject()
                .map(SessionsBpf::new)
                .map(SchedulerMaps::views)
                .orElse(List.of());
    }

    /// What knobs of the scheduler in charge hold at the present freeze, as text, by their names.
    ///
    /// @return empty while the machine runs
    public Map<String, String> values(List<Knob> knobs) {
        try {
            return schedulers
                    .presentObject()
                    .flatMap(tenure -> coordinator.glance(memory -> read(tenure, knobs, memory)))
                    .orElse(Map.of());
        } catch (LabException | IllegalStateException unreadable) {
            return Map.of();
        }
    }

    static Map<String, String> read(Tenure.OfObject tenure, List<Knob> knobs, KernelMemory memory) {
        OptionalLong agent = new TaskList(memory).find(1);
        Map<String, Long> sections = new HashMap<>();
        Map<String, String> values = new HashMap<>();
        for (Knob knob : knobs) {
            if (knob.kind() != Knob.Kind.OPS_MEMBER && agent.isPresent()) {
                long start = sections.computeIfAbsent(
                        knob.section(), section -> tenure.sectionStart(section, memory, agent.getAsLong()));
                byte[] bytes = memory.space()
                        .readBytes(start + knob.offset(), knob.fieldType().byteSize());
                values.put(knob.name(), tenure.scheduler().knobs().text(knob, bytes));
            }
        }
        return values;
    }
}
