package org.schedlab.notebook;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.publish.PublishError;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteInput;
import io.github.spencerpark.jupyter.messages.publish.PublishExecuteResult;
import io.github.spencerpark.jupyter.messages.request.ExecuteRequest;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.CellException;
import org.schedlab.notebook.cells.UserErrors;
import org.schedlab.notebook.protocol.CellOutput;
import org.schedlab.notebook.protocol.RequestEnvironment;

/// Answers execute requests as messaging 5.3 wants it: counts, history, silence, user expressions,
/// errors. Confined to the thread of the cells.
final class Execution {
    private static final Gson JSON = new Gson();

    private final CellRunner runner;
    private final CellOutput output;
    private final History history;
    private final IntConsumer beforeCell;
    private final BiConsumer<Integer, String> afterCell;
    private int count;

    Execution(
            CellRunner runner,
            CellOutput output,
            History history,
            IntConsumer beforeCell,
            BiConsumer<Integer, String> afterCell) {
        this.runner = runner;
        this.output = output;
        this.history = history;
        this.beforeCell = beforeCell;
        this.afterCell = afterCell;
    }

    /// Runs the cell and replies. Returns whether the cells behind it may run.
    boolean run(RequestEnvironment environment, Message<?> message) {
        ExecuteRequest request = (ExecuteRequest) message.getContent();
        boolean counted = request.shouldStoreHistory() && !request.isSilent();
        if (request.isSilent()) {
            environment.silence();
        }
        if (counted) {
            count++;
        }
        output.attach(environment, request.isStdinEnabled());
        environment.publish(new PublishExecuteInput(request.getCode(), count));
        try {
            beforeCell.accept(count);
            CellRunner.Outcome outcome = runner.run(request.getCode(), count);
            DisplayData value = outcome.shown();
            output.flush();
            if (value != null) {
                environment.publish(new PublishExecuteResult(count, value));
            }
            finish(request.getCode());
            environment.reply(ok(request, outcome.replacement()));
            remember(counted, request, value);
            return true;
        } catch (CellException e) {
            return failed(e, environment, request, counted);
        } catch (Throwable thrown) {
            return failed(UserErrors.internal(thrown), environment, request, counted);
        }
    }

    private boolean failed(CellException e, RequestEnvironment environment, ExecuteRequest request, boolean counted) {
        output.flush();
        environment.publish(new PublishError(e.name(), e.value(), e.traceback()));
        CellEnd.failed(e);
        finish(request.getCode());
        JsonObject reply = error(e);
        reply.addProperty("execution_count", count);
        environment.reply(reply);
        remember(counted, request, null);
        return !request.shouldStopOnError();
    }

    private void finish(String source) {
        afterCell.accept(count, source);
        output.flush();
    }

    private void remember(boolean counted, ExecuteRequest request, @Nullable DisplayData value) {
        if (counted) {
            Object text = value == null ? null : value.getData(MIMEType.TEXT_PLAIN);
            history.add(count, request.getCode(), text == null ? "" : text.toString());
        }
    }

    private JsonObject ok(ExecuteRequest request, Optional<String> replacement) {
        JsonObject expressions = new JsonObject();
        Map<String, String> asked = request.getUserExpr();
        if (asked != null) {
            asked.forEach((name, code) -> expressions.add(name, expression(code)));
        }
        JsonObject reply = new JsonObject();
        reply.addProperty("status", "ok");
        reply.addProperty("execution_count", count);
        reply.add("user_expressions", expressions);
        JsonArray payload = new JsonArray();
        replacement.map(Execution::nextInput).ifPresent(payload::add);
        reply.add("payload", payload);
        return reply;
    }

    private static JsonObject nextInput(String text) {
        JsonObject payload = new JsonObject();
        payload.addProperty("source", "set_next_input");
        payload.addProperty("text", text);
        payload.addProperty("replace", true);
        return payload;
    }

    private JsonObject expression(String code) {
        try {
            DisplayData value = runner.run(code, count).shown();
            JsonObject content =
                    JSON.toJsonTree(value == null ? new DisplayData("") : value).getAsJsonObject();
            content.addProperty("status", "ok");
            return content;
        } catch (CellException e) {
            return error(e);
        }
    }

    private static JsonObject error(CellException e) {
        JsonObject error = new JsonObject();
        error.addProperty("status", "error");
        error.addProperty("ename", e.name());
        error.addProperty("evalue", e.value());
        error.add("traceback", JSON.toJsonTree(e.traceback()));
        return error;
    }
}
