package org.schedlab.notebook.protocol;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.publish.PublishClearOutput;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishStream.StreamType;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What cells print and display, published for the cell that runs, or for the last one when a
/// background thread writes after its end. Thread-safe.
public final class CellOutput {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jupyter-output").factory());
    private final CoalescingStream out;
    private final CoalescingStream err;
    private final PrintStream printOut;
    private final PrintStream printErr;
    private final InputStream in = new AskingStream(this);
    private volatile @Nullable RequestEnvironment cell;
    private volatile boolean mayAsk;
    private final Comms comms = new Comms(this);

    /// @param readable takes names out of what is printed that are not the user's
    public CellOutput(UnaryOperator<String> readable) {
        out = new CoalescingStream(StreamType.OUT, timer, readable, this::publish);
        err = new CoalescingStream(StreamType.ERR, timer, readable, this::publish);
        printOut = new PrintStream(out, false, UTF_8);
        printErr = new PrintStream(err, false, UTF_8);
    }

    /// From now on output belongs to this cell; what earlier ones left unsent still goes to theirs.
    ///
    /// @param mayAsk whether the front end can ask the user for input
    public void attach(RequestEnvironment environment, boolean mayAsk) {
        flush();
        this.mayAsk = mayAsk;
        cell = environment;
    }

    /// Conversations with things in the front end.
    public Comms comms() {
        return comms;
    }

    /// Standard output for cells.
    public PrintStream out() {
        return printOut;
    }

    /// Standard error for cells.
    public PrintStream err() {
        return printErr;
    }

    /// Standard input for cells: asks for a line whenever it has none; ends where the front end
    /// cannot ask.
    public InputStream in() {
        return in;
    }

    /// Publishes what was printed so far.
    public void flush() {
        out.publishNow();
        err.publishNow();
    }

    /// Shows something, after what was printed before it.
    public void display(DisplayData data) {
        flush();
        publish(new PublishDisplayData(data));
    }

    /// Replaces what was displayed under the same display id.
    public void update(DisplayData data) {
        publish(new PublishUpdateDisplayData(data));
    }

    /// Clears the cell's output, at once or when the next output comes.
    public void clear(boolean waitForNext) {
        flush();
        publish(waitForNext ? PublishClearOutput.BEFORE_NEXT_OUTPUT : PublishClearOutput.NOW);
    }

    /// A line typed by the user, or null when the front end cannot ask.
    public @Nullable String ask(String question, boolean password) {
        flush();
        RequestEnvironment environment = cell;
        return environment == null || !mayAsk ? null : environment.readFromStdIn(question, password);
    }

    /// Publishes a message of this content, after what was printed before it.
    @SuppressWarnings("unchecked")
    <T> void publish(MessageType<T> type, JsonObject content, Map<String, Object> metadata) {
        flush();
        RequestEnvironment environment = cell;
        if (environment != null) {
            environment.publish(new Message<>(environment.getContext(), type, (T) content, List.of(), metadata));
        }
    }

    private <T extends ContentType<T>> void publish(T content) {
        RequestEnvironment environment = cell;
        if (environment != null) {
            environment.publish(content);
        }
    }
}
