package org.schedlab.experiments.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntBiFunction;

import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.vm.LabException;

/// What a command line can ask, and how it is answered.
///
/// @param usage what the user is told who got it wrong
/// @param valued options that have a value
/// @param flags options that have none
/// @param every how often progress is told
public record Question(String usage, Set<String> valued, Set<String> flags, Duration every) {
    /// Answers a command line; what is wrong with it is told.
    ///
    /// @param how gives what the JVM ends with
    /// @return what the JVM ends with
    public int answer(List<String> words, PrintStream told, ToIntBiFunction<Arguments, LineProgress> how) {
        try {
            return how.applyAsInt(new Arguments(usage, words, valued, flags), new LineProgress(told, every));
        } catch (LabException e) {
            told.println("schedlab: error: " + e.getMessage());
            return ExitCode.of(e);
        }
    }
}
