package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.breakpoints.Breakpoints;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.lab.flightrecorder.FlightRecorder;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.objects.GuestObject;
import org.schedlab.lab.objects.GuestObjects;
import org.schedlab.lab.objects.ObjectRoots;
import org.schedlab.lab.queues.QueueSeries;
import org.schedlab.lab.queues.Queues;
import org.schedlab.lab.series.FieldSampling;
import org.schedlab.lab.series.FieldSeries;
import org.schedlab.lab.series.PerCpuSampling;
import org.schedlab.lab.series.PerCpuSeries;
import org.schedlab.lab.settings.KernelSettings;
import org.schedlab.lab.stacks.Stacks;
import org.schedlab.lab.stats.SchedulerStats;
import org.schedlab.lab.stats.StatsReading;
import org.schedlab.lab.stats.StatsRequest;
import org.schedlab.lab.stats.StatsSeries;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.freeze.PerCpuField;
import org.schedlab.vm.freeze.SymbolTarget;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.topology.SeenTopology;

/// What can be seen of a session's machine where it stands: tasks, queues, stacks, files, the state as a whole. As
/// thread-safe as the session.
public abstract sealed class SessionView permits VmSession {
    private @Nullable Breakpoints breakpoints;

    SessionView() {}

    abstract SessionMachine machine();

    /// The present freeze and the machine, for captions; the latest freeze of a live machine.
    public abstract MeasuredAt instant();

    /// What the session was started with.
    public abstract BootOptions options();

    /// Every queue of the kernel's scheduler at the present freeze: EEVDF's trees, real-time and deadline
    /// tasks, DSQs, cgroups.
    ///
    /// @throws org.schedlab.vm.LabException one of them is broken: where
    public Queues queues() {
        return machine().inTurn(guest -> Queues.of(guest, instant()));
    }

    /// The same again and again, `period` of guest time apart.
    ///
    /// @param count how often
    /// @throws org.schedlab.vm.LabException if one of them is not above zero, or a queue is broken: where
    public QueueSeries queues(Duration period, int count) {
        return QueueSeries.of(machine(), period, count);
    }

    /// A global of the kernel whose type is known, such as `init_task`; see [GuestObject].
    ///
    /// @throws org.schedlab.vm.LabException no type of it is known, or it is a per-CPU variable
    public GuestObject object(SymbolTarget symbol) {
        return new ObjectRoots(machine()).symbol(symbol);
    }

    /// A global of a type that is told.
    ///
    /// @param type in C
    /// @throws org.schedlab.vm.LabException there is no such symbol or type
    public GuestObject object(SymbolTarget symbol, String type) {
        return new ObjectRoots(machine()).symbol(symbol, type);
    }

    /// A per-CPU variable on one CPU, or what a path leads to in it.
    ///
    /// @throws org.schedlab.vm.LabException there is no such variable, member or CPU
    public GuestObject object(PerCpuField field) {
        return new ObjectRoots(machine()).perCpu(field);
    }

    /// A worker's `struct task_struct`.
    ///
    /// @throws org.schedlab.vm.LabException it is gone
    public GuestObject object(Worker worker) {
        return new ObjectRoots(machine()).task(worker.pid());
    }

    /// A task's `struct task_struct`.
    ///
    /// @throws org.schedlab.vm.LabException it is gone
    public GuestObject object(TaskView task) {
        return new ObjectRoots(machine()).task(task.pid());
    }

    /// What lies at an address.
    ///
    /// @param type in C, such as `struct rq`
    /// @param address virtual
    /// @throws org.schedlab.vm.LabException this kernel has no such type
    public GuestObject object(String type, long address) {
        return new ObjectRoots(machine()).at(type, address);
    }

    /// A per-CPU variable on every CPU, or what a path leads to in it.
    ///
    /// @throws org.schedlab.vm.LabException there is no such variable or member
    public GuestObjects objects(PerCpuVariableField field) {
        return new ObjectRoots(machine()).perCpu(field);
    }

    /// Freezes the machine `count` times, `period` of guest time apart, and reads these fields each time, all of one
    /// freeze together: of tasks, per-CPU variables, globals, BPF programs (`knobField`), objects
    /// ([GuestObject#field()]).
    ///
    /// @param period guest time from freeze to freeze
    /// @param count how many samples
    /// @throws org.schedlab.vm.LabException a field cannot be read, also later, as when its task has ended
    public FieldSeries every(Duration period, int count, Target... fields) {
        return new FieldSampling(period, count, List.of(fields)).of(machine());
    }

