package org.schedlab.notebook.protocol;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Standard input of cells, a line at a time from the front end.
final class AskingStream extends InputStream {
    private final CellOutput output;
    private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);

    AskingStream(CellOutput output) {
        this.output = output;
    }

    @Override
    public synchronized int read() {
        return fill() ? line.read() : -1;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        return fill() ? line.read(into, offset, length) : -1;
    }

    @Override
    public synchronized int available() {
        return line.available();
    }

    private boolean fill() {
        if (line.available() == 0) {
            String answer = output.ask("", false);
            if (answer == null) {
                return false;
            }
            line = new ByteArrayInputStream((answer + "\n").getBytes(UTF_8));
        }
        return true;
    }
}
