package org.schedlab.notebook.display;

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
    public static void display(@Nullable Object value) {
        Connected to = connected;
        if (to == null) {
            System.out.println(value);
        } else if (value != null) {
            to.output().display(to.renderers().render(value));
        }
    }

    /// Shows a value that [#update] can replace.
    ///
    /// @param id any text that is this value's alone
    public static void display(Object value, String id) {
        Connected to = connected;
        if (to == null) {
            System.out.println(value);
        } else {
            to.output().display(identified(to.renderers().render(value), id));
        }
    }

    /// Replaces what was displayed under the id.
    public static void update(Object value, String id) {
        Connected to = connected;
        if (to != null) {
            to.output().update(identified(to.renderers().render(value), id));
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
