package org.schedlab.mcp.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.schedulers.OwnSchedulers;
import org.schedlab.lab.session.BootProgress;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.workers.Cgroup;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;

/// The one session of an assistant, with the names it gave to workers, cgroups and schedulers. Calls take
/// turns; [#close()] does not wait for its turn.
public final class LabSession implements AutoCloseable {
    private static final String GONE = "— the machine is gone: rewind to a checkpoint, or boot";

    private final ReentrantLock turn = new ReentrantLock(true);
    private final OwnSchedulers schedulers = new OwnSchedulers();
    private final SequencedMap<String, Workers> workers = new LinkedHashMap<>();
    private final SequencedMap<String, Cgroup> cgroups = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private ProgressListener progress = ProgressListener.SILENT;
    private volatile @Nullable VmSession machine;
    private volatile boolean closed;
    private String stateHash = "";

    /// Calls a tool when it is its turn.
    ///
    /// @param listener is told how far it is
    /// @return its answer, with where the machine stands then
    /// @throws InterruptedException while it waited for its turn
    /// @throws LabException what it was told instead
    public Answer call(LabTool tool, Arguments arguments, ProgressListener listener) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            progress = listener;
            Optional.ofNullable(machine).ifPresent(vm -> vm.onProgress(listener));
            if (tool.effect() != LabTool.Effect.LOOKS) {
                stateHash = "";
            }
            return standing(tool.work().of(this, arguments));
        } finally {
            turn.unlock();
        }
    }

    /// The machine.
    ///
    /// @throws LabException none was booted
    VmSession vm() {
        VmSession there = machine;
        if (there == null) {
            throw LabException.asked("there is no machine yet")
                    .remedy("call boot, for example with {\"topology\": \"1n1l2c1t\"}")
                    .exception();
        }
        return there;
    }

    /// What the machine was booted with; empty without one.
    Optional<BootOptions> booted() {
        return Optional.ofNullable(machine).map(VmSession::options);
    }

    /// Boots a machine in place of the one before, which stays if the boot fails.
    VmSession boot(BootOptions options) {
        VmSession booted = BootProgress.boot(options, progress);
        shutdown();
        machine = booted;
        if (closed) {
            shutdown();
            throw new LabException("the client has gone");
        }
        booted.schedulers().onEnd(report -> notices.add(report.line()));
        booted.schedulers().onUnasked(event -> notices.add(event.line()));
        return booted;
    }

    /// Ends the machine, if there is one.
    boolean shutdown() {
        VmSession before = machine;
        machine = null;
        workers.clear();
        cgroups.clear();
        stateHash = "";
        if (before != null) {
            before.close();
        }
        return before != null;
    }

    OwnSchedulers schedulers() {
        return schedulers;
    }

    ProgressListener progress() {
        return progress;
    }

    /// The workers that were spawned, by the names that were given to them.
    SequencedMap<String, Workers> workers() {
        return workers;
    }

    /// The cgroups that were made, by their paths.
    SequencedMap<String, Cgroup> cgroups() {
        return cgroups;
    }

    Workers workers(String name) {
        return named(name, workers, "workers");
    }

    Cgroup cgroup(String path) {
        return named(path, cgroups, "cgroup");
    }

    private static <T> T named(String name, Map<String, T> among, String what) {
        T found = among.get(name);
        if (found == null) {
            throw LabException.asked("there is no %s '%s' of this session".formatted(what, name))
                    .available(String.join(", ", among.keySet()))
                    .remedy(among.isEmpty() ? "make some first" : "name one of these")
                    .exception();
        }
        return found;
    }

    /// An answer with what happened unasked above it, and where the machine stands below.
    private Answer standing(Answer answer) {
        VmSession vm = machine;
        Answer told = answer;
        if (!notices.isEmpty()) {
            told = told.above("NOTE  " + String.join("\nNOTE  ", notices)).with("notices", List.copyOf(notices));
            notices.clear();
        }
        if (vm == null) {
            return told;
        }
        try {
            MeasuredAt at = vm.instant();
            String hash = stateHash(vm);
            return told.below(standing(at) + " · state " + hash).with("at", data(at, hash));
        } catch (LabException e) {
            // After a panic there are answers, such as a report, and no state.
            return told.below(GONE).with("at", Map.of("gone", true));
        }
    }

    /// A message with where the machine stands; the hash is left out, for the machine may be gone.
    public String withStanding(String message) {
        VmSession vm = machine;
        try {
            return vm == null ? message : message + "\n" + standing(vm.instant());
        } catch (LabException e) {
            return message + "\n" + GONE;
        }
    }

    private static String standing(MeasuredAt at) {
        return "— " + at.caption();
    }

    /// Of all RAM. Looking changes no bit of it, so it is made once for each call that may change something.
    private String stateHash(VmSession vm) {
        if (stateHash.isEmpty()) {
            stateHash = vm.stateHash();
        }
        return stateHash;
    }

    private static Map<String, Object> data(MeasuredAt at, String hash) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("guest_time_ns", at.guestTimeNanos());
        data.put("scheduler", at.scheduler());
        data.put("kernel", at.kernel());
        data.put("machine", at.machine());
        data.put("state_hash", hash);
        return data;
    }

    /// Ends the machine, also in the middle of a call. Idempotent.
    @Override
    public void close() {
        closed = true;
        VmSession there = machine;
        if (there != null) {
            there.close();
        }
    }
}
