package org.schedlab.notebook.widgets;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.display.AlreadyShown;
import org.schedlab.notebook.display.Display;
import org.schedlab.notebook.display.Displayable;
import org.schedlab.notebook.display.Rich;
import org.schedlab.notebook.protocol.Comms;

/// Buttons that let guest time move on by a step or by a run, and bring the machine back to the moment in which they
/// were
/// made. Unlike a [Slider], they move the machine for good: what the cells below see is what the buttons
/// left. Confined to the thread of the cells.
public final class Controls implements AlreadyShown, Displayable {
    private final Duration step;
    private final Duration run;
    private final Supplier<? extends @Nullable Object> view;
    private final VmSession machine = Lab.vm();
    private final String start;
    private final LiveOutput output = new LiveOutput();
    private final WidgetModel row;

    Controls(Comms comms, String start, Duration step, Duration run, Supplier<? extends @Nullable Object> view) {
        this.start = start;
        this.step = step;
        this.run = run;
        this.view = view;
        row = WidgetModel.row(
                comms,
                List.of(
                        button(comms, "step " + words(step), "step-forward", this::step),
                        button(comms, "run " + words(run), "play", this::run),
                        button(comms, "rewind", "fast-backward", this::rewind)));
    }

    private interface Press {
        void press() throws InterruptedException;
    }

    private static WidgetModel button(Comms comms, String text, String icon, Press press) {
        Consumer<JsonObject> news = data -> {
            if (data.has("content") && "click".equals(event(data.getAsJsonObject("content")))) {
                try {
                    press.press();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        return WidgetModel.control(comms, "Button", Map.of("description", text, "icon", icon))
                .open(news);
    }

    private static String event(JsonObject content) {
        return content.has("event") ? content.get("event").getAsString() : "";
    }

    /// Shows the buttons, and below them where the machine stands.
    Controls shown() throws InterruptedException {
        if (!machine.options().isLive()) {
            machine.checkpoint(start);
        }
        row.open(_ -> {});
        var _ = Display.display(display());
        act("", () -> {});
        return this;
    }

    /// Does what the button does.
    public void step() throws InterruptedException {
        act("step", () -> machine.run(step));
    }

    /// Does what the button does.
    public void run() throws InterruptedException {
        act("run", () -> machine.run(run));
    }

    /// Does what the button does.
    public void rewind() throws InterruptedException {
        act("rewind", () -> machine.rewind(start));
    }

    private void act(String what, Runnable move) throws InterruptedException {
        Callable<@Nullable Object> work = () -> {
            move.run();
            return view.get();
        };
        output.show(what.isEmpty() ? "before the first step" : "after a " + what, work);
    }

    private static String words(Duration time) {
        long micros = time.toNanos() / 1000;
        return micros % 1000 == 0 ? micros / 1000 + " ms" : micros + " µs";
    }

    @Override
    public Rich display() {
        return Rich.text(
                        "buttons step, run and rewind: they can be pressed where the front end has ipywidgets 7 or 8 (pip"
                                + " install ipywidgets); here by the methods step(), run() and rewind()")
                .with(Widgets.VIEW, row.view());
    }
}
