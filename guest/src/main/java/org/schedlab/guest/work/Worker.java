package org.schedlab.guest.work;

/// A process that was spawned to do some work. Pid and start time together name it for ever.
///
/// @param pid in the guest
/// @param startTimeTicks field 22 of `/proc/PID/stat`
/// @param comm its name in the kernel
public record Worker(int pid, long startTimeTicks, String comm) {}
