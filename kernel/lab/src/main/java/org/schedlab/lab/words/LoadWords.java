package org.schedlab.lab.words;

import org.schedlab.lab.replay.Replay;
import org.schedlab.lab.rtapp.RtAppRun;
import org.schedlab.lab.settings.KernelSettings;
import org.schedlab.vm.LabException;

/// The words of a notebook for loads that come from elsewhere, and for settings of the kernel. Imported statically
/// beside [Lab]. Thread-safe.
public final class LoadWords {
    private LoadWords() {}

    /// Starts the tasks of a file for rt-app as workers: `rtApp("video.json").run()` lets its duration pass and shows
    /// rt-app's measures.
    ///
    /// @param pathOrText a file, or the JSON itself
    /// @throws LabException a word that is not known, with line, column and path; no machine was booted
    public static RtAppRun rtApp(String pathOrText) {
        return Lab.vm().rtApp(pathOrText);
    }

    /// Settings of the guest's kernel: `settings().feature("NO_PLACE_LAG")`, `.sysctl("kernel.sched_rt_runtime_us",
    /// -1)`,
    /// `.offline(3)`, `.server("fair", 0, ms(50), s(1))`.
    ///
    /// @throws LabException no machine was booted
    public static KernelSettings settings() {
        return Lab.vm().settings();
    }

    /// Reads a recording of scheduling, to be played by workers: `replay("trace.dat").start().run()` shows how
    /// faithful that was. Text of ftrace, `trace-cmd report`, `perf script` or `perf sched script`, a
    /// `trace.dat`, or a Perfetto trace.
    ///
    /// @throws LabException it cannot be read, or holds no switches; no machine was booted
    public static Replay replay(String path) {
        return Lab.vm().replay(path);
    }
}
