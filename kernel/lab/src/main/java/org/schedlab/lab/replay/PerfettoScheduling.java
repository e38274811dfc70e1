package org.schedlab.lab.replay;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// Reads the scheduling events of a Perfetto trace, also those in its compact form and in compressed packets. Used
/// once.
///
/// Source: `Trace`, `TracePacket`, `FtraceEventBundle` with `CompactSched`, `FtraceEvent`, `SchedSwitchFtraceEvent`,
/// `SchedWakingFtraceEvent` of protos/perfetto/trace, v58.
final class PerfettoScheduling {
    private static final int PACKET = 1;
    private static final int BUNDLE = 1;
    private static final int COMPRESSED = 50;
    private static final int CPU = 1;
    private static final int EVENT = 2;
    private static final int COMPACT = 4;
    private static final int SWITCH = 4;
    private static final int WAKEUP = 17;
    private static final int WAKING = 20;
    private static final int WAKEUP_NEW = 114;
    private static final int INTERN_TABLE = 5;
    private static final long IN_INTERRUPT = 0x08 | 0x10;
    private static final long REPORTED_STATES = 0xff;
    private static final int UNKNOWN = -1;

    private final List<Raw> found = new ArrayList<>();

    private interface Raw {
        long nanos();

        int cpu();
    }

    /// @param prev null where it is not told: who ran there
    private record RawSwitch(long nanos, int cpu, SeenEvent.@Nullable Who prev, long state, SeenEvent.Who next)
            implements Raw {}

    /// @param waker [#UNKNOWN] where it is not told: who runs there
    /// @param kind the number of its field
    private record RawWake(long nanos, int cpu, int kind, int waker, long flags, SeenEvent.Who task) implements Raw {}

    private PerfettoScheduling() {}

    /// Switches and wake-ups by time; of wake-ups `sched_waking`, if the trace has it.
    ///
    /// @throws LabException it is no such trace
    static List<SeenEvent> read(byte[] trace) {
        PerfettoScheduling reader = new PerfettoScheduling();
        reader.trace(trace);
        return reader.events();
    }

    private void trace(byte[] bytes) {
        ProtoFields trace = new ProtoFields(bytes);
        while (trace.next()) {
            if (trace.number() == PACKET) {
                ProtoFields packet = new ProtoFields(trace.content());
                while (packet.next()) {
                    if (packet.number() == BUNDLE) {
                        bundle(packet.content());
                    } else if (packet.number() == COMPRESSED) {
                        trace(inflated(packet.content()));
                    }
                }
            }
        }
    }

