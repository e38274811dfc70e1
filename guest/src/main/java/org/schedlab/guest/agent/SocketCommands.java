package org.schedlab.guest.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.schedlab.guest.protocol.Exchange;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.protocol.Request;
import org.schedlab.vm.LabException;

/// The agent's command that asks a server in the guest by its Unix socket. As confined as [Agent].
public final class SocketCommands {
    /// The errno of a path where there is no socket.
    public static final int ENOENT = 2;
    /// The errno of a server that has hung up.
    public static final int EPIPE = 32;
    /// The errno of a server that has ended.
    public static final int ECONNRESET = 104;
    /// The errno of a server that does not answer in time.
    public static final int ETIMEDOUT = 110;
    /// The errno of a socket that no server listens to any more.
    public static final int ECONNREFUSED = 111;

    private static final int LONGEST_PATH = 107;

    private final Exchange exchange;

    SocketCommands(Exchange exchange) {
        this.exchange = exchange;
    }

    /// What a server said.
    ///
    /// @param line without its end
    /// @param connectedAnew whether it was called for this; false when it was still on the line from the question
    ///     before
    public record Answer(String line, boolean connectedAnew) {}

    /// Says a line to a server that listens at a path, and waits for a line. One connection is kept from one question
    /// to the next, of the path that was asked last; it ends when the server hangs up or does not answer in time.
    ///
    /// @param path absolute, in the guest, at most 107 bytes
    /// @param line without its end
    /// @param limit how much guest time the answer may take
    /// @throws org.schedlab.guest.protocol.AgentException with the guest's errno, one of those above or another
    /// @throws LabException the path cannot be a socket's
    public Answer ask(String path, String line, Duration limit) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (!path.startsWith("/") || name.length > LONGEST_PATH) {
            throw LabException.asked("cannot ask the server at " + path)
                    .found(path.startsWith("/") ? name.length + " bytes" : "a path that does not begin at /")
                    .available("absolute paths of at most " + LONGEST_PATH + " bytes, as Unix sockets have")
                    .exception();
        }
        byte[] reply = exchange.call(
                new Request(
                        "cannot ask the server at " + path,
                        "check that its program runs and serves there",
                        MailboxLayout.COMMAND_SOCKET_ASK,
                        name.length,
                        limit.toNanos(),
                        (path + line + "\n").getBytes(StandardCharsets.UTF_8)),
                limit.plus(Exchange.PATIENCE));
        return new Answer(
                new String(reply, StandardCharsets.UTF_8),
                exchange.frozenMailbox().result() != 0);
    }
}
