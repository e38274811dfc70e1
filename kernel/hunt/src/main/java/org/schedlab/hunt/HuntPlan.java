package org.schedlab.hunt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.hunt.run.Invariant;
import org.schedlab.lab.BootOptions;

/// What was chosen for a hunt.
///
/// @param machine what all machines have in common but for the topology
/// @param hold guest time after each scenario's last step
/// @param lines whether lines of the scheduler and functions of the kernel steer it too
/// @param budget host time; empty for no end
/// @param scenarios empty for no end
/// @param finds it ends with so many
/// @param folder where it is kept
record HuntPlan(
        Scheduler scheduler,
        BootOptions machine,
        long seed,
        List<String> topologies,
        Duration hold,
        List<Invariant> invariants,
        boolean lines,
        Optional<Duration> budget,
        OptionalLong scenarios,
        int finds,
        Path folder) {}