    /// Freezes the machine `count` times, `period` of guest time apart, and reads a per-CPU field of
    /// every CPU each time.
    ///
    /// @param period guest time from freeze to freeze
    /// @param count how many samples
    public PerCpuSeries every(Duration period, int count, PerCpuVariableField field) {
        return new PerCpuSampling(period, count, field).of(machine());
    }

    /// Every task of the guest at the present freeze.
    public List<TaskView> tasks() {
        return machine().tasks();
    }

    public SeenTopology topology() {
        return machine().inTurn(guest -> SeenTopology.read(guest.memory()));
    }

    /// Every freeze of this session so far.
    public List<FreezeRecord> freezes() {
        return machine().coordinator().freezes();
    }

    /// The bytes of a file in the guest, such as one below `/proc`.
    public byte[] readFile(String path) {
        return machine().ask("read " + path, agent -> agent.readFile(path));
    }

    /// Writes a file of the guest, folders included; one that was there goes. Costs one command for each 2 MiB. What
    /// is below `/proc` and `/sys` is the kernel's: there the bytes, 1 MiB at most, are given to it in one write.
    ///
    /// @param path absolute
    /// @throws LabException if no file can stand there, it has no room, or the kernel does not take that
    public void writeFile(String path, byte[] content) {
        boolean kernels = path.startsWith("/proc/") || path.startsWith("/sys/");
        machine().ask("write " + path, agent -> {
            if (kernels) {
                agent.settings().writeFile(path, content);
            } else {
                agent.programs().write(path, content);
            }
            return agent;
        });
    }

    /// Settings of the guest's kernel.
    public KernelSettings settings() {
        return new KernelSettings(machine());
    }

    /// What the program of the scheduler in charge says of itself, if it serves statistics as those of the scx project
    /// do. The guest is asked for it, which takes guest time.
    ///
    /// @throws LabException nobody serves statistics, or does not answer in time
    public StatsReading schedulerStats() {
        return schedulerStats(StatsRequest.top());
    }

    /// Other statistics, or those of a program that serves them elsewhere.
    ///
    /// @throws LabException nobody serves them, or does not answer in time
    public StatsReading schedulerStats(StatsRequest request) {
        return SchedulerStats.read(machine(), request);
    }

    /// What it says again and again.
    ///
    /// @param period guest time from an answer to the next question
    /// @param count how many answers
    /// @throws LabException as [#schedulerStats()], or one of them is not above zero
    public StatsSeries schedulerStats(Duration period, int count) {
        return schedulerStats(StatsRequest.top(), period, count);
    }

    /// As [#schedulerStats(Duration, int)].
    public StatsSeries schedulerStats(StatsRequest request, Duration period, int count) {
        return SchedulerStats.series(machine(), request, period, count);
    }

    /// A hash of all guest RAM at the present freeze, see [org.schedlab.vm.machine.Machine#ramHash()]; not
    /// of a live one.
    public String stateHash() {
        options().requireVirtualTime("hash the state");
        return machine().inTurn(guest -> guest.machine().ramHash());
    }

    /// The kernel's part of the stack of each of these tasks, at the present freeze.
    public Stacks stacks(List<TaskView> tasks) {
        return machine().inTurn(guest -> Stacks.of(guest, tasks, instant().caption()));
    }

    /// The flight recorder.
    public FlightRecorder recorder() {
        return machine().recorder();
    }

    /// Runs that end where something happens.
    public synchronized Breakpoints breakpoints() {
        Breakpoints made = breakpoints;
        if (made == null) {
            made = new Breakpoints(machine());
            breakpoints = made;
        }
        return made;
    }

    /// What the guest's kernel printed last.
    public List<String> console() {
        return machine().console();
    }

    /// Looks into the kernel's memory at the present freeze without waiting for a turn, for those who only
    /// help, such as completion; leaves no trace in [#freezes()]. May be called by any thread.
    ///
    /// @param look must be quick and only read; a machine that is to go on waits for it
    /// @return empty while the machine runs or is not there
    public <T> Optional<T> peek(Function<KernelMemory, T> look) {
        return machine().coordinator().glance(look);
    }
}
