package org.schedlab.vm.machine;

import java.io.IOException;
import java.time.Duration;

import org.schedlab.vm.machine.internal.host.ConsoleFollower;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.stop.Meeting;
import org.schedlab.vm.spec.Stop;

/// Takes a guest that was just started to its first freeze point; its console is handed on meanwhile,
/// and every line on it is progress.
///
/// @param firstLine by when the kernel must have said something
record FirstFreeze(Console console, BootListener listener, Deadline firstLine, Deadline deadline) {
    private static final Duration CONSOLE_POLL = Duration.ofMillis(100);

    void await(Meeting meeting) throws IOException {
        ConsoleFollower follower =
                new ConsoleFollower(console.file(), line -> listener.consoleLine(line, deadline.elapsed()));
        while (meeting.await(shorter(CONSOLE_POLL, deadline.left())) instanceof Stop.OutOfTime) {
            if (follower.poll()) {
                deadline.progress();
            }
            if (firstLine.passed() && console.lastLines().isEmpty()) {
                throw firstLine.missed(
                        "the kernel's first line on its console",
                        "allow more time; a kernel of your own needs CONFIG_SERIAL_8250_CONSOLE and CONFIG_PRINTK");
            }
            if (deadline.passed()) {
                throw deadline.missed(
                        "the guest's agent to reach its freeze point, or another line on the console,",
                        "allow more time (%boot --deadline 10m), or look at " + Console.quoted(console.lastLines()));
            }
        }
        boolean _ = follower.poll();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
