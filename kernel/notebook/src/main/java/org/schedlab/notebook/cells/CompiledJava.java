package org.schedlab.notebook.cells;

import java.util.Arrays;
import java.util.concurrent.Callable;

import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;

/// Some Java of a cell, compiled as one method: what it throws is told as a cell's errors are.
///
/// @param code the method
/// @param type the class that it is in
/// @param lineAbove the line of that class's source above the first of the cell's
public record CompiledJava(Callable<@Nullable Object> code, String type, int lineAbove) {
    /// Called by the text that JShell is given, on the line above the cell's.
    public static CompiledJava of(Callable<@Nullable Object> code) {
        StackWalker.StackFrame caller = StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow());
        return new CompiledJava(code, caller.getClassName(), caller.getLineNumber());
    }

    /// The code with its errors in the words of its source.
    Callable<@Nullable Object> of(CellSource source, UserCode userCode) {
        Origins origins = new Origins();
        origins.put("", source, new Piece(source.text(), 0, Completeness.COMPLETE, false));
        return () -> {
            try {
                return code.call();
            } catch (CellException | LabException told) {
                throw told;
            } catch (Throwable thrown) {
                StackTraceElement[] frames = Arrays.stream(thrown.getStackTrace())
                        .filter(frame -> frame.getClassName().equals(type) && frame.getLineNumber() > lineAbove)
                        .map(frame -> new StackTraceElement("", "", "#", frame.getLineNumber() - lineAbove))
                        .toArray(StackTraceElement[]::new);
                throw userCode.interrupted()
                        ? UserErrors.interrupted(frames, origins)
                        : UserErrors.fromCell(thrown, frames, origins);
            }
        };
    }
}
