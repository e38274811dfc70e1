package org.schedlab.vm.spec;

import org.schedlab.vm.LabException;

/// How a machine's CPUs are run, and how its time passes.
public enum Mode {
    /// Guest time is a function of the instructions executed; equal inputs give equal bits.
    VIRTUAL_TIME("virtual time"),
    /// The guest's clock goes with the host's, on the host's own CPUs.
    KVM("live (KVM)"),
    /// The guest's clock goes with the host's; one thread emulates the CPUs in turn.
    TCG_ONE_THREAD("live (TCG, one thread)"),
    /// The guest's clock goes with the host's; each CPU is emulated by a thread of its own.
    TCG_THREADS("live (TCG, a thread for each CPU)");

    private final String text;

    Mode(String text) {
        this.text = text;
    }

    /// Whether guest time passes by itself.
    public boolean live() {
        return this != VIRTUAL_TIME;
    }

    /// For captions, for example `live (KVM)`.
    public String text() {
        return text;
    }

    /// Throws unless the machine is live.
    public void requireLive(String asked) {
        if (!live()) {
            throw LabException.asked("cannot " + asked)
                    .found("the machine is in virtual time: its time passes only while it is let run")
                    .remedy("thaw and awaitFreeze, or boot a live machine")
                    .exception();
        }
    }

    /// Throws unless the machine is in virtual time.
    public void requireVirtual(String asked) {
        if (live()) {
            throw LabException.asked("cannot %s of a live machine".formatted(asked))
                    .found("its state cannot be repeated")
                    .remedy("boot a machine in virtual time")
                    .exception();
        }
    }
}
