package org.schedlab.lab.machine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.work.Custom;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.Sha256;

/// Brings code into the guest and knows what a session and its futures have brought: schedulers that
/// were put in charge, each once, and programs. Thread-safe.
public final class UsedCode {
    private final List<SchedulerObject> schedulers = new CopyOnWriteArrayList<>();
    private final Map<String, String> programs = Collections.synchronizedMap(new LinkedHashMap<>());

    /// What is to be put in charge.
    public void bring(GuestMachine guest, Scheduler scheduler) {
        switch (scheduler) {
            case SchedulerObject object -> {
                if (object.readsConfiguration()) {
                    KernelConfiguration kernels = KernelConfiguration.require(guest.image(), object.name());
                    guest.ask("bring the kernel's configuration", agent -> {
                        agent.programs().bring(kernels.file(), kernels.guestPath());
                        return agent;
                    });
                }
                add(object);
            }
            case ExecutableScheduler executable ->
                bring(guest, executable.program(), KernelConfiguration.of(guest.image()));
            case KernelScheduler _ -> {}
        }
    }

    /// A program with all that it needs, one file after the other, so that an interrupt need not wait
    /// for all.
    ///
    /// @throws org.schedlab.vm.LabException if a file is missing here or has no room there; if the
    ///     thread is interrupted
    public void bring(GuestMachine guest, Program program) {
        bring(guest, program, Optional.empty());
    }

    private void bring(GuestMachine guest, Program program, Optional<KernelConfiguration> configuration) {
        SequencedMap<Path, String> files = new LinkedHashMap<>();
        for (Path file : program.needs()) {
            Slices.requireWanted("the files of " + program.name());
            files.put(file, guest.ask("bring " + file.getFileName(), agent -> {
                agent.programs().bring(file);
                return agent.programs().sha256(file);
            }));
        }
        program.elsewhere()
                .forEach((path, file) -> files.put(file, guest.ask("bring " + file.getFileName(), agent -> {
                    agent.programs().bring(file, path);
                    return agent.programs().sha256(file);
                })));
        configuration.ifPresent(kernels ->
                files.put(kernels.file(), guest.ask("bring the kernel's configuration", agent -> {
                    agent.programs().bring(kernels.file(), kernels.guestPath());
                    return agent.programs().sha256(kernels.file());
                })));
        add(files);
    }

    /// The agent has brought what these workers are, if they are a program.
    public void brought(Agent agent, WorkerSpec workers) {
        if (workers.work() instanceof Custom custom) {
            SequencedMap<Path, String> files = new LinkedHashMap<>();
            custom.files().forEach(file -> files.put(file, agent.programs().sha256(file)));
            add(files);
        }
    }

    private synchronized void add(SchedulerObject scheduler) {
        if (schedulers.stream().noneMatch(each -> same(each, scheduler))) {
            schedulers.add(scheduler);
        }
    }

    private static boolean same(SchedulerObject one, SchedulerObject other) {
        return one.name().equals(other.name()) && one.sha256().equals(other.sha256());
    }

    /// @param files with their hashes: the executable, then all that it needs
    private void add(SequencedMap<Path, String> files) {
        programs.put(name(files.firstEntry().getKey()), sha256(files));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// Of names and contents: where the files stand on this host makes no difference to the guest's
    /// code.
    private static String sha256(SequencedMap<Path, String> files) {
        MessageDigest digest = Sha256.digest();
        files.forEach((file, content) -> {
            digest.update(name(file).getBytes(StandardCharsets.UTF_8));
            digest.update(HexFormat.of().parseHex(content));
        });
        return Sha256.of(digest);
    }

    public List<SchedulerObject> schedulers() {
        return List.copyOf(schedulers);
    }

    /// A hash of each program with all its files, by the executable's name.
    public Map<String, String> programs() {
        synchronized (programs) {
            return new LinkedHashMap<>(programs);
        }
    }
}
