package org.schedlab.lab.schedulers;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.vm.freeze.TaskList;
import org.schedlab.vm.memory.KernelMemory;

/// Those that the session has loaded: the agent holds their maps.
record SessionsBpf(Tenure.OfObject tenure) implements BpfHalf {
    @Override
    public String name() {
        return tenure.name();
    }

    @Override
    public KnobSet knobs() {
        return tenure.scheduler().knobs();
    }

    @Override
    public Map<String, String> ops() {
        return Map.of(); // they are knobs
    }

    @Override
    public long sectionStart(String section, KernelMemory memory) {
        long agent = new TaskList(memory).find(1).orElseThrow();
        return tenure.sectionStart(section, memory, agent);
    }

    @Override
    public List<SchedulerMap> maps() {
        return tenure.maps();
    }

    @Override
    public Optional<KnobSet.MapTypes> types(SchedulerMap map) {
        return knobs().mapTypes(map.name());
    }

    @Override
    public byte[] entries(GuestMachine guest, SchedulerMap map) {
        return guest.ask("map " + map.name(), agent -> agent.readMap(map));
    }
}
