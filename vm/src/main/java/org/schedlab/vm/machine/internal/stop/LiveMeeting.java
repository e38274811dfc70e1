package org.schedlab.vm.machine.internal.stop;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.RunningQemu;
import org.schedlab.vm.spec.GuestLayout;
import org.schedlab.vm.spec.Stop;

/// The freeze point of a live machine: its agent waits there for a number in the mailbox while time
/// passes, and QMP stops and starts the CPUs. Used by one thread at a time.
public final class LiveMeeting implements Meeting {
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofNanos(100_000);
    private static final VarHandle NUMBER =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private final MemorySegment mailbox;
    private final RunningQemu.Started parts;
    private boolean stopped = true;

    /// @param parts a QEMU whose CPUs were not started yet
    public LiveMeeting(MemorySegment mailbox, RunningQemu.Started parts) {
        this.mailbox = mailbox;
        this.parts = parts;
    }

    /// Stops the CPUs, wherever they are.
    public void stop() throws IOException {
        if (!stopped) {
            parts.qmp().execute("stop", Map.of(), Deadline.in(COMMAND));
            stopped = true;
        }
    }

    /// Starts the CPUs. An agent at its freeze point stays there.
    public void goOn() throws IOException {
        if (stopped) {
            parts.qmp().execute("cont", Map.of(), Deadline.in(COMMAND));
            stopped = false;
        }
    }

    @Override
    public void release() throws IOException {
        put(GuestLayout.RELEASED_OFFSET, number(GuestLayout.PASS_OFFSET));
        goOn();
    }

    @Override
    public Stop await(Duration atMost) throws IOException {
        Deadline deadline = Deadline.in(atMost);
        while (number(GuestLayout.PASS_OFFSET) != number(GuestLayout.RELEASED_OFFSET) + 1) {
            if (deadline.passed()) {
                return new Stop.OutOfTime(atMost);
            }
            boolean _ = parts.line().await(Duration.ZERO).isPresent();
            LockSupport.parkNanos(POLL.toNanos());
        }
        stop();
        return new Stop.AtAgent();
    }

    private long number(long offset) throws EOFException {
        try {
            return (long) NUMBER.getAcquire(mailbox, offset);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private void put(long offset, long value) throws EOFException {
        try {
            NUMBER.setRelease(mailbox, offset, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        }
    }

    private static EOFException closed(IllegalStateException cause) {
        EOFException closed = new EOFException("the machine was closed");
        closed.initCause(cause);
        return closed;
    }
}
