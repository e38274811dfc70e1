package org.schedlab.guest.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.cgroup.CgroupEdit;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.protocol.Exchange;
import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.Mailbox;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.protocol.Request;
import org.schedlab.guest.work.Custom;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.LabException;
import org.schedlab.vm.linux.GuestClock;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// Talks to the agent in a frozen machine. Each call thaws the machine, has one command carried out
/// and returns frozen again; one command is one pass through the agent's loop, so equal calls give
/// equal machines.
///
/// Not thread-safe: as confined as the machine, which the caller owns and closes. Every call may
/// throw [org.schedlab.vm.machine.GuestPanicException] and
/// [org.schedlab.vm.machine.MachineGoneException] when the machine dies;
/// [org.schedlab.guest.protocol.AgentException] when the guest does not come to the end of the command in
/// 20 s of guest time, or what the command itself may wait besides: the machine stands then; and
/// [org.schedlab.vm.DeadlineException] when the host sees no guest time pass: then the next call waits for
/// it first.
public final class Agent {
    private static final Duration HOST_DEADLINE = Duration.ofMinutes(1);
    /// One is loaded and verified, the other gets 10 s to go, the one 4 s to be in charge; and once more back.
    private static final Duration SCHEDULER_PATIENCE = Duration.ofSeconds(40);
    private static final long ATTACH_GUEST_NANOS = Duration.ofSeconds(4).toNanos();

    private final Machine machine;
    private final @Nullable KernelMemory memory;
    private final Exchange exchange;
    private final ProgramCommands programs;
    private final SettingCommands settings;
    private final SocketCommands sockets;
    private @Nullable GuestClock clock;

    /// An agent that is not asked how its workers fare.
    ///
    /// @param machine booted with [org.schedlab.guest.Initramfs], frozen
    public Agent(Machine machine) {
        this(machine, null);
    }

    /// @param machine booted with [org.schedlab.guest.Initramfs], frozen
    /// @param memory its kernel's memory, for [#report(List)]; the caller's
    public Agent(Machine machine, @Nullable KernelMemory memory) {
        this(machine, memory, HOST_DEADLINE);
    }

    /// @param hostDeadline how long the host waits for 50 ms of guest time, or in a live machine for a
    ///     command, except [#run(Duration, Duration)]
    public Agent(Machine machine, @Nullable KernelMemory memory, Duration hostDeadline) {
        this.machine = machine;
        this.memory = memory;
        exchange = new Exchange(machine, hostDeadline);
        programs = new ProgramCommands(exchange);
        settings = new SettingCommands(exchange);
        sockets = new SocketCommands(exchange);
    }

    /// The machine that the agent is in.
    public Machine machine() {
        return machine;
    }

    /// The guest as the agent sees it.
    public AgentInfo info() {
        return AgentInfo.decode(Fields.of(exchange.call(Request.of(
                "cannot ask the agent about the guest", "boot again", MailboxLayout.COMMAND_INFO, new byte[0]))));
    }

    /// The guest's CLOCK_MONOTONIC where the machine stands, in nanoseconds, read out of RAM. In a live
    /// machine, and without the kernel's memory, what the agent saw when it was last at its freeze point.
    /// Nothing runs.
    public long guestTimeNanos() {
        Mailbox mailbox = exchange.frozenMailbox();
        KernelMemory known = memory;
        if (known == null || machine.spec().mode().live()) {
            return mailbox.guestTimeNanos();
        }
        GuestClock present = clock;
        if (present == null) {
            present = new GuestClock(known);
            clock = present;
        }
        return present.monotonicNanos(machine.clockNanos());
    }

    /// How often the agent has reached its freeze point since boot. Nothing runs.
    public long passes() {
        return exchange.frozenMailbox().pass();
    }

    /// One round through the agent's loop without a command.
    public void pass() {
        exchange.pass();
    }

    /// Lets guest time pass. In virtual time the agent sleeps and nobody in the guest notices, see
    /// [Machine#run]; in a live machine the agent waits for it, and a little more passes.
    ///
    /// @param hostDeadline how long the host waits for that
    /// @return why the machine stands: a probe that freezes may have stopped it before so much time had passed
    public Stop.Standing run(Duration guestTime, Duration hostDeadline) {
        if (!machine.spec().mode().live()) {
            return exchange.run(guestTime, hostDeadline);
        }
        long until = guestTimeNanos() + guestTime.toNanos();
        exchange.call(
                Request.of("cannot run the guest for " + guestTime, "boot again", MailboxLayout.COMMAND_RUN, until, 0),
                guestTime,
                hostDeadline);
        return new Stop.AtAgent();
    }

    /// Lets guest time pass, at most to one of some instructions or stores: see [Machine#runTo]. Only in
    /// virtual time.
    ///
    /// @param hostDeadline how long the host waits for that
    public Stop.Standing runTo(List<Probe> probes, Duration guestTime, Duration hostDeadline) {
        return exchange.runTo(probes, guestTime, hostDeadline);
    }

