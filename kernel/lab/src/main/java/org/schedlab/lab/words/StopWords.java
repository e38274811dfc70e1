package org.schedlab.lab.words;

import java.time.Duration;
import java.util.List;

import org.schedlab.lab.breakpoints.Breakpoint;
import org.schedlab.lab.breakpoints.BreakpointStop;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.Target;

/// The words of a notebook that stop the machine of the current session where something happens:
/// [org.schedlab.lab.breakpoints.Breakpoints]. Imported statically beside [Lab]. Thread-safe.
public final class StopWords {
    private StopWords() {}

    /// Runs until something happens, and stops the machine at that very instruction:
    /// `runUntil(written(perCpu("runqueues", "nr_running", 1)).above(4), ms(50))`. Tables, stacks and
    /// pictures show that instant; `run` goes on.
    ///
    /// @param limit guest time, above zero
    /// @throws LabException no machine was booted, it is live, or there is no such function or field
    public static BreakpointStop runUntil(Breakpoint event, Duration limit) {
        return runUntil(List.of(event), limit);
    }

    /// The same for whichever comes first.
    ///
    /// @throws LabException as [#runUntil(Breakpoint, Duration)]
    public static BreakpointStop runUntil(List<Breakpoint> any, Duration limit) {
        return Lab.vm().breakpoints().runUntil(any, limit);
    }

    /// A function is called: of the kernel, or of a BPF program that is loaded. `.of(worker)` takes the
    /// calls for one task alone.
    public static Breakpoint.Entry entry(String function) {
        return Breakpoint.entry(function);
    }

    /// A field is written; `.equalTo(0)`, `.above(4)`, `.changed()` and the like say by what value.
    public static Breakpoint.Written written(Target field) {
        return Breakpoint.written(field);
    }
}
