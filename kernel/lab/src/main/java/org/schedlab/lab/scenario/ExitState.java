package org.schedlab.lab.scenario;

/// What became of the machine during a scenario.
public enum ExitState {
    /// It stands frozen and can be used on.
    FROZEN,
    /// Its kernel panicked.
    PANICKED,
    /// QEMU ended, or the agent no longer answers.
    GONE
}
