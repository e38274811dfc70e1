package org.schedlab.guest.agent;

import java.time.Duration;

import org.schedlab.vm.machine.Machine;

/// One request, one pass, one reply: the protocol of the mailbox with its checks.
final class Exchange {
    private static final int CONSOLE_LINES = 20;

    private final Machine machine;
    private final Duration deadline;

    Exchange(Machine machine, Duration deadline) {
        this.machine = machine;
        this.deadline = deadline;
    }

    /// Waits for a guest that missed an earlier deadline.
    void awaitFrozen() {
        if (!machine.frozen() && !machine.timePasses()) {
            machine.awaitFreeze(deadline);
        }
    }

    /// The mailbox, after waiting for a guest that missed an earlier deadline.
    Mailbox frozenMailbox() {
        awaitFrozen();
        Mailbox mailbox = new Mailbox(machine.mailbox());
        if (!mailbox.hasAgent()) {
            throw gone("cannot talk to the agent", "the mailbox does not bear its mark");
        }
        return mailbox;
    }

    void pass() {
        Mailbox mailbox = frozenMailbox();
        travel("cannot pass the freeze point", mailbox, deadline);
    }

    byte[] call(Request request) {
        return call(request, deadline);
    }

    /// Has a command carried out and gives the bytes of its reply.
    byte[] call(Request request, Duration patience) {
        Mailbox mailbox = frozenMailbox();
        long id = mailbox.request(request);
        travel(request.what(), mailbox, patience);
        if (mailbox.replyId() != id) {
            throw gone(request.what(), "the last reply is number %d, not %d".formatted(mailbox.replyId(), id));
        }
        if (mailbox.error() != 0) {
            throw AgentException.refused(request.what(), mailbox.error(), mailbox.replyText(), request.remedy());
        }
        return mailbox.replyBytes();
    }

    private void travel(String what, Mailbox mailbox, Duration patience) {
        long before = mailbox.pass();
        machine.thaw();
        machine.awaitFreeze(patience);
        if (!mailbox.hasAgent() || mailbox.pass() != before + 1) {
            throw gone(what, "%d passes instead of %d".formatted(mailbox.pass(), before + 1));
        }
    }

    private AgentException gone(String what, String seen) {
        return AgentException.gone(what, seen, machine.console().lastLines(CONSOLE_LINES));
    }
}
