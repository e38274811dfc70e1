package org.schedlab.experiments;

import org.schedlab.guest.scheduler.SchedulerObject;

/// What the values of a factor are, so that another host can make them: data, or code that only this JVM has.
public sealed interface FactorForm {
    /// Its values are [org.schedlab.guest.scheduler.Scheduler]s.
    record Schedulers() implements FactorForm {}

    /// Its values are those of a knob, which is called as the factor is.
    record Knob(SchedulerObject scheduler) implements FactorForm {}

    /// Its values are texts, as [org.schedlab.lab.BootOptions#withTopology].
    record Topologies() implements FactorForm {}

    /// Its values are files, series or versions of kernels, as texts.
    record Kernels() implements FactorForm {}

    /// Its values are [org.schedlab.lab.scenario.Scenario]s.
    record Scenarios() implements FactorForm {}

    /// Its values are durations.
    record StartOffsets() implements FactorForm {}

    /// Its values are whole numbers.
    record Seeds() implements FactorForm {}

    /// Only Java code knows what its values mean.
    record Code() implements FactorForm {}
}
