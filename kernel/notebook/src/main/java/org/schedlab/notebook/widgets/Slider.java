package org.schedlab.notebook.widgets;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.display.AlreadyShown;
import org.schedlab.notebook.display.Display;
import org.schedlab.notebook.display.Displayable;
import org.schedlab.notebook.display.Rich;
import org.schedlab.notebook.protocol.Comms;
import org.schedlab.vm.LabException;

/// A slider in the notebook, and below it what an action gives for its value. Every value starts from the
/// same moment of the machine, the one in which the slider was made, so values can be compared; afterwards
/// the machine stands where it stood, and no other cell notices. Confined to the thread of the cells.
public final class Slider implements AlreadyShown, Displayable {
    private static final int STEPS = 100;

    private final String name;
    private final long least;
    private final long most;
    private final LongFunction<? extends @Nullable Object> action;
    private final SameMoment moment = SameMoment.now();
    private final LiveOutput output = new LiveOutput();
    private final WidgetModel model;
    private long value;

    Slider(
            Comms comms,
            String name,
            long least,
            long most,
            long value,
            LongFunction<? extends @Nullable Object> action) {
        if (least >= most || value < least || value > most) {
            throw LabException.asked("the slider '%s' goes from a lower to a higher value".formatted(name))
                    .found(String.format(Locale.ROOT, "from %d to %d, at %d", least, most, value))
                    .exception();
        }
        this.name = name;
        this.least = least;
        this.most = most;
        this.value = value;
        this.action = action;
        model = WidgetModel.control(
                comms,
                "IntSlider",
                Map.of(
                        "description", name,
                        "min", least,
                        "max", most,
                        "step", step(most - least),
                        "value", value,
                        "continuous_update", false,
                        "readout_format", ",d"));
    }

    /// Shows the slider and what its first value gives.
    Slider shown() throws InterruptedException {
        model.open(this::received);
        var _ = Display.display(look());
        act();
        return this;
    }

    /// Moves it from Java, where no front end has sliders.
    public Slider set(long to) throws InterruptedException {
        value = Math.clamp(to, least, most);
        model.set("value", value);
        act();
        return this;
    }

    /// The present value.
    public long value() {
        return value;
    }

    private void received(JsonObject data) {
        JsonObject state = data.has("state") ? data.getAsJsonObject("state") : new JsonObject();
        if (state.has("value")) {
            value = Math.clamp(Math.round(state.get("value").getAsDouble()), least, most);
            try {
                act();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void act() throws InterruptedException {
        Callable<@Nullable Object> work = () -> moment.again(() -> {
            Object found = action.apply(value);
            return found == null ? null : Display.rendered(found);
        });
        output.show(String.format(Locale.ROOT, "%s = %,d", name, value), work);
    }

    private Rich look() {
        return Rich.text(String.format(
                        Locale.ROOT,
                        "slider %s, %,d to %,d: it can be moved where the front end has ipywidgets 7 or 8 (pip install"
                                + " ipywidgets); here by its method set(%,d)",
                        name,
                        least,
                        most,
                        value))
                .with(Widgets.VIEW, model.view());
    }

    /// A hundredth of the way, as 1, 2 or 5 times a power of ten.
    static long step(long way) {
        long power = 1;
        while (power * 10 <= way / STEPS) {
            power *= 10;
        }
        long times = way / STEPS / power;
        return Math.max(1, power * (times >= 5 ? 5 : times >= 2 ? 2 : 1));
    }

    /// Another view of the same slider.
    @Override
    public Rich display() {
        return look();
    }
}
