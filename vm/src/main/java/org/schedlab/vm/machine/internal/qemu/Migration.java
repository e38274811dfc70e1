package org.schedlab.vm.machine.internal.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.host.Deadline;

/// Puts the state of QEMU's devices into a machine whose guest does not run yet. The plugin wrote it
/// (`stops.c`); RAM is not in it: it is a shared file. QEMU reads it as a migration that has only
/// devices, for which [QemuArguments] leaves out what a migration's stream has around them.
public final class Migration {
    private static final String INCOMING = "incoming";
    private static final Duration POLL = Duration.ofMillis(1);

    private Migration() {}

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
        qmp.execute("migrate-set-parameters", Map.of("announce-rounds", 0), deadline);
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
