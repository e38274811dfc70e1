package org.schedlab.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.schedlab.guest.agent.Agent;
import org.schedlab.vm.Folders;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.Freezer;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PhysicalMemory;

/// A restored machine with its agent and a coordinator over its memory, for tests.
final class ColdGuest implements Freezer, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Machine machine;
    private final Agent agent;
    private final PhysicalMemory physical;
    private final KernelMemory memory;
    private final FreezeCoordinator coordinator = new FreezeCoordinator();

    ColdGuest(String release) {
        Folders folders = Folders.ofUser();
        machine = GuestMachines.of(release);
        physical = PhysicalMemory.map(machine.ramFile(), machine.ram());
        memory = new KernelMemory(
                physical,
                KernelImage.open(folders.cache("kernels").resolve(release).resolve("vmlinuz"), folders));
        agent = new Agent(machine, memory);
        coordinator.adopt(memory, this);
        coordinator.frozen("start");
    }

    /// Lets the agent do something between two freezes.
    <T> T ask(Function<Agent, T> question) {
        coordinator.thawed();
        T answer = question.apply(agent);
        coordinator.frozen("test");
        return answer;
    }

    void run(Duration guestTime) {
        ask(asked -> {
            asked.run(guestTime, PATIENCE);
            return guestTime;
        });
    }

    String file(String path) {
        return ask(asked -> new String(asked.readFile(path), StandardCharsets.ISO_8859_1));
    }

    /// Field N of /proc/PID/stat, counted from 1 as in proc(5), from field 3 on.
    String stat(int pid, int field) {
        String stat = file("/proc/" + pid + "/stat");
        return stat.substring(stat.lastIndexOf(')') + 2).split("[ \n]", -1)[field - 3];
    }

    BatchResult apply(ColdOp... ops) {
        return coordinator.apply(List.of(ops));
    }

    FreezeCoordinator coordinator() {
        return coordinator;
    }

    KernelMemory memory() {
        return memory;
    }

    @Override
    public boolean frozen() {
        return machine.frozen();
    }

    @Override
    public long guestTimeNanos() {
        return agent.guestTimeNanos();
    }

    @Override
    public String mode() {
        return "virtual time";
    }

    @Override
    public void close() {
        coordinator.close();
        physical.close();
        machine.close();
    }
}
