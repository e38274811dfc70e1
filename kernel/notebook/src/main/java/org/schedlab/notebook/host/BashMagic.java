package org.schedlab.notebook.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.display.Notice;
import org.schedlab.notebook.magics.CellMagic;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicUsage;
import org.schedlab.notebook.magics.Notebook;
import org.schedlab.vm.LabException;

/// `%%bash`, `%bash` and `!command`: the host's shell. What it prints appears as it is printed; an interrupt of the
/// cell kills it and all that it started. It has no deadline, as the user can see it run.
final class BashMagic implements LineMagic, CellMagic {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");
    /// After its end, for what is still in the pipes: a process in the background may hold them open.
    private static final long LAST_WORDS_MILLIS = 500;
    /// The kernel gives a process its arguments in pieces of 128 KiB each (MAX_ARG_STRLEN).
    private static final int LONGEST_SCRIPT = 128 << 10;

    private final AtomicBoolean said = new AtomicBoolean();

    @Override
    public String name() {
        return "bash";
    }

    @Override
    public String usage() {
        return """
                %%bash or !COMMAND — runs a script in the host's shell: on this computer, not in the guest
                  in the folder of the notebook; $name is a Java variable's value, as an environment variable;
                  what it prints appears as it comes; interrupting the cell ends it and all that it started;
                  a status other than 0 is an error, so that no later cell runs: COMMAND || true goes on""";
    }

    @Override
    public boolean verbatim() {
        return true;
    }

    @Override
    public @Nullable Object run(MagicCall call) throws InterruptedException {
        String script = call.body().isBlank() ? call.text() : call.body();
        if (script.isBlank() || script.length() > LONGEST_SCRIPT / 2) {
            throw LabException.asked("%%bash needs a script of at most 64 KiB")
                    .found(script.length() + " characters")
                    .remedy(MagicUsage.synopsis(this))
                    .exception();
        }
        if (said.compareAndSet(false, true)) {
            Notice.show("bash runs on the host, not in the guest, in " + System.getProperty("user.dir")
                    + "; start(program(\"/bin/ls\")) runs a program in the guest");
        }
        int status = run(script, call.notebook());
        if (status != 0) {
            throw LabException.asked("the host's shell ended with status " + status)
                    .remedy("what it printed says why; COMMAND || true goes on in any case")
                    .exception();
        }
        return null;
    }

    private static int run(String script, Notebook notebook) throws InterruptedException {
        Process process = started(script, notebook);
        Thread out = copying(process.getInputStream(), System.out);
        Thread err = copying(process.getErrorStream(), System.err);
        try {
            int status = process.waitFor();
            out.join(LAST_WORDS_MILLIS);
            err.join(LAST_WORDS_MILLIS);
            return status;
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static Process started(String script, Notebook notebook) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        Matcher names = VARIABLE.matcher(script);
        while (names.find()) {
            String name = names.group(1);
            notebook.variable(name).ifPresent(value -> environment.put(name, String.valueOf(value)));
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the host's shell cannot be started")
                            .found(String.valueOf(e.getMessage()))
                            .remedy("%%bash needs bash on the PATH of the Jupyter server")
                            .text(),
                    e);
        }
    }

    private static Thread copying(InputStream from, OutputStream to) {
        return Thread.ofPlatform().daemon().name("shell-output").start(() -> {
            try {
                from.transferTo(to);
            } catch (IOException ended) {
                // it was killed
            }
        });
    }
}