    /// What the machine takes for an instruction, in guest ns.
    public int instructionNanos() {
        return machine.spec().instructionNanos();
    }

    /// Starts workers: all are made and placed first (cgroup, CPUs, nice, policy), then they begin
    /// together. All or none.
    ///
    /// @throws org.schedlab.vm.LabException if the machine's topology does not have the affinity
    /// @throws org.schedlab.guest.protocol.AgentException a CPU or cgroup that is not there, a refused
    ///     policy, too many workers
    public List<Worker> spawn(WorkerSpec spec) {
        long program = spec.work() instanceof Custom custom ? programs.prepare(custom) : 0;
        List<Worker> workers = WorkerEncoding.decode(Fields.of(exchange.call(Request.of(
                "cannot spawn " + spec.count() + " workers called " + spec.name(),
                "change the workers' specification; none of them was left running",
                MailboxLayout.COMMAND_SPAWN,
                SpawnRequest.encode(spec, machine.spec().topology(), program)))));
        if (memory != null) {
            workerMemory().beginAtTheGate(workers);
        }
        return workers;
    }

    /// Kills workers and waits until they are dead; those that have ended already stay as they are.
    ///
    /// @return how they fared, in the order asked
    /// @throws org.schedlab.guest.protocol.AgentException a worker that is not known, or that got no CPU to die on
    public List<WorkerReport> stop(List<Worker> workers) {
        byte[] _ = exchange.call(Request.of(
                String.format(Locale.ROOT, "cannot stop %d workers", workers.size()),
                "name workers that this machine's agent spawned; detach the scheduler if it does not let them run",
                MailboxLayout.COMMAND_STOP,
                WorkerEncoding.encode(workers)));
        return memory == null ? List.of() : report(workers);
    }

    /// How workers fare now, or fared until they ended, in the order asked: read out of RAM, so nothing
    /// runs in the guest and nothing changes there. Ended workers are known until their place in the
    /// table is needed for new ones.
    ///
    /// @throws LabException a worker that is not known
    public List<WorkerReport> report(List<Worker> workers) {
        return workerMemory().reports(workers);
    }

    private WorkerMemory workerMemory() {
        KernelMemory known = memory;
        if (known == null) {
            throw LabException.asked("cannot tell how workers fare")
                    .found("this agent was made without the kernel's memory")
                    .remedy("make it with new Agent(machine, memory)")
                    .exception();
        }
        Mailbox mailbox = exchange.frozenMailbox();
        return new WorkerMemory(
                known,
                mailbox,
                machine.spec().mode().live() ? OptionalLong.empty() : OptionalLong.of(machine.clockNanos()));
    }

    /// Loads a BPF object with one `struct sched_ext_ops` and puts it in charge. Waits until the
    /// kernel says so and the scheduler has given a CPU to a task that woke, at most 4 s of guest
    /// time.
    ///
    /// @param bpfObject an ELF file, at most some 2 MB
    /// @param name for messages and BPF maps, at most 63 bytes
    /// @throws org.schedlab.guest.protocol.AgentException with libbpf's and the verifier's words, or how
    ///     it ended; none is attached then
    public Attachment attach(byte[] bpfObject, String name) {
        return attach(MailboxLayout.COMMAND_ATTACH, bpfObject, name);
    }

    /// As [#attach(byte\[\], String)], also while another scheduler is on. That one goes when the new
    /// one is loaded and verified; should the new one be refused after that, the old one is attached
    /// again, afresh, and the message says so.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException as [#attach(byte\[\], String)]; the scheduler
    ///     that was on is on
    public Attachment replace(byte[] bpfObject, String name) {
        return attach(MailboxLayout.COMMAND_REPLACE, bpfObject, name);
    }

