package org.schedlab.vm.machine;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.QmpConnection;

/// QEMU's machine protocol for a running machine. Confined to the machine's thread.
///
/// A QMP command makes the vCPUs change turns, so it would make a run differ from the next one. It is
/// therefore refused until [Machine#giveUpRepeatability()] was called.
public final class Qmp {
    private final Guard guard;

    Qmp(Guard guard) {
        this.guard = guard;
    }

    /// Says whether a command may be sent now, and what a broken socket means.
    interface Guard {
        void checkAllowed(String command);

        QmpConnection connection();

        RuntimeException gone(IOException cause);
    }

    /// Sends a command without arguments and waits for its result.
    public JsonNode execute(String command, Duration deadline) {
        return execute(command, Map.of(), deadline);
    }

    /// Sends a command and waits for its result, the content of `return`.
    public JsonNode execute(String command, Map<String, ?> arguments, Duration deadline) {
        guard.checkAllowed(command);
        try {
            return guard.connection().execute(command, arguments, Deadline.in(deadline));
        } catch (IOException e) {
            throw guard.gone(e);
        }
    }

    /// Waits for an event, for example `STOP`; the whole event.
    public JsonNode awaitEvent(String name, Duration deadline) {
        guard.checkAllowed("(wait for " + name + ")");
        try {
            return guard.connection().awaitEvent(name, Deadline.in(deadline));
        } catch (IOException e) {
            throw guard.gone(e);
        }
    }
}
