package org.schedlab.lab.words;

import org.schedlab.lab.flightrecorder.FlightRecorder;
import org.schedlab.lab.pictures.TimelinePicture;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.trace.Trace;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;

/// The words of a notebook for what has happened in the machine of the current session: the flight recorder
/// is always on, and nobody in the guest can notice it. Imported statically beside [Lab]. Thread-safe.
public final class TraceWords {
    private TraceWords() {}

    /// What happened, as far back as it was kept: `trace().timeline()`, `trace().latency()`, `trace().worst(5)`,
    /// `trace().why(trace().worst(1))` and more; `trace().last(ms(100))` is the end of it.
    ///
    /// @throws LabException no machine was booted, it is live, or the recorder is off
    public static Trace trace() {
        return Lab.vm().trace();
    }

    /// Who ran where, over everything that was kept: [Trace#timeline()].
    ///
    /// @throws LabException no machine was booted, it is live, or the recorder is off
    public static TimelinePicture timeline() {
        return trace().timeline();
    }

    /// The same with some workers only.
    ///
    /// @throws LabException no machine was booted, it is live, or the recorder is off
    public static TimelinePicture timeline(Workers workers) {
        return trace().timeline(workers.list().stream()
                .map(worker -> worker.comm() + ":" + worker.pid())
                .toArray(String[]::new));
    }

    /// The flight recorder: on, off, how much it keeps.
    ///
    /// @throws LabException no machine was booted
    public static FlightRecorder recorder() {
        return Lab.vm().recorder();
    }

    /// Notes something at this instant; pictures of it show the note.
    ///
    /// @throws LabException no machine was booted
    public static void note(String text) {
        recorder().mark(Mark.Kind.NOTE, text);
    }
}
