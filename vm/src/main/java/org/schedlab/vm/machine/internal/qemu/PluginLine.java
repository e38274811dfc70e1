package org.schedlab.vm.machine.internal.qemu;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.spec.CpuRegisters;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Capture;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;

/// The host's side of the line to QEMU's plugin; `line.h` has the messages. From a live machine none
/// comes; its QEMU ends with this line all the same. Used by one thread at a time, but for
/// [#close()].
public final class PluginLine implements AutoCloseable {
    /// For [#go]: until the agent is at its freeze point, however long that takes.
    public static final long NO_TIME = Long.MAX_VALUE;

    private static final int STOPPED = 1;
    private static final int SAVED = 2;
    private static final int GO = 3;
    private static final int SAVE = 4;
    private static final int RESUME = 5;
    private static final int PROBES = 6;
    private static final int PROBE = 7;
    private static final int RECORD = 8;
    private static final int REGISTERS_OF = 9;
    private static final int REGISTERS = 10;
    private static final int HEAD = 2 * Integer.BYTES;
    private static final int MOST = HEAD + 20 * Long.BYTES;
    private static final long AT_FREEZE_POINT = 1;
    private static final long AT_PROBE = 2;
    private static final long TO_READ = 4;
    private static final long IN_TURN = 8;
    private static final int NO_SPACE = 28; // ENOSPC
    private static final Duration WRITE = Duration.ofSeconds(2);

    private final SocketLine line;
    private final ByteBuffer in = ByteBuffer.allocateDirect(MOST).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer out = ByteBuffer.allocateDirect(MOST).order(ByteOrder.LITTLE_ENDIAN);

    /// The guest stands, at the end of a turn.
    ///
    /// @param why what came in that turn
    /// @param clockNanos the guest's clock of QEMU
    /// @param toRead the flight recorder's ring is filling
    public record Stood(Stop.Standing why, long clockNanos, boolean toRead) {}

    /// What to do when the guest goes on.
    public enum How {
        /// Nothing: nobody in the guest notices.
        SILENT,
        /// Ring the doorbell: the agent looks into its mailbox.
        RING,
        /// Ring, and let QEMU's threads run as they like from now on.
        UNREPEATABLE
    }

    PluginLine(SocketLine line) {
        this.line = line;
        in.limit(0);
    }

    /// Waits until the guest stands.
    ///
    /// @return empty if it does not in time
    /// @throws EOFException QEMU is gone
    public Optional<Stood> await(Duration atMost) throws IOException {
        return receive(STOPPED, atMost)
                .map(numbers -> new Stood(why(numbers), numbers.get(1), (numbers.get(0) & TO_READ) != 0));
    }

    private static Stop.Standing why(List<Long> numbers) {
        if ((numbers.get(0) & IN_TURN) != 0) {
            return new Stop.InTurn(Math.toIntExact(numbers.get(2)), Math.toIntExact(numbers.get(3)), numbers.get(4));
        }
        boolean atAgent = (numbers.get(0) & AT_FREEZE_POINT) != 0;
        if ((numbers.get(0) & AT_PROBE) != 0) {
            return new Stop.AtProbe(Math.toIntExact(numbers.get(2)), Math.toIntExact(numbers.get(3)), atAgent);
        }
        return atAgent ? new Stop.AtAgent() : new Stop.AtTurnsEnd();
    }

    /// Lets a guest that stands go on.
    ///
    /// @param untilNanos of the guest's clock of QEMU: it stands at the first multiple of the quantum
    ///     at or after that; or [#NO_TIME]. Sooner if its agent comes to the freeze point.
    public void go(long untilNanos, How how) throws IOException {
        long flags = switch (how) {
            case SILENT -> 0;
            case RING -> 1;
            case UNREPEATABLE -> 3;
        };
        send(GO, List.of(untilNanos, flags));
    }

    /// Has the devices' state written into a file of QEMU's working folder, `devices`. The guest
    /// stands before and after.
    ///
    /// @return whose turn is next
    /// @throws IOException if it could not be written
    public Round save(Deadline deadline) throws IOException {
        send(SAVE, List.of());
        List<Long> numbers = receive(SAVED, deadline.left())
                .orElseThrow(() -> deadline.missed("QEMU to write the state of its devices", "try again"));
        if (numbers.get(0) != 0) {
            String why = numbers.get(0) == NO_SPACE ? "No space left on device" : "error number " + numbers.get(0);
            throw new IOException("QEMU could not write the state of its devices: " + why);
        }
        return new Round(numbers.get(1), numbers.subList(2, 2 + Round.WORDS));
    }

