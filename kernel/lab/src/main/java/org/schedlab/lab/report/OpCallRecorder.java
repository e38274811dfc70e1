package org.schedlab.lab.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.BtfType;
import org.schedlab.vm.btf.MemberView;
import org.schedlab.vm.linux.BpfCode;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.RecordSink;

/// Records calls of a scheduler's operations with their arguments, and which lines of its source each has executed.
/// Used once, by one thread.
///
/// Which operation a program is, its name tells: `fails_enqueue` is `enqueue`, as all schedulers are written that
/// use the macros of tools/sched_ext (Linux 6.16 to 7.3).
final class OpCallRecorder implements RecordSink {
    /// `probes.h` has room for 2048, of which the machine's owner may use half.
    private static final int MOST_PROBES = 1000;

    private static final int MOST_CALLS = 400;
    private static final int MOST_LINES = 200;
    private static final int MOST_ARGUMENTS = 4;
    private static final int OF_TASK = 3;
    private static final String TASK = "struct task_struct";

    private final Machine machine;
    private final KernelMemory memory;
    private final GuestTimes times;
    private final long from;
    private final long to;
    private final long fatalNanos;
    private final int fatalCpu;
    private final Map<String, List<BtfType.Parameter>> prototypes = new HashMap<>();
    private final List<Place> places = new ArrayList<>();
    private final Map<Integer, Open> open = new HashMap<>();
    private final Deque<OpCall> calls = new ArrayDeque<>();
    private final Map<Integer, String> names = new HashMap<>();
    private List<BpfCode> programs = List.of();
    private @Nullable OpCall fatal;

    /// @param line null for the beginning of a program
    private record Place(BpfCode program, BpfCode.@Nullable Line line) {}

    private record Open(long nanos, int cpu, BpfCode program, String op, List<Long> values, List<BpfCode.Line> path) {}

    /// @param from calls before are not kept; QEMU's clock, in ns
    /// @param to nor those behind it
    /// @param fatalNanos when the call began that is kept in any case; 0 for none
    OpCallRecorder(
            Machine machine, KernelMemory memory, GuestTimes times, long from, long to, long fatalNanos, int fatalCpu) {
        this.machine = machine;
        this.memory = memory;
        this.times = times;
        this.from = from;
        this.to = to;
        this.fatalNanos = fatalNanos;
        this.fatalCpu = fatalCpu;
        Btf btf = memory.image().btf();
        for (MemberView member : btf.members(btf.require("struct sched_ext_ops"))) {
            if (btf.strip(member.typeId()) instanceof BtfType.Pointer pointer
                    && btf.strip(pointer.typeId()) instanceof BtfType.FunctionPrototype prototype) {
                prototypes.put(member.name(), named(btf, member.name(), prototype.parameters()));
            }
        }
        machine.observers().record(RecordPlaces.of(memory), List.of(), this);
    }

    /// A pointer's prototype has types only; that of the kernel's stub for the operation has names too.
    private static List<BtfType.Parameter> named(Btf btf, String op, List<BtfType.Parameter> parameters) {
        return btf.functions("sched_ext_ops__" + op).stream()
                .map(stub -> btf.strip(stub.prototypeId()))
                .filter(BtfType.FunctionPrototype.class::isInstance)
                .map(prototype -> ((BtfType.FunctionPrototype) prototype).parameters())
                .filter(named -> named.size() == parameters.size())
                .findFirst()
                .orElse(parameters);
    }

    /// The machine stands: looks which programs it has now.
    void stands() {
        machine.observers().drain();
        List<BpfCode> now = BpfCode.of(memory).stream()
                .filter(each ->
                        each.name().startsWith("bpf_prog_") && !each.lines().isEmpty())
                .toList();
        // Where one has gone, there may be other code now.
        if (!now.equals(programs)) {
            programs = now;
            machine.observers().recordAt(probes());
        }
    }

