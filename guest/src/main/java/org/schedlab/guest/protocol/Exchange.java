package org.schedlab.guest.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// One request, one pass, one reply: the protocol of the mailbox with its checks.
///
/// In virtual time a command is bounded in guest time, so a busy host makes none fail. The guest is met
/// every [#SLICE], of which nobody in it takes notice. A command that does not come to its end leaves
/// the machine where it stands: it may be looked at, let run on, or rewound. As long as it is at work,
/// no other command is carried out.
public final class Exchange {
    /// How long a command may take that does not say so itself.
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration SLICE = Duration.ofMillis(50);
    private static final int CONSOLE_LINES = 20;

    private final Machine machine;
    private final Duration hostDeadline;
    private String latest = "an earlier command";
    private boolean atWork;

    /// @param hostDeadline how long the host waits for [#SLICE] of guest time, or for all of a command
    ///     in a live machine
    public Exchange(Machine machine, Duration hostDeadline) {
        this.machine = machine;
        this.hostDeadline = hostDeadline;
    }

    /// Waits for a guest that missed an earlier deadline of the host's.
    public void awaitFrozen() {
        if (!machine.frozen() && !machine.timePasses()) {
            machine.awaitFreeze(hostDeadline);
        }
    }

    /// The mailbox, after waiting for a guest that missed an earlier deadline of the host's.
    public Mailbox frozenMailbox() {
        awaitFrozen();
        Mailbox mailbox = new Mailbox(machine.mailbox());
        if (!mailbox.hasAgent()) {
            throw gone("cannot talk to the agent", "the mailbox does not bear its mark");
        }
        return mailbox;
    }

    public void pass() {
        Mailbox mailbox = readyMailbox("cannot pass the freeze point");
        travel("cannot pass the freeze point", mailbox, PATIENCE, hostDeadline);
    }

    /// Lets guest time pass, also when the agent is at work: it goes on with it.
    ///
    /// @return why the machine stands: a probe may have stopped it sooner
    public Stop.Standing run(Duration guestTime, Duration deadline) {
        return run(guestTime, length -> machine.run(length, deadline));
    }

    /// As [#run(Duration, Duration)], but at most to one of some instructions or stores.
    public Stop.Standing runTo(List<Probe> probes, Duration guestTime, Duration deadline) {
        return run(guestTime, length -> machine.runTo(probes, length, deadline));
    }

    private Stop.Standing run(Duration guestTime, Function<Duration, Stop.Standing> step) {
        awaitFrozen();
        long until = machine.askedNanos() + guestTime.toNanos();
        Stop.Standing stop = passed(step.apply(guestTime));
        while (machine.clockNanos() < until && stop instanceof Stop.AtAgent) { // it came to its freeze point meanwhile
            stop = passed(step.apply(Duration.ofNanos(until - machine.clockNanos())));
        }
        return stop;
    }

    private Stop.Standing passed(Stop.Standing stop) {
        atWork &= !stop.agentArrived();
        return stop;
    }

    public byte[] call(Request request) {
        return call(request, PATIENCE, hostDeadline);
    }

    /// Has a command carried out that may take longer than others.
    ///
    /// @param patience how much guest time it may take
    public byte[] call(Request request, Duration patience) {
        return call(request, patience, patience.compareTo(hostDeadline) > 0 ? patience : hostDeadline);
    }

    /// Has a command carried out and gives the bytes of its reply.
    ///
    /// @param patience how much guest time it may take in virtual time
    /// @param liveDeadline how long the host waits for it in a live machine
    /// @throws AgentException it was refused, could not be done, or took longer
    public byte[] call(Request request, Duration patience, Duration liveDeadline) {
        Mailbox mailbox = readyMailbox(request.what());
        latest = request.what();
        long id = mailbox.nextId();
        machine.give(request.what(), mailbox.message(request, id));
        travel(request.what(), mailbox, patience, liveDeadline);
        if (mailbox.replyId() != id) {
            throw gone(
                    request.what(),
                    String.format(Locale.ROOT, "the last reply is number %d, not %d", mailbox.replyId(), id));
        }
        if (mailbox.error() != 0) {
            throw AgentException.refused(request.what(), mailbox.error(), mailbox.replyText(), request.remedy());
        }
        return mailbox.replyBytes();
    }

    /// The mailbox of an agent that rests; one that is still at work on an earlier command gets some time
    /// to end it.
    private Mailbox readyMailbox(String asked) {
        Mailbox mailbox = frozenMailbox();
        if (machine.spec().mode().live() || (!atWork && !mailbox.busy())) {
            return mailbox;
        }
        String what = asked + ": the guest is still at work on what was asked before (" + latest + ")";
        goOn(what, mailbox, machine.clockNanos(), SLICE);
        return mailbox;
    }

    private void travel(String what, Mailbox mailbox, Duration patience, Duration liveDeadline) {
        long before = mailbox.pass();
        if (machine.spec().mode().live()) {
            machine.thaw();
            machine.awaitFreeze(liveDeadline);
        } else {
            travelInSlices(what, mailbox, patience);
        }
        if (!mailbox.hasAgent() || mailbox.pass() != before + 1) {
            throw gone(what, String.format(Locale.ROOT, "%d passes instead of %d", mailbox.pass(), before + 1));
        }
    }

    private void travelInSlices(String what, Mailbox mailbox, Duration patience) {
        long begun = machine.clockNanos();
        machine.thaw(SLICE);
        atWork = !machine.awaitFreeze(hostDeadline).agentArrived();
        if (atWork) {
            goOn(what, mailbox, begun, patience);
        }
    }

    /// Goes on with a command that is under way, over the ends of slices and the stops at probes.
    private void goOn(String what, Mailbox mailbox, long begun, Duration patience) {
        do {
            checkLate(what, mailbox, begun, patience);
            machine.goOn(SLICE);
            atWork = !machine.awaitFreeze(hostDeadline).agentArrived();
        } while (atWork);
    }

    private void checkLate(String what, Mailbox mailbox, long begun, Duration patience) {
        long nanos = machine.clockNanos() - begun;
        if (nanos >= patience.toNanos()) {
            String doing = mailbox.doing().isEmpty() ? "" : "; the agent is at this step: " + mailbox.doing();
            throw AgentException.late(
                    what,
                    String.format(Locale.ROOT, "%.1f s of guest time passed without a reply%s", nanos / 1e9, doing),
                    machine.console().lastLines(CONSOLE_LINES));
        }
    }

    private AgentException gone(String what, String seen) {
        return AgentException.gone(what, seen, machine.console().lastLines(CONSOLE_LINES));
    }
}