    /// Before the first [#go] of a restored machine: whose turn is next.
    public void resume(Round round) throws IOException {
        List<Long> numbers = new ArrayList<>();
        numbers.add(round.next());
        numbers.addAll(round.askedToExit());
        send(RESUME, numbers);
    }

    /// While the guest stands: these probes are to be there, in place of those before.
    ///
    /// @param newRing whether the file of events is a new one
    public void probes(List<Probe> probes, boolean newRing) throws IOException {
        send(PROBES, List.of((long) probes.size(), newRing ? 1L : 0));
        for (Probe probe : probes) {
            List<Long> numbers = new ArrayList<>(
                    List.of((long) probe.id(), kind(probe), probe.first(), probe.last(), probe.skipped()));
            for (long word : cpus(probe)) {
                numbers.add(word);
            }
            probe.captures().forEach(capture -> numbers.add(capture.packed()));
            for (int i = probe.captures().size(); i < Capture.MOST; i++) {
                numbers.add(0L);
            }
            numbers.addAll(List.of(probe.condition().packed(), probe.condition().operand(), (long) probe.stackWords()));
            send(PROBE, numbers);
        }
    }

    /// While the guest stands: the registers of a vCPU.
    public CpuRegisters registers(int cpu, Deadline deadline) throws IOException {
        send(REGISTERS_OF, List.of((long) cpu));
        List<Long> numbers = receive(REGISTERS, deadline.left())
                .orElseThrow(() -> deadline.missed("QEMU to give the registers of CPU " + cpu, "try again"));
        return new CpuRegisters(numbers.get(0), numbers.get(1), numbers.get(2), (numbers.get(3) & 3) != 0);
    }

    /// While the guest stands: the flight recorder's file is a new one.
    public void record(RecordPlaces places) throws IOException {
        send(
                RECORD,
                List.of(
                        places.directMap(),
                        places.lowBytes(),
                        places.highBytes(),
                        places.currentTask(),
                        places.runQueue(),
                        places.perCpuOffsets()));
    }

    private static long kind(Probe probe) {
        return switch (probe.kind()) {
            case LOG -> 0;
            case FREEZE -> 1;
            case RECORD -> 2;
            case EXIT -> 3;
            case READ -> 4;
            case WATCH -> 5;
            case PROFILE -> 6;
            case STAND -> 7;
            case STORED -> 8;
        };
    }

    private static long[] cpus(Probe probe) {
        BitSet bits = new BitSet(Probe.MOST_CPUS);
        if (probe.cpus().isEmpty()) {
            bits.set(0, Probe.MOST_CPUS);
        }
        probe.cpus().forEach(bits::set);
        return Arrays.copyOf(bits.toLongArray(), Probe.MOST_CPUS / Long.SIZE);
    }

    private void send(int type, List<Long> numbers) throws IOException {
        out.clear().putInt(HEAD + numbers.size() * Long.BYTES).putInt(type);
        numbers.forEach(out::putLong);
        line.write(out.flip(), Deadline.in(WRITE));
    }

    /// What has come of a message stays in the buffer when the time is over.
    private Optional<List<Long>> receive(int type, Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        in.compact();
        try {
            while (!whole()) {
                if (!line.read(in, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    return Optional.empty();
                }
            }
        } finally {
            in.flip();
        }
        int bytes = in.getInt();
        int found = in.getInt();
        if (found != type) {
            throw new IOException("the plugin said " + found + " when " + type + " was to come");
        }
        List<Long> numbers = new ArrayList<>();
        for (int at = HEAD; at < bytes; at += Long.BYTES) {
            numbers.add(in.getLong());
        }
        return Optional.of(numbers);
    }

    /// Whether the buffer, which is being filled, holds a message.
    private boolean whole() throws IOException {
        if (in.position() < HEAD) {
            return false;
        }
        int bytes = in.getInt(0);
        if (bytes < HEAD || bytes > MOST) {
            throw new IOException("the plugin sent a message of " + bytes + " bytes");
        }
        return in.position() >= bytes;
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