    private Attachment attach(long command, byte[] bpfObject, String name) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(nameBytes);
        bytes.writeBytes(bpfObject);
        SchedulerState state = scheduler(new Request(
                "cannot attach the scheduler " + name,
                "fix the scheduler, or detach the one that is on",
                command,
                ATTACH_GUEST_NANOS,
                nameBytes.length,
                bytes.toByteArray()));
        return new Attachment(name, state.opsName(), state.loadNanos(), state.verifiedInstructions(), guestTimeNanos());
    }

    /// Takes the attached scheduler away, also one that has ended by itself.
    ///
    /// @return the state afterwards, with how it ended
    /// @throws org.schedlab.guest.protocol.AgentException none is attached
    public SchedulerState detach() {
        return scheduler(Request.of(
                "cannot detach the scheduler", "attach one first", MailboxLayout.COMMAND_DETACH, new byte[0]));
    }

    /// What the kernel says of sched_ext, and the attached scheduler of itself.
    public SchedulerState schedulerState() {
        return scheduler(Request.of(
                "cannot ask for the scheduler's state",
                "boot again",
                MailboxLayout.COMMAND_SCHEDULER_STATE,
                new byte[0]));
    }

    /// How the scheduler that is attached has ended, or the last one when none is; empty while it
    /// runs, and if it kept no record.
    public Optional<ExitRecord> schedulerExit() {
        return exit(0);
    }

    /// How the last scheduler ended that was detached or replaced; empty if it kept no record.
    public Optional<ExitRecord> lastSchedulerExit() {
        return exit(1);
    }

    private Optional<ExitRecord> exit(long which) {
        return ExitRecord.decode(Fields.of(exchange.call(Request.of(
                "cannot ask how the scheduler ended", "boot again", MailboxLayout.COMMAND_SCHEDULER_EXIT, which, 0))));
    }

    /// The maps of the scheduler that is attached, those of its variables too.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException none is attached
    public List<SchedulerMap> schedulerMaps() {
        return SchedulerMap.decode(Fields.of(exchange.call(Request.of(
                "cannot list the scheduler's maps",
                "attach a scheduler first",
                MailboxLayout.COMMAND_SCHEDULER_MAPS,
                new byte[0]))));
    }

    /// What stands in a map, as the kernel iterates over it: for each entry the key, then the value,
    /// or one value for each possible CPU; each padded to 8 bytes.
    ///
    /// @param map one of [#schedulerMaps()], of a kind that has keys
    /// @throws org.schedlab.guest.protocol.AgentException a map that is not there any more, or holds more
    ///     than 2 MiB
    public byte[] readMap(SchedulerMap map) {
        return exchange.call(Request.of(
                "cannot read the map " + map.name(),
                "read a map of the scheduler that is attached",
                MailboxLayout.COMMAND_MAP_READ,
                map.id(),
                0));
    }

    private SchedulerState scheduler(Request request) {
        return SchedulerState.decode(Fields.of(exchange.call(request, SCHEDULER_PATIENCE)));
    }

    /// Reads a file of the guest, all of it as it was at one moment; at most 32 MiB. Costs one
    /// command for each 2 MiB.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException with the guest's errno
    public byte[] readFile(String path) {
        byte[] pathBytes = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        do {
            content.writeBytes(exchange.call(new Request(
                    "cannot read the guest's file " + path,
                    "check the path",
                    MailboxLayout.COMMAND_READ_FILE,
                    content.size(),
                    0,
                    pathBytes)));
        } while (content.size() < exchange.frozenMailbox().result());
        return content.toByteArray();
    }

    /// Changes the cgroup hierarchy: all edits in their order, or none.
    ///
    /// @param what the sentence an error message begins with, for example `cannot make the cgroup
    ///     web`
    /// @param remedy what to do when it fails
    /// @throws org.schedlab.guest.protocol.AgentException with the file, what was written, the guest's
    ///     errno, and what the file reads
    public void editCgroups(String what, String remedy, List<CgroupEdit> edits) {
        exchange.call(Request.of(what, remedy, MailboxLayout.COMMAND_EDIT_CGROUPS, CgroupEncoding.encode(edits)));
    }

    /// All cgroups as they are now, in the order of their paths: the root first.
    public List<CgroupState> cgroups() {
        return CgroupEncoding.decode(Fields.of(exchange.call(
                Request.of("cannot ask for the cgroups", "boot again", MailboxLayout.COMMAND_CGROUPS, new byte[0]))));
    }

    /// Lets workers that run already have these CPUs only, all of them or none.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException CPUs that are not there or that the cgroup does
    ///     not allow, or a worker that has ended
    public void setAffinity(List<Worker> workers, List<Integer> cpus) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(SpawnRequest.cpuSet(cpus));
        bytes.writeBytes(WorkerEncoding.encode(workers));
        exchange.call(Request.of(
                String.format(Locale.ROOT, "cannot let %d workers run on CPUs %s", workers.size(), cpus),
                "name CPUs of the machine that the workers' cgroups allow, and workers that are alive",
                MailboxLayout.COMMAND_SET_AFFINITY,
                bytes.toByteArray()));
    }

    /// Sends a signal to a process of the guest other than the agent.
    ///
    /// @throws org.schedlab.guest.protocol.AgentException with the guest's errno
    public void signal(int pid, int signal) {
        exchange.call(Request.of(
                "cannot send signal " + signal + " to pid " + pid,
                "name a process that is there",
                MailboxLayout.COMMAND_KILL,
                pid,
                signal));
    }

    /// The commands that set something of the kernel or of tasks.
    public SettingCommands settings() {
        return settings;
    }

    /// The commands for servers in the guest.
    public SocketCommands sockets() {
        return sockets;
    }

    /// The commands for files and programs from outside.
    public ProgramCommands programs() {
        return programs;
    }

    /// Gives the kernel a magic SysRq letter: `S` ends the scheduler, `c` panics the guest, which
    /// ends the machine. Letters: Documentation/admin-guide/sysrq.rst.
    public void sysrq(char letter) {
        exchange.call(Request.of(
                "cannot send SysRq " + letter,
                "use a letter that the kernel knows",
                MailboxLayout.COMMAND_SYSRQ,
                letter,
                0));
    }
}
