package org.schedlab.vm.machine;

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
}
