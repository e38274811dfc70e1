package org.schedlab.vm.machine.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.schedlab.vm.LabException;

/// Takes the state of QEMU's devices out of a machine, and puts it into one. RAM is not in it: it is a
/// shared file. In both directions the guest does not run.
public final class Migration {
    private static final String OUTGOING = "outgoing";
    private static final String INCOMING = "incoming";
    private static final Duration POLL = Duration.ofMillis(1);

    private Migration() {}

    /// Stops a guest that is frozen, always at the same instruction right behind its freeze point.
    public static void pause(RunningQemu.Started parts, Deadline deadline) throws IOException {
        long stop = parts.qmp().send("stop", Map.of(), deadline);
        VcpuPause.await(parts.qemu().pid(), deadline);
        parts.rendezvous().release();
        parts.qmp().result(stop, "stop", deadline);
        parts.qmp().awaitEvent("STOP", deadline);
        if (parts.rendezvous().await(Duration.ZERO)) {
            throw LabException.asked("the guest did not stop behind its freeze point")
                    .found("it ran on to the next one")
                    .remedy("close the machine and boot again; report this with QEMU's version")
                    .exception();
        }
    }

    /// The devices' state of a paused guest.
    public static byte[] save(RunningQemu.Started parts, Deadline deadline) throws IOException {
        QmpConnection qmp = parts.qmp();
        shareRam(qmp, deadline);
        try (ServerSocketChannel server =
                SocketLine.listen(parts.qemu().folder().resolve(OUTGOING))) {
            qmp.execute("migrate", Map.of("uri", "unix:" + OUTGOING), deadline);
            byte[] state;
            try (SocketLine line = SocketLine.accept(server, () -> check(deadline))) {
                state = readAll(line, deadline);
            }
            awaitCompleted(qmp, deadline);
            return state;
        } finally {
            Files.deleteIfExists(parts.qemu().folder().resolve(OUTGOING));
        }
    }

    /// Puts devices' state into a QEMU that was started for it and whose RAM file is complete.
    public static void load(RunningQemu.Started parts, byte[] state, Deadline deadline) throws IOException {
        QmpConnection qmp = parts.qmp();
        prepareToLoad(qmp, deadline);
        qmp.execute("migrate-incoming", Map.of("uri", "unix:" + INCOMING), deadline);
        try (SocketLine line = SocketLine.connect(parts.qemu().folder().resolve(INCOMING))) {
            line.write(ByteBuffer.wrap(state), deadline);
        }
        awaitCompleted(qmp, deadline);
    }

    /// QEMU would otherwise announce itself on the network five times, from timers of the host's
    /// clock, each of which ends a vCPU's turn at another instruction in every run.
    private static void prepareToLoad(QmpConnection qmp, Deadline deadline) throws IOException {
        shareRam(qmp, deadline);
        qmp.execute("migrate-set-parameters", Map.of("announce-rounds", 0), deadline);
    }

    private static void shareRam(QmpConnection qmp, Deadline deadline) throws IOException {
        Map<String, Object> ignoreShared = Map.of("capability", "x-ignore-shared", "state", true);
        qmp.execute("migrate-set-capabilities", Map.of("capabilities", List.of(ignoreShared)), deadline);
    }

    private static byte[] readAll(SocketLine line, Deadline deadline) throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream(1 << 20);
        ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
        try {
            while (line.read(buffer.clear(), deadline.left())) {
                state.write(buffer.array(), 0, buffer.position());
            }
        } catch (EOFException e) {
            return state.toByteArray();
        }
        throw deadline.missed("the state of QEMU's devices", "close the machine and boot again");
    }

    private static void awaitCompleted(QmpConnection qmp, Deadline deadline) throws IOException {
        while (true) {
            JsonNode migration = qmp.execute("query-migrate", Map.of(), deadline);
            String status = migration.path("status").asText();
            switch (status) {
                case "completed" -> {
                    return;
                }
                case "failed", "cancelled" ->
                    throw LabException.asked("QEMU could not move the state of its devices")
                            .found(status + " " + migration.path("error-desc").asText())
                            .remedy("boot the machine again; if it persists, remove its checkpoint")
                            .exception();
                default -> {
                    check(deadline);
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
        }
    }

    private static void check(Deadline deadline) {
        if (deadline.passed()) {
            throw deadline.missed("QEMU to move the state of its devices", "close the machine and boot again");
        }
    }
}
