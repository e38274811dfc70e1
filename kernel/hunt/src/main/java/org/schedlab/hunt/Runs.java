package org.schedlab.hunt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.schedlab.hunt.run.Outcome;
import org.schedlab.hunt.run.ScenarioRunner;
import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.machine.MachinePool.Result;
import org.schedlab.vm.LabException;

/// Runs scenarios side by side. Thread-safe.
///
/// @param pool as many at once as the host bears
/// @param runner runs one
record Runs(MachinePool pool, ScenarioRunner runner) {
    /// Lets all of them happen.
    ///
    /// @param lines whether to note which code they execute
    /// @param told hears each result as soon as those before it are there
    /// @throws LabException the thread was interrupted: all machines are closed
    List<Result<Outcome>> explore(List<Scenario> scenarios, boolean lines, Consumer<Result<Outcome>> told) {
        return happen(
                scenarios.stream()
                        .<MachinePool.Task<Outcome>>map(scenario ->
                                machines -> lines ? runner.explore(scenario, machines) : runner.run(scenario, machines))
                        .toList(),
                told);
    }

    private List<Result<Outcome>> happen(List<MachinePool.Task<Outcome>> tasks, Consumer<Result<Outcome>> told) {
        try {
            return pool.each(tasks, told);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static LabException interrupted(InterruptedException why) {
        Thread.currentThread().interrupt();
        return new LabException(
                LabException.asked("the hunt was interrupted")
                        .found("what it has tried is kept, and no machine is left")
                        .remedy("the same hunt in the same folder goes on from there")
                        .text(),
                why);
    }

    /// Something with a machine of its own.
    ///
    /// @throws RuntimeException what it threw
    <T> T one(MachinePool.Task<T> task) throws InterruptedException {
        return pool.all(List.of(task)).getFirst();
    }

    /// Lets all of them happen; all have to come to an end.
    ///
    /// @throws RuntimeException what the first of them threw that did not
    List<Outcome> all(List<Scenario> scenarios) {
        List<Outcome> outcomes = new ArrayList<>();
        List<MachinePool.Task<Outcome>> tasks = scenarios.stream()
                .<MachinePool.Task<Outcome>>map(scenario -> machines -> runner.run(scenario, machines))
                .toList();
        happen(tasks, _ -> {}).forEach(result -> outcomes.add(value(result)));
        return outcomes;
    }

    /// @throws RuntimeException what was thrown
    static <T> T value(Result<T> result) {
        return switch (result) {
            case Result.Done<T>(T value) -> value;
            case Result.Failed<T>(Throwable why) -> throw rethrown(why);
        };
    }

    static RuntimeException rethrown(Throwable why) {
        return switch (why) {
            case Error error -> throw error;
            case RuntimeException known -> known;
            default -> new IllegalStateException(why);
        };
    }
}
