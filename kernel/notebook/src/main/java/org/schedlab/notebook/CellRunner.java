package org.schedlab.notebook;

import java.util.List;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.CellException;
import org.schedlab.notebook.cells.CellSource;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.cells.UserCode;
import org.schedlab.notebook.cells.UserErrors;
import org.schedlab.notebook.display.Display;
import org.schedlab.notebook.display.Renderers;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.Magics;
import org.schedlab.vm.LabException;

/// Runs a whole cell: its Java and its magics, in order, until one fails.
final class CellRunner {
    private final JavaCells java;
    private final Magics magics;
    private final UserCode userCode;
    private final Renderers renderers;

    CellRunner(JavaCells java, Magics magics, Renderers renderers) {
        this.java = java;
        this.magics = magics;
        this.userCode = java.userCode();
        this.renderers = renderers;
    }

    /// The value of the cell's last part, rendered; values of magics before it are displayed as they
    /// come.
    ///
    /// @param number the cell's execution count
    /// @throws CellException what the user is told when it fails
    @Nullable
    DisplayData run(String cell, int number) throws CellException {
        userCode.begin();
        try {
            Object value = null;
            List<CellPart> parts = CellPart.split(cell, java::unfinished);
            for (int i = 0; i < parts.size(); i++) {
                value = run(parts.get(i), number);
                if (i < parts.size() - 1 && parts.get(i) instanceof CellPart.Magic) {
                    Display.display(value);
                }
            }
            return rendered(value);
        } finally {
            userCode.end();
        }
    }

    private @Nullable Object run(CellPart part, int number) throws CellException {
        return switch (part) {
            case CellPart.Java code -> java.run(new CellSource(number, code.linesAbove(), code.text()));
            case CellPart.Magic magic -> run(magic, number);
        };
    }

    private @Nullable Object run(CellPart.Magic magic, int number) throws CellException {
        int bodyLine = magic.cell() ? magic.number() + 1 : magic.number();
        MagicCall.JavaRunner runner = (code, line) -> java.run(new CellSource(number, line - 1, code));
        try {
            MagicCall call = magics.call(magic.line(), magic.cell(), magic.body(), bodyLine, runner);
            return userCode.run(() -> call.magic().run(call));
        } catch (CellException | LabException e) {
            throw e instanceof CellException told ? told : UserErrors.exactly((LabException) e);
        } catch (Throwable thrown) {
            throw userCode.interrupted()
                    ? UserErrors.interrupted()
                    : UserErrors.fromMagic((magic.cell() ? "%%" : "%") + magic.line(), thrown);
        }
    }

    private @Nullable DisplayData rendered(@Nullable Object value) throws CellException {
        if (value == null) {
            return null;
        }
        try {
            return userCode.run(() -> renderers.render(value));
        } catch (Throwable thrown) {
            throw UserErrors.fromMagic("the display of the cell's value", thrown);
        }
    }
}
