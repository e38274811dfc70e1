package org.schedlab.experiments.command;

import java.io.PrintStream;
import java.util.function.IntSupplier;

/// Tells a user who ends a command, with Ctrl-C for example, that nothing is lost by that. Stateless.
public final class StopNotice {
    private StopNotice() {}

    /// Ends the JVM with what the command gives.
    public static void exit(PrintStream told, IntSupplier command) {
        Thread notice = new Thread(() -> {
            told.println("schedlab: stopped; what is done is kept, and the same command goes on from there");
            told.flush();
        });
        Runtime.getRuntime().addShutdownHook(notice);
        int code;
        try {
            code = command.getAsInt();
        } finally {
            remove(notice);
        }
        System.exit(code);
    }

    private static void remove(Thread notice) {
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(notice);
        } catch (IllegalStateException e) {
            // the JVM is ending already
        }
    }
}