    private static byte[] inflated(byte[] packed) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            byte[] piece = new byte[1 << 16];
            int got = inflater.inflate(piece);
            while (got > 0) {
                plain.write(piece, 0, got);
                got = inflater.inflate(piece);
            }
            return plain.toByteArray();
        } catch (DataFormatException e) {
            throw new LabException(
                    LabException.asked("a Perfetto trace cannot be read")
                            .found("a compressed packet that is damaged: " + e.getMessage())
                            .text(),
                    e);
        } finally {
            inflater.end();
        }
    }

    private void bundle(byte[] bytes) {
        int cpu = 0;
        ProtoFields fields = new ProtoFields(bytes);
        while (fields.next()) {
            cpu = fields.number() == CPU ? (int) fields.value() : cpu;
        }
        fields = new ProtoFields(bytes);
        while (fields.next()) {
            if (fields.number() == EVENT) {
                event(cpu, fields.content());
            } else if (fields.number() == COMPACT) {
                compact(cpu, fields.content());
            }
        }
    }

    private void event(int cpu, byte[] bytes) {
        long nanos = 0;
        long flags = 0;
        int pid = 0;
        int kind = 0;
        byte[] body = {};
        ProtoFields fields = new ProtoFields(bytes);
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> nanos = fields.value();
                case 2 -> pid = (int) fields.value();
                case 5 -> flags = fields.value();
                case SWITCH, WAKING, WAKEUP, WAKEUP_NEW -> {
                    kind = fields.number();
                    body = fields.content();
                }
                default -> {}
            }
        }
        if (kind == SWITCH) {
            found.add(switched(nanos, cpu, body));
        } else if (kind != 0) {
            found.add(new RawWake(nanos, cpu, kind, pid, flags, who(body, 1)));
        }
    }

    private static RawSwitch switched(long nanos, int cpu, byte[] body) {
        long state = 0;
        ProtoFields fields = new ProtoFields(body);
        while (fields.next()) {
            state = fields.number() == 4 ? fields.value() : state;
        }
        return new RawSwitch(nanos, cpu, who(body, 1), state, who(body, 5));
    }

    /// @param first the number of the name's field; pid and priority follow
    private static SeenEvent.Who who(byte[] body, int first) {
        String name = "";
        int pid = 0;
        int prio = 0;
        ProtoFields fields = new ProtoFields(body);
        while (fields.next()) {
            if (fields.number() == first) {
                name = fields.text();
            } else if (fields.number() == first + 1) {
                pid = (int) fields.value();
            } else if (fields.number() == first + 2) {
                prio = (int) fields.value();
            }
        }
        return new SeenEvent.Who(pid, name, prio);
    }

    /// Columns instead of events: times as the distance from the one before, names by their number.
    private void compact(int cpu, byte[] bytes) {
        Map<Integer, long[]> columns = new HashMap<>();
        List<String> names = new ArrayList<>();
        ProtoFields fields = new ProtoFields(bytes);
        while (fields.next()) {
            if (fields.number() == INTERN_TABLE) {
                names.add(fields.text());
            } else {
                columns.put(fields.number(), fields.numbers());
            }
        }
        long[] switches = columns.getOrDefault(1, new long[0]);
        long nanos = 0;
        for (int i = 0; i < switches.length; i++) {
            nanos += switches[i];
            found.add(new RawSwitch(nanos, cpu, null, at(columns, 2, i), whoAt(columns, names, 3, 6, i)));
        }
        long[] wakes = columns.getOrDefault(7, new long[0]);
        nanos = 0;
        for (int i = 0; i < wakes.length; i++) {
            nanos += wakes[i];
            SeenEvent.Who task = new SeenEvent.Who(
                    (int) at(columns, 8, i), name(names, at(columns, 11, i)), (int) at(columns, 10, i));
            found.add(new RawWake(nanos, cpu, WAKING, UNKNOWN, at(columns, 12, i), task));
        }
    }

    private static SeenEvent.Who whoAt(
            Map<Integer, long[]> columns, List<String> names, int pids, int indices, int row) {
        return new SeenEvent.Who(
                (int) at(columns, pids, row), name(names, at(columns, indices, row)), (int) at(columns, pids + 1, row));
    }

    private static long at(Map<Integer, long[]> columns, int number, int row) {
        long[] column = columns.getOrDefault(number, new long[0]);
        return row < column.length ? column[row] : 0;
    }

    private static String name(List<String> names, long index) {
        return index >= 0 && index < names.size() ? names.get((int) index) : "";
    }

    private List<SeenEvent> events() {
        boolean hasWaking = found.stream().anyMatch(each -> each instanceof RawWake wake && wake.kind() == WAKING);
        int other = hasWaking ? WAKEUP : WAKING;
        Map<Integer, SeenEvent.Who> running = new HashMap<>();
        List<SeenEvent> events = new ArrayList<>();
        found.stream()
                .filter(each -> !(each instanceof RawWake wake && wake.kind() == other))
                .sorted(Comparator.comparingLong(Raw::nanos))
                .forEach(each -> add(each, running, events));
        return events;
    }

    private static void add(Raw raw, Map<Integer, SeenEvent.Who> running, List<SeenEvent> events) {
        SeenEvent.Who current = running.get(raw.cpu());
        if (raw instanceof RawWake wake) {
            int told = wake.waker() != UNKNOWN ? wake.waker() : current == null ? 0 : current.pid();
            int waker = (wake.flags() & IN_INTERRUPT) != 0 ? 0 : told;
            events.add(new SeenEvent.Woken(wake.nanos(), wake.cpu(), waker, wake.task()));
        } else if (raw instanceof RawSwitch to) {
            SeenEvent.Who prev = to.prev() == null ? current : to.prev();
            // In the compact form nobody says who ran first.
            if (prev != null) {
                boolean runnable = (to.state() & REPORTED_STATES) == 0;
                events.add(new SeenEvent.Switched(to.nanos(), to.cpu(), prev, runnable, to.next()));
            }
            running.put(raw.cpu(), to.next());
        }
    }
}
