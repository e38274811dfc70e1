package org.schedlab.notebook.cells;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/// Frames of a thread that still runs, as JShell tells those of exceptions: the file is `#` and the
/// snippet's id, the line is one of the snippet's.
final class LiveFrames {
    private LiveFrames() {}

    /// Whether the frame is in the class that JShell made around this snippet.
    static boolean isOf(StackTraceElement frame, Snippet snippet, JShell shell) {
        if (!shell.status(snippet).isActive()) {
            return false;
        }
        String wrapper = shell.sourceCodeAnalysis().wrapper(snippet).fullClassName();
        String name = frame.getClassName();
        return name.startsWith(wrapper) && (name.length() == wrapper.length() || name.charAt(wrapper.length()) == '$');
    }

    static StackTraceElement translated(StackTraceElement frame, Snippet snippet, JShell shell) {
        SnippetWrapper wrapper = shell.sourceCodeAnalysis().wrapper(snippet);
        int start = 0;
        for (int line = 1; line < frame.getLineNumber(); line++) {
            start = wrapper.wrapped().indexOf('\n', start) + 1;
        }
        int end = wrapper.wrapped().indexOf('\n', start);
        int position = wrapper.wrappedToSourcePosition(end < 0 ? start : end);
        String source = snippet.source();
        long line = 1
                + source.substring(0, Math.clamp(position, 0, source.length()))
                        .chars()
                        .filter(letter -> letter == '\n')
                        .count();
        return new StackTraceElement(frame.getClassName(), frame.getMethodName(), "#" + snippet.id(), (int) line);
    }
}
