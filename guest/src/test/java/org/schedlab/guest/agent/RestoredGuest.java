package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.schedlab.guest.GuestMachines;
import org.schedlab.guest.work.Worker;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PhysicalMemory;

/// A machine of its own for each test, on the default kernel and the newest; and `/proc`, the oracle.
abstract class RestoredGuest {
    static final Duration PATIENCE = Duration.ofMinutes(1);
    static final Duration VERY_LONG = Duration.ofHours(1);

    final String release;
    final Machine machine;
    final PhysicalMemory ram;
    final KernelMemory memory;
    final Agent agent;

    RestoredGuest(String release) {
        this.release = release;
        machine = GuestMachines.of(release);
        ram = GuestMachines.ram(machine);
        memory = GuestMachines.memory(machine, ram);
        agent = new Agent(machine, memory);
    }

    static List<String> releases() {
        return GuestMachines.releases();
    }

    @AfterEach
    void close() {
        machine.close();
        ram.close();
    }

    String text(String path) {
        return text(agent, path);
    }

    static String text(Agent agent, String path) {
        return new String(agent.readFile(path), StandardCharsets.UTF_8).strip();
    }

    /// A field of `/proc/PID/stat` by its number in proc_pid_stat(5); from 3 on.
    String statField(Worker worker, int number) {
        String text = text("/proc/" + worker.pid() + "/stat");
        return List.of(text.substring(text.lastIndexOf(')') + 2).split(" ", -1)).get(number - 3);
    }
}
