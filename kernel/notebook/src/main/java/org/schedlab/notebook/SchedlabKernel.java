package org.schedlab.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;
import io.github.spencerpark.jupyter.messages.request.ShutdownRequest;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.InternalNames;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.display.Display;
import org.schedlab.notebook.display.Renderers;
import org.schedlab.notebook.magics.Magic;
import org.schedlab.notebook.magics.Magics;
import org.schedlab.notebook.names.CallHelp;
import org.schedlab.notebook.protocol.CellOutput;
import org.schedlab.notebook.protocol.Comms;
import org.schedlab.notebook.protocol.RepairedConnection;
import org.schedlab.notebook.protocol.RequestEnvironment;
import org.schedlab.notebook.widgets.Widgets;
import org.zeromq.ZMQException;

/// The kernel: give it Java and magics, tell it what to close, and [#serve] a connection
/// file. One per JVM, because it takes over the JVM's standard streams.
public final class SchedlabKernel extends BaseKernel {
    private final CellOutput output = new CellOutput(InternalNames::removedFrom);
    private final History history = new History();
    private final List<IntConsumer> cellHooks = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<Integer, String>> endHooks = new CopyOnWriteArrayList<>();
    private final Farewell farewell = new Farewell();
    private final JavaCells java;
    private final Assistance assistance;
    private final Execution execution;
    private final CommMessages commMessages;
    private final WarmUp warmUp;

    /// @param java runs what is no magic
    /// @param magics what `%name` and `%%name` can be, besides `%help` and `%time`
    /// @param calls helps inside the arguments of calls
    public SchedlabKernel(JavaCells java, List<Magic> magics, CallHelp calls) {
        this.java = java;
        Magics all = new Magics(magics);
        Renderers renderers = new Renderers(getRenderer(), InternalNames::removedFrom);
        assistance = new Assistance(java, all, calls);
        execution = new Execution(
                new CellRunner(java, all, renderers, history),
                output,
                history,
                number -> cellHooks.forEach(hook -> hook.accept(number)),
                (number, source) -> endHooks.forEach(hook -> hook.accept(number, source)));
        commMessages = new CommMessages(java.userCode(), output);
        warmUp = new WarmUp(java, this::memoryIsLow);
        Display.connect(output, renderers);
        Widgets.connect(output.comms());
    }

    /// Closes this when the kernel ends: on shutdown, on SIGTERM, when the front end dies. The last
    /// one given is closed first. All together have about a second.
    public void closeOnShutdown(AutoCloseable resource) {
        farewell.add(resource);
    }

    /// Remembers cells beyond the session's end, together with other kernels.
    ///
    /// @param file is made when it is not there; its folder is there
    public void keepHistoryIn(Path file) {
        history.keepIn(file);
        farewell.add(history::close);
    }

    /// Tells this, on the cell's thread, the execution count of each cell that is about to run.
    public void beforeEachCell(IntConsumer action) {
        cellHooks.add(action);
    }

    /// Tells this the execution count and the source of each cell that has ended, well or not, when
    /// its value is published. What the action prints and displays belongs to the cell; an interrupt
    /// does not reach it.
    public void afterEachCell(BiConsumer<Integer, String> action) {
        endHooks.add(action);
    }

    /// Answers the front end of this connection file until it shuts the kernel down. Does not return;
    /// ends the JVM.
    public void serve(Path connectionFile) throws IOException, GeneralSecurityException {
        RepairedConnection connection = new RepairedConnection(ConnectionFile.read(connectionFile), this::runCell);
        becomeHandlerForConnection(connection);
        connection.setHandler(MessageType.KERNEL_INFO_REQUEST, (env, message) -> kernelInfo((RequestEnvironment) env));
        connection.setHandler(
                MessageType.HISTORY_REQUEST, (env, message) -> history((RequestEnvironment) env, message));
        connection.setHandler(
                MessageType.COMPLETE_REQUEST, (env, message) -> completed((RequestEnvironment) env, message));
        Comms comms = output.comms();
        connection.setHandler(
                MessageType.COMM_OPEN_COMMAND, (env, message) -> comms.opened((RequestEnvironment) env, message));
        connection.setHandler(MessageType.COMM_CLOSE_COMMAND, (env, message) -> comms.closed(message));
        connection.setHandler(
                MessageType.COMM_INFO_REQUEST, (env, message) -> comms.answer((RequestEnvironment) env, message));
        connection.setHandler(MessageType.INTERRUPT_REQUEST, (env, message) -> interrupt((RequestEnvironment) env));
        connection.setHandler(
                MessageType.SHUTDOWN_REQUEST,
                (env, message) -> shutdown((RequestEnvironment) env, message, connection));
        warmUp.begin();
        System.setOut(output.out());
        System.setErr(output.err());
        System.setIn(output.in());
        farewell.install();
        try {
            connection.connect();
        } catch (ZMQException e) {
            throw ConnectionFile.unusable(connectionFile, e);
        }
        farewell.whenParentDies(this::interrupt);
        connection.waitUntilClose();
    }

    private boolean runCell(RequestEnvironment environment, Message<?> message) {
        try {
            return message.getHeader().getType().equals(MessageType.COMM_MSG_COMMAND)
                    ? commMessages.run(environment, message)
                    : execution.run(environment, message);
        } finally {
            warmUp.afterCell();
        }
    }

    private void kernelInfo(RequestEnvironment environment) {
        environment.reply(KernelInfo.reply(getLanguageInfo(), getBanner()));
    }

    private void history(RequestEnvironment environment, Message<HistoryRequest> message) {
        environment.reply(history.answer(message.getContent()));
    }

    private void interrupt(RequestEnvironment environment) {
        interrupt();
        environment.reply(new JsonObject());
    }

    @Override
    public void interrupt() {
        java.userCode().interrupt();
    }

    private void memoryIsLow() {
        java.userCode().interrupt();
        output.err()
                .println(String.format(
                        Locale.ROOT,
                        "schedlab: the cells' data fill the kernel's memory (%d MiB), so the cell was stopped; name = null lets go of what a variable holds",
                        Runtime.getRuntime().maxMemory() >> 20));
    }

    private void shutdown(
            RequestEnvironment environment, Message<ShutdownRequest> message, RepairedConnection connection) {
        JsonObject content = new JsonObject();
        content.addProperty("restart", message.getContent().isRestart());
        environment.reply(content);
        interrupt();
        connection.afterRequest(() -> farewell.leave(connection::close));
    }

    private void completed(RequestEnvironment environment, Message<CompleteRequest> message) {
        String code = message.getContent().getCode();
        int cursor = code.offsetByCodePoints(0, message.getContent().getCursorPos());
        environment.reply(CompletionReply.of(assistance.complete(code, cursor), code));
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        String text = assistance.inspect(code, code.offsetByCodePoints(0, at));
        return text == null ? null : new DisplayData(text);
    }

    @Override
    public String isComplete(String code) {
        return switch (assistance.completeness(code)) {
            case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE, EMPTY -> IS_COMPLETE_YES;
            case DEFINITELY_INCOMPLETE -> "";
            case UNKNOWN -> IS_COMPLETE_BAD;
        };
    }

    @Override
    public DisplayData eval(String code) {
        throw new UnsupportedOperationException("cells run through Execution");
    }

    @Override
    public String getBanner() {
        return "schedlab: a scheduler laboratory on a real Linux kernel. Cells are Java; %help lists the magics.";
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("java")
                .version(Runtime.version().toString())
                .mimetype("text/x-java")
                .fileExtension(".java")
                .pygments("java")
                .codemirror("text/x-java")
                .build();
    }
}
