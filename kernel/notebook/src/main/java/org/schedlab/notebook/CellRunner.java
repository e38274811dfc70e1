package org.schedlab.notebook;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.CellException;
import org.schedlab.notebook.cells.CellSource;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.cells.LeftBehindException;
import org.schedlab.notebook.cells.UserCode;
import org.schedlab.notebook.cells.UserErrors;
import org.schedlab.notebook.display.AlreadyShown;
import org.schedlab.notebook.display.Display;
import org.schedlab.notebook.display.DisplayHandle;
import org.schedlab.notebook.display.Renderers;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.Magics;
import org.schedlab.notebook.magics.Notebook;
import org.schedlab.vm.LabException;

/// Runs a whole cell: its Java and its magics, in order, until one fails.
final class CellRunner {
    /// What came of a cell.
    ///
    /// @param shown the value of its last part, rendered; null if it has none
    /// @param replacement the text that is to stand in place of the cell's
    record Outcome(@Nullable DisplayData shown, Optional<String> replacement) {}

    private final JavaCells java;
    private final Magics magics;
    private final UserCode userCode;
    private final Renderers renderers;
    private final History history;

    CellRunner(JavaCells java, Magics magics, Renderers renderers, History history) {
        this.java = java;
        this.magics = magics;
        this.userCode = java.userCode();
        this.renderers = renderers;
        this.history = history;
    }

    /// Runs a cell; values of magics before its last part are displayed as they come.
    ///
    /// @param number the cell's execution count
    /// @throws CellException what the user is told when it fails
    Outcome run(String cell, int number) throws CellException {
        CellNotebook notebook = new CellNotebook(this, java, history, number);
        userCode.begin();
        try {
            return new Outcome(rendered(run(cell, 0, notebook)), notebook.replacement());
        } finally {
            java.endCell().forEach(System.err::println);
            userCode.end();
        }
    }

    /// Runs a cell's text, or a part of it that a magic holds.
    ///
    /// @param linesAbove the cell's lines above the text
    @Nullable
    Object run(String text, int linesAbove, CellNotebook notebook) throws CellException {
        Object value = null;
        List<CellPart> parts = split(text);
        for (int i = 0; i < parts.size(); i++) {
            value = run(parts.get(i), linesAbove, notebook);
            if (i < parts.size() - 1 && parts.get(i) instanceof CellPart.Magic) {
                DisplayHandle _ = Display.display(value);
            }
        }
        return value;
    }

    /// The same, compiled once where it is Java.
    Callable<@Nullable Object> prepare(String text, int linesAbove, CellNotebook notebook) throws CellException {
        List<CellPart> parts = split(text);
        return parts.size() == 1 && parts.getFirst() instanceof CellPart.Java code
                ? java.compiled(new CellSource(notebook.number(), linesAbove + code.linesAbove(), code.text()))
                : () -> run(text, linesAbove, notebook);
    }

    private List<CellPart> split(String text) {
        return CellPart.split(
                text, java::unfinished, name -> java.variable(name).isPresent());
    }

    private @Nullable Object run(CellPart part, int linesAbove, CellNotebook notebook) throws CellException {
        return switch (part) {
            case CellPart.Java code ->
                java.run(new CellSource(notebook.number(), linesAbove + code.linesAbove(), code.text()));
            case CellPart.Magic magic -> runMagic(magic, linesAbove, notebook);
        };
    }

    private @Nullable Object runMagic(CellPart.Magic magic, int linesAbove, Notebook notebook) throws CellException {
        int bodyLine = linesAbove + magic.number() + (magic.cell() ? 1 : 0);
        try {
            MagicCall call = magics.call(magic.line(), magic.cell(), magic.body(), bodyLine, notebook);
            Object value = userCode.run(() -> call.magic().run(call));
            return call.quiet() ? null : value;
        } catch (CellException | LabException e) {
            throw e instanceof CellException told ? told : UserErrors.exactly((LabException) e);
        } catch (LeftBehindException left) {
            throw UserErrors.leftBehind(left);
        } catch (Throwable thrown) {
            throw userCode.interrupted()
                    ? UserErrors.interrupted()
                    : UserErrors.fromMagic((magic.cell() ? "%%" : "%") + magic.line(), thrown);
        }
    }

    private @Nullable DisplayData rendered(@Nullable Object value) throws CellException {
        if (value == null || value instanceof AlreadyShown) {
            return null;
        }
        try {
            return userCode.run(() -> renderers.render(value));
        } catch (LeftBehindException left) {
            throw UserErrors.leftBehind(left);
        } catch (Throwable thrown) {
            throw userCode.interrupted()
                    ? UserErrors.interrupted()
                    : UserErrors.fromMagic("the display of the cell's value", thrown);
        }
    }
}