    private List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        for (BpfCode program : programs) {
            String op = opOf(program.function());
            if (!op.isEmpty()) {
                probes.add(Probe.record(place(program, null), program.first(), captures(op)));
            }
            for (BpfCode.Line line : program.lines()) {
                if (probes.size() < MOST_PROBES && line.number() > 0) {
                    probes.add(Probe.record(place(program, line), line.address(), List.of()));
                }
            }
        }
        return probes;
    }

    private int place(BpfCode program, BpfCode.@Nullable Line line) {
        places.add(new Place(program, line));
        return places.size() - 1;
    }

    /// Empty if it is none.
    private String opOf(String function) {
        return prototypes.keySet().stream()
                .filter(op -> function.equals(op) || function.endsWith("_" + op))
                .max(java.util.Comparator.comparingInt(String::length))
                .orElse("");
    }

    private List<Capture> captures(String op) {
        Capture task = Capture.currentTask();
        long comm = memory.path(TASK, "comm").offset();
        List<Capture> captures = new ArrayList<>(List.of(
                task.at(memory.path(TASK, "pid").offset(), Integer.BYTES),
                task.at(comm, Long.BYTES),
                task.at(comm + Long.BYTES, Long.BYTES)));
        List<BtfType.Parameter> parameters = parameters(op);
        for (int i = 0; i < parameters.size(); i++) {
            captures.add(
                    isTask(parameters.get(i))
                            ? Capture.argument(0)
                                    .through(
                                            (long) Long.BYTES * i,
                                            memory.path(TASK, "pid").offset(),
                                            Integer.BYTES)
                            : Capture.argument(0).at((long) Long.BYTES * i, Long.BYTES));
        }
        return captures;
    }

    private List<BtfType.Parameter> parameters(String op) {
        List<BtfType.Parameter> all = prototypes.getOrDefault(op, List.of());
        return all.subList(0, Math.min(MOST_ARGUMENTS, all.size()));
    }

    private boolean isTask(BtfType.Parameter parameter) {
        Btf btf = memory.image().btf();
        return btf.strip(parameter.typeId()) instanceof BtfType.Pointer pointer
                && btf.strip(pointer.typeId()) instanceof BtfType.Struct struct
                && struct.name().equals("task_struct");
    }

    @Override
    public void take(long[] words, int count) {
        for (int at = 0; at < count; at += RecordRing.length(words, at)) {
            take(words, at, words[at], (int) (words[at + 1] >>> 32) & 0xffff);
        }
    }

    private void take(long[] words, int at, long nanos, int cpu) {
        Place place = places.get((int) words[at + 1]);
        BpfCode.Line line = place.line();
        if (line == null) {
            close(cpu);
            List<Long> values = Arrays.stream(words, at + RecordRing.HEAD_WORDS, at + RecordRing.length(words, at))
                    .boxed()
                    .toList();
            if (nanos <= to) {
                open.put(
                        cpu,
                        new Open(
                                nanos,
                                cpu,
                                place.program(),
                                opOf(place.program().function()),
                                values,
                                new ArrayList<>()));
            }
            return;
        }
        Open call = open.get(cpu);
        if (call != null
                && call.path().size() < MOST_LINES
                && (call.path().isEmpty() || !same(call.path().getLast(), line))) {
            call.path().add(line);
        }
    }

    private static boolean same(BpfCode.Line one, BpfCode.Line other) {
        return one.number() == other.number() && one.file().equals(other.file());
    }

    private void close(int cpu) {
        Open done = open.remove(cpu);
        if (done == null) {
            return;
        }
        boolean isFatal = done.nanos() == fatalNanos && cpu == fatalCpu;
        if (isFatal) {
            fatal = call(done);
        }
        if (done.nanos() >= from || isFatal) {
            calls.addLast(call(done));
            if (calls.size() > MOST_CALLS) {
                calls.removeFirst();
            }
        }
    }

    private OpCall call(Open done) {
        List<Long> values = done.values();
        if (values.size() < OF_TASK) {
            return new OpCall(
                    done.nanos(),
                    times.at(done.nanos()),
                    done.cpu(),
                    "",
                    done.op(),
                    done.program().function(),
                    0,
                    "not known",
                    trimmed(done.path()));
        }
        int running = values.getFirst().intValue();
        names.put(running, RecordRing.text(values.get(1), values.get(2)));
        List<BtfType.Parameter> parameters = parameters(done.op());
        List<String> texts = new ArrayList<>();
        int about = 0;
        for (int i = 0; i < parameters.size() && OF_TASK + i < values.size(); i++) {
            long value = values.get(OF_TASK + i);
            boolean task = isTask(parameters.get(i));
            about = task && about == 0 && value != Capture.FAILED ? (int) value : about;
            String name = parameters.get(i).name().replace("__nullable", "");
            texts.add((name.isEmpty() ? "argument " + i : name) + "=" + text(parameters.get(i), value, task));
        }
        return new OpCall(
                done.nanos(),
                times.at(done.nanos()),
                done.cpu(),
                label(running),
                done.op(),
                done.program().function(),
                about,
                texts.stream().collect(Collectors.joining(", ")),
                trimmed(done.path()));
    }

    /// Without the function's head, to which the compiler counts the way out.
    private static List<BpfCode.Line> trimmed(List<BpfCode.Line> path) {
        if (path.size() < 2) {
            return path;
        }
        BpfCode.Line first = path.getFirst();
        BpfCode.Line last = path.getLast();
        boolean wayOut = last.file().equals(first.file()) && last.number() <= first.number();
        return path.subList(0, wayOut ? path.size() - 1 : path.size());
    }

    private String text(BtfType.Parameter parameter, long value, boolean task) {
        if (task) {
            return value == Capture.FAILED ? "NULL" : label((int) value);
        }
        BtfType type = memory.image().btf().strip(parameter.typeId());
        return type instanceof BtfType.Int number && number.signed()
                ? Long.toString(number.size() == Integer.BYTES ? (int) value : value)
                : "0x" + Long.toHexString(value);
    }

    private String label(int pid) {
        return pid == 0 ? "idle" : names.getOrDefault(pid, "pid") + ":" + pid;
    }

    /// Names of tasks by their pids, for arguments.
    void learn(Map<Integer, String> comms) {
        comms.forEach(names::putIfAbsent);
    }

    @Override
    public Optional<List<Probe>> newProbes() {
        return Optional.empty();
    }

    /// All is over: what was begun is told too.
    void ends() {
        List.copyOf(open.keySet()).forEach(this::close);
    }

    /// The last calls before the end, in order.
    List<OpCall> calls() {
        return calls.stream()
                .sorted(java.util.Comparator.comparingLong(OpCall::nanos))
                .toList();
    }

    /// The call that was to be kept in any case.
    Optional<OpCall> fatal() {
        return Optional.ofNullable(fatal);
    }
}
