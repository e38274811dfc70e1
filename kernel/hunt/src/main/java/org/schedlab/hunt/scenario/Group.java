package org.schedlab.hunt.scenario;

/// A cgroup that is there before the first step.
///
/// @param name its path below `/sys/fs/cgroup`
/// @param weight `cpu.weight`, 1 to 10000; 100 is what the kernel gives
public record Group(String name, int weight) {
    /// What the kernel gives.
    public static final int USUAL_WEIGHT = 100;
}
