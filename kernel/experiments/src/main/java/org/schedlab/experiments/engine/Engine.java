package org.schedlab.experiments.engine;

import java.util.List;

import org.schedlab.vm.LabException;

/// Starts workers on other hosts, says whether any is left, ends them. Stateless.
public sealed interface Engine permits SlurmEngine, SshEngine {
    /// The engine of a name.
    ///
    /// @throws LabException there is none; says which there are
    static Engine named(String name) {
        return switch (name) {
            case "slurm" -> new SlurmEngine();
            case "ssh" -> new SshEngine();
            default ->
                throw LabException.asked("there is no engine '%s'".formatted(name))
                        .available("local, slurm, ssh")
                        .remedy("for others: ./schedlab sweep export k8s or github")
                        .exception();
        };
    }

    /// Starts workers for some shards.
    ///
    /// @param shards numbers from 1
    /// @param shunned hosts that were refused
    /// @return what they are known by, for the other calls
    /// @throws LabException the engine does not take them; says why
    String submit(Submission submission, List<Integer> shards, List<String> shunned);

    /// How many shards wait or run, and what else the engine says.
    Standing standing(Submission submission, String id);

    /// Ends the workers; what they have kept stays.
    void cancel(Submission submission, String id);

    /// What the engine says of its workers.
    ///
    /// @param alive shards that wait or run
    /// @param text that in words
    /// @param refused hosts that may not work on the sweep
    record Standing(int alive, String text, List<String> refused) {}
}
