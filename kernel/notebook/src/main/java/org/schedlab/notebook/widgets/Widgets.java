package org.schedlab.notebook.widgets;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.protocol.Comms;
import org.schedlab.vm.LabException;

/// Sliders and buttons for cells, where the front end has ipywidgets 7 or 8: JupyterLab and the classic
/// notebook, once they are installed beside it (`pip install ipywidgets`). Elsewhere a text says so, and
/// their methods do the same.
public final class Widgets {
    static final String VIEW = "application/vnd.jupyter.widget-view+json";
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration RUN = Duration.ofMillis(100);
    private static final AtomicLong NUMBER = new AtomicLong();
    private static volatile @Nullable Comms connected;

    private Widgets() {}

    /// From now on widgets are shown over these comms. Called once by the kernel.
    public static void connect(Comms comms) {
        connected = comms;
        WidgetStates.answerOver(comms);
    }

    /// A slider, and below it what the action gives for its value, each time from the moment in which the slider was
    /// made; afterwards the machine stands where it stood.
    ///
    /// ```java
    /// slider("slice_ns", 1_000_000, 20_000_000, ns -> {
    ///     attach(scheduler("vtime").with("slice_ns", ns));
    ///     run(ms(50));
    ///     return trace().last(ms(50)).timeline();
    /// });
    /// ```
    ///
    /// @param name shown beside it; if the scheduler in charge has a knob of that name, the slider begins at its
    ///     value
    /// @param least its left end
    /// @param most its right end
    /// @param action takes the value; what it returns is shown, null shows nothing
    /// @throws LabException if the ends are the wrong way round; without a front end
    public static Slider slider(String name, long least, long most, LongFunction<? extends @Nullable Object> action)
            throws InterruptedException {
        return new Slider(comms(), name, least, most, Math.clamp(knob(name, least), least, most), action).shown();
    }

    /// Buttons: a step of 1 ms, a run of 100 ms, back to the moment in which they were made. They move the
    /// machine for good.
    ///
    /// @throws LabException if no machine was booted; without a front end
    public static Controls controls() throws InterruptedException {
        return controls(Widgets::place);
    }

    /// The same, with a view of the machine that is shown anew after each press: `controls(() -> tasks())`.
    public static Controls controls(Supplier<? extends @Nullable Object> view) throws InterruptedException {
        return controls(STEP, RUN, view);
    }

    /// The same, with the lengths of a step and of a run.
    public static Controls controls(Duration step, Duration run, Supplier<? extends @Nullable Object> view)
            throws InterruptedException {
        return new Controls(comms(), "controls " + NUMBER.incrementAndGet(), step, run, view).shown();
    }

    private static Comms comms() {
        Comms comms = connected;
        if (comms == null) {
            throw LabException.asked("sliders and buttons are a notebook's")
                    .remedy("in a program, call what they would")
                    .exception();
        }
        return comms;
    }

    private static long knob(String name, long otherwise) {
        try {
            return Lab.ifBooted().isPresent() ? Lab.knob(name).number() : otherwise;
        } catch (LabException noKnob) {
            return otherwise;
        }
    }

    private static String place() {
        return String.format(
                Locale.ROOT,
                "the guest's clock stands at %s",
                Lab.vm().instant().time());
    }
}
