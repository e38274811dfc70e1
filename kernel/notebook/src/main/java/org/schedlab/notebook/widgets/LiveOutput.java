package org.schedlab.notebook.widgets;

import java.util.UUID;
import java.util.concurrent.Callable;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.display.Display;
import org.schedlab.vm.LabException;

/// The output below a widget, drawn anew each time the widget is used: a display that is updated, which
/// every front end knows. Confined to the thread of the cells.
final class LiveOutput {
    private final String id = UUID.randomUUID().toString();
    private boolean shown;

    /// Does it, and shows what came of it, or what went wrong.
    ///
    /// @param heading what was asked for, one line
    void show(String heading, Callable<? extends @Nullable Object> work) throws InterruptedException {
        DisplayData data = outcome(work);
        DisplayData headed = new DisplayData();
        headed.assign(data);
        if (data.hasDataForType(MIMEType.TEXT_HTML)) {
            headed.putHTML("<div style=\"opacity:0.8;\">"
                    + heading.replace("&", "&amp;").replace("<", "&lt;") + "</div>\n"
                    + data.getData(MIMEType.TEXT_HTML));
        }
        Object text = data.getData(MIMEType.TEXT_PLAIN);
        headed.putText(text == null ? heading : heading + "\n" + text);
        if (shown) {
            Display.update(headed, id);
        } else {
            var _ = Display.display(headed, id);
        }
        shown = true;
    }

    private static DisplayData outcome(Callable<? extends @Nullable Object> work) throws InterruptedException {
        try {
            Object value = work.call();
            return value == null ? new DisplayData("") : Display.rendered(value);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (LabException told) {
            return new DisplayData(told.getMessage());
        } catch (Exception failure) {
            return new DisplayData(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        }
    }
}
