package org.schedlab.notebook.display;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.protocol.CellOutput;
import org.schedlab.vm.LabException;

/// Shows things in the running cell. For cells and magics, from any thread; without a front end, as
/// in a unit test, the text form goes to standard output.
public final class Display {
    private record Connected(CellOutput output, Renderers renderers) {}

    private static volatile @Nullable Connected connected;

    private Display() {}

    /// From now on things are shown through this output. Called once by the kernel.
    public static void connect(CellOutput output, Renderers renderers) {
        connected = new Connected(output, renderers);
    }

    /// Shows a value as the value of a cell would be shown.
    ///
    /// @param value anything; null shows nothing
    /// @return by which it can be replaced
    public static DisplayHandle display(@Nullable Object value) {
        DisplayHandle handle = new DisplayHandle(UUID.randomUUID().toString());
        if (value != null) {
            display(value, handle.id());
        }
        return handle;
    }

    /// Shows a value that [#update] can replace.
    ///
    /// @param id any text that is this value's alone
    public static DisplayHandle display(Object value, String id) {
        Connected to = connected;
        if (to == null) {
            System.out.println(value);
        } else {
            to.output().display(identified(to.renderers().render(value), id));
        }
        return new DisplayHandle(id);
    }

    /// HTML. Front ends take scripts out of it until the notebook is trusted.
    public static Rich html(String html) {
        return Forms.html(html);
    }

    /// Markdown, with formulas between dollar signs.
    public static Rich markdown(String markdown) {
        return Forms.markdown(markdown);
    }

    /// A formula of LaTeX, or a text with some between dollar signs.
    public static Rich latex(String latex) {
        return Forms.latex(latex);
    }

    /// A tree that can be folded, where the front end has that, as JupyterLab does.
    ///
    /// @param value a text of JSON; or maps, lists, records, numbers
    public static Rich json(Object value) {
        return Forms.json(value);
    }

    /// A picture; as a cell's value a `BufferedImage` is shown without this word.
    public static Rich image(BufferedImage image) {
        return Forms.image(image);
    }

    /// A picture in a file: PNG, JPEG, GIF or SVG.
    public static Rich image(Path file) {
        return Forms.image(file);
    }

    /// From now on values of a type are shown in this way; the latest that fits is taken. A type of your own can
    /// implement [Displayable] instead.
    public static <T> void show(Class<T> type, Function<? super T, Rich> way) {
        Connected to = connected;
        if (to != null) {
            to.renderers().register(type, way);
        }
    }

    /// What a value looks like, for somebody who shows it later.
    ///
    /// @return its text alone without a front end
    public static DisplayData rendered(Object value) {
        Connected to = connected;
        return to == null
                ? new DisplayData(String.valueOf(value))
                : to.renderers().render(value);
    }

    /// Replaces what was displayed under the id; in a console, which cannot take back what it printed,
    /// shows it below.
    public static void update(Object value, String id) {
        Connected to = connected;
        if (to == null) {
            return;
        }
        DisplayData data = identified(to.renderers().render(value), id);
        if (FrontEnd.replacesOutput()) {
            to.output().update(data);
        } else {
            to.output().display(data);
        }
    }

    /// Clears what the cell has shown so far.
    public static void clear() {
        Connected to = connected;
        if (to != null) {
            to.output().clear(false);
        }
    }

    /// Asks the user for a line.
    public static String ask(String question) {
        Connected to = connected;
        String answer = to == null ? null : to.output().ask(question, false);
        if (answer == null) {
            throw LabException.asked("a cell asked for input: " + question)
                    .found("a front end that cannot ask, such as a headless run")
                    .remedy("give the value in the cell")
                    .exception();
        }
        return answer;
    }

    private static DisplayData identified(DisplayData data, String id) {
        DisplayData copy = new DisplayData();
        copy.assign(data);
        copy.setDisplayId(id);
        return copy;
    }
}
