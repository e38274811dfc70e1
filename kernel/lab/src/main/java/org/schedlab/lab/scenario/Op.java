package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CpuMax;
import org.schedlab.guest.cgroup.CpusetSpec;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.vm.freeze.ColdOp;

/// Something that a step does. The words for them are in [Ops]; cgroups are named by path, workers by
/// the name they were spawned under.
public sealed interface Op {

    /// A cold operation. Those that stand next to each other are done in one freeze, all or none.
    record Cold(ColdOp operation) implements Op {}

    /// Makes a cgroup and starts its workers in it.
    record AddCgroup(CgroupDef definition) implements Op {}

    /// Stops the scenario's workers in a cgroup, then removes it and those below it. Refused while it
    /// has tasks that are not the scenario's.
    record RemoveCgroup(String path) implements Op {}

    /// Sets `cpu.weight`.
    record SetWeight(String path, int weight) implements Op {
        public SetWeight {
            CgroupDef.checkWeight(weight);
        }
    }

    /// Sets `cpu.max`; empty for no limit.
    record SetMax(String path, Optional<CpuMax> max) implements Op {}

    /// Sets `cpuset.cpus`.
    record SetCpuset(String path, CpusetSpec cpus) implements Op {}

    /// Gives a cgroup all CPUs that the one above it may use.
    record ClearCpuset(String path) implements Op {}

    /// Gives each of two cgroups the CPUs that the other may use.
    record SwapCpusets(String one, String other) implements Op {}

    /// Starts workers, in the cgroup of their specification.
    record Spawn(WorkerSpec spec) implements Op {}

    /// Stops the scenario's workers that were spawned under a name; a cgroup's own workers bear its
    /// name.
    record StopWorkers(String name) implements Op {}

    /// Stops the scenario's workers that are in a cgroup, or below it.
    record StopCgroup(String path) implements Op {}

    /// Lets the scenario's workers of a name run on these CPUs only.
    record SetAffinity(String name, CpusetSpec cpus) implements Op {}

    /// Moves all tasks of a cgroup to another; those of cgroups below it stay.
    ///
    /// @param to empty for the root
    record MoveAllTasks(String from, String to) implements Op {}

    /// Stops the tasks of a cgroup, and of those below it, where they are.
    record FreezeCgroup(String path) implements Op {}

    /// Lets a frozen cgroup go on.
    record UnfreezeCgroup(String path) implements Op {}

    /// Puts a scheduler in charge; refused while another one is. It stays when the step is over.
    record AttachScheduler(SchedulerObject scheduler) implements Op {}

    /// Takes the scheduler out of charge.
    record DetachScheduler() implements Op {}

    /// Puts a scheduler in charge in place of the one that is.
    record ReplaceScheduler(SchedulerObject scheduler) implements Op {}

    /// Puts the scheduler that is in charge, or was last, in charge afresh, with the knobs it was
    /// attached with.
    record RestartScheduler() implements Op {}

    /// Lets the guest run between two operations; the step's hold comes on top of it and is measured,
    /// this is not.
    record LetRun(Duration guestTime) implements Op {}

    /// Keeps all tasks, and fields of every CPU, as they are at one instant.
    record CaptureSnapshot(String name, List<PerCpuVariableField> fields) implements Op {
        public CaptureSnapshot {
            fields = List.copyOf(fields);
        }
    }

    /// What it does, in a few words.
    default String text() {
        return switch (this) {
            case Cold cold -> cold.operation().tag();
            case AddCgroup add -> "cgroup " + add.definition().text();
            case RemoveCgroup remove -> "cgroup %s removed".formatted(remove.path());
            case SetWeight set -> String.format(Locale.ROOT, "%s: cpu.weight %d", set.path(), set.weight());
            case SetMax set ->
                "%s: cpu.max %s"
                        .formatted(set.path(), set.max().map(CpuMax::text).orElse("max"));
            case SetCpuset set -> "%s: %s".formatted(set.path(), set.cpus().words());
            case ClearCpuset clear -> "%s: all CPUs".formatted(clear.path());
            case SwapCpusets swap -> "%s and %s swap their CPUs".formatted(swap.one(), swap.other());
            case Spawn spawn ->
                String.format(
                        Locale.ROOT,
                        "%d workers %s in /%s",
                        spawn.spec().count(),
                        spawn.spec().name(),
                        spawn.spec().cgroup());
            case StopWorkers stop -> "workers %s stopped".formatted(stop.name());
            case StopCgroup stop -> "workers in %s stopped".formatted(stop.path());
            case SetAffinity set ->
                "workers %s: %s".formatted(set.name(), set.cpus().words());
            case MoveAllTasks move -> "tasks of %s moved to /%s".formatted(move.from(), move.to());
            case FreezeCgroup freeze -> "%s frozen".formatted(freeze.path());
            case UnfreezeCgroup unfreeze -> "%s goes on".formatted(unfreeze.path());
            case AttachScheduler attach ->
                "scheduler %s attached".formatted(attach.scheduler().name());
            case DetachScheduler _ -> "scheduler detached";
            case ReplaceScheduler replace ->
                "scheduler %s in place of the last"
                        .formatted(replace.scheduler().name());
            case RestartScheduler _ -> "scheduler restarted";
            case LetRun run -> "run " + MeasuredAt.seconds(run.guestTime().toNanos());
            case CaptureSnapshot capture -> "snapshot " + capture.name();
        };
    }
}
