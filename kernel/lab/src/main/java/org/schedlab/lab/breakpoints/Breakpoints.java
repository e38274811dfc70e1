package org.schedlab.lab.breakpoints;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.stacks.CodeNames;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.vm.LabException;
import org.schedlab.vm.linux.BpfCode;
import org.schedlab.vm.linux.KernelObject;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// Lets a session's machine run until something happens. The guest does not notice: it goes through the same states
/// as without. As thread-safe as the session, which owns it.
///
/// The machine stands in the middle of a CPU's turn then. There everything may be looked at; what moves or
/// changes the guest, or keeps the moment, lets that turn come to its end first, which is 20 µs of guest
/// time away at most. Structures may be in the middle of being changed, as wherever a debugger stops.
public final class Breakpoints {
    /// How many can be waited for at a time.
    public static final int MOST = 1000;

    private final SessionMachine session;
    private @Nullable Names names;
    private @Nullable Found found;

    /// Where functions of a machine's kernel are.
    private record Found(KernelMemory memory, long programs, List<Breakpoint> any, List<Probe> probes) {}

    /// What was seen of a machine's code.
    private record Names(KernelMemory memory, CodeNames code) {}

    public Breakpoints(SessionMachine session) {
        this.session = session;
    }

    /// Runs until one of them is reached, or the limit is.
    ///
    /// From a breakpoint on, with the same ones: none is missed. With others, what happens in the rest of
    /// that turn is not seen.
    ///
    /// @param any [#MOST] at most
    /// @param limit guest time, above zero
    /// @throws LabException one cannot be found; the machine is live; or the thread was interrupted
    public BreakpointStop runUntil(List<Breakpoint> any, Duration limit) {
        session.options().requireVirtualTime("stop at a breakpoint");
        if (any.isEmpty() || any.size() > MOST) {
            throw LabException.asked("a run cannot be until " + any.size() + " breakpoints")
                    .available("one to " + MOST)
                    .exception();
        }
        return session.inTurn(guest -> {
            List<Probe> probes = probes(guest.memory(), any);
            long began = guest.guestTimeNanos();
            long tried = guest.machine().observers().conditionsTried();
            Stop.Standing stop = guest.runTo("run until " + text(any), probes, limit, Slices.hostDeadline(limit));
            return new BreakpointStop(
                    stop instanceof Stop.InTurn in
                            ? Optional.of(hit(guest, any.get(in.probe()), in))
                            : Optional.empty(),
                    any,
                    guest.guestTimeNanos() - began,
                    guest.machine().observers().conditionsTried() - tried,
                    session.measuredSince(began));
        });
    }

    /// Who goes from stop to stop asks for the same functions again and again, and to find them takes half as long as a
    /// stop. A program that is loaded meanwhile may have a function of that name: it changes the list of programs.
    private List<Probe> probes(KernelMemory memory, List<Breakpoint> any) {
        long programs = BpfCode.lastLoaded(memory);
        Found before = found;
        if (before != null
                && before.memory().equals(memory)
                && before.programs() == programs
                && before.any().equals(any)) {
            return before.probes();
        }
        List<Probe> probes = new ArrayList<>();
        for (Breakpoint each : any) {
            probes.add(BreakpointProbe.of(session, memory, each, probes.size()));
        }
        // Tasks may end and programs may go: where those are is looked for each time.
        boolean stay = probes.stream()
                .allMatch(probe -> probe.kind() == Probe.Kind.STAND
                        && CodeNames.ofKernel(memory, probe.first()).isPresent());
        found = stay ? new Found(memory, programs, List.copyOf(any), List.copyOf(probes)) : null;
        return probes;
    }

    private static String text(List<Breakpoint> any) {
        return any.getFirst().text() + (any.size() == 1 ? "" : " or " + (any.size() - 1) + " others");
    }

    private BreakpointStop.Hit hit(GuestMachine guest, Breakpoint breakpoint, Stop.InTurn at) {
        KernelMemory memory = guest.memory();
        KernelObject task = KernelObject.at(
                memory, "struct task_struct", memory.space().readLong(memory.currentTaskAddress(at.cpu())));
        return new BreakpointStop.Hit(
                breakpoint,
                guest.guestTimeNanos(),
                at.cpu(),
                task.member("comm").text() + ":" + task.member("pid").number(),
                place(memory, at.pc()));
    }

    /// BPF programs are looked for only if it is none of the kernel's own functions: that is most of a stop's cost.
    private CodePlace place(KernelMemory memory, long pc) {
        Optional<CodePlace> own = CodeNames.ofKernel(memory, pc);
        if (own.isPresent()) {
            return own.get();
        }
        Names seen = names;
        if (seen == null || !seen.memory().equals(memory)) {
            seen = new Names(memory, new CodeNames(memory));
            names = seen;
        }
        seen.code().look();
        return seen.code().place(pc);
    }
}
