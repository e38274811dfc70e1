package org.schedlab.notebook.protocol;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import io.github.spencerpark.jupyter.messages.request.CommInfoRequest;

/// The comms of a kernel: open conversations between something here and its other half in the front end.
/// What is sent belongs to the running cell, or to the message that is being answered. Thread-safe.
public final class Comms {
    private record Open(String target, Consumer<JsonObject> receiver) {}

    private final CellOutput output;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Accepted>> targets = new ConcurrentHashMap<>();

    /// A comm that the front end opened.
    ///
    /// @param id of the comm
    public record Accepted(Comms comms, String id) {
        /// Tells this the data of each message.
        public void receive(Consumer<JsonObject> receiver) {
            comms.open.computeIfPresent(id, (_, known) -> new Open(known.target(), receiver));
        }
    }

    Comms(CellOutput output) {
        this.output = output;
    }

    /// From now on the front end may open comms to this name.
    public void accept(String target, Consumer<Accepted> opened) {
        targets.put(target, opened);
    }

    /// Opens a comm.
    ///
    /// @param id any text that is this comm's alone
    /// @param target whom it goes to in the front end
    /// @param receiver told the data of each message, on the thread of the cells
    public void open(
            String id, String target, JsonObject data, Map<String, Object> metadata, Consumer<JsonObject> receiver) {
        open.put(id, new Open(target, receiver));
        JsonObject content = content(id, data);
        content.addProperty("target_name", target);
        output.publish(MessageType.COMM_OPEN_COMMAND, content, metadata);
    }

    /// Sends data through an open comm; through another nothing is sent.
    public void send(String id, JsonObject data) {
        if (open.containsKey(id)) {
            output.publish(MessageType.COMM_MSG_COMMAND, content(id, data), Map.of());
        }
    }

    private static JsonObject content(String id, JsonObject data) {
        JsonObject content = new JsonObject();
        content.addProperty("comm_id", id);
        content.add("data", data);
        return content;
    }

    /// The front end opens a comm; one to nobody is closed at once.
    public void opened(RequestEnvironment environment, Message<CommOpenCommand> message) {
        String id = message.getContent().getCommID();
        Consumer<Accepted> target = targets.get(message.getContent().getTargetName());
        if (target == null) {
            environment.publish(new CommCloseCommand(id, new JsonObject()));
            return;
        }
        open.put(id, new Open(message.getContent().getTargetName(), _ -> {}));
        target.accept(new Accepted(this, id));
    }

    /// The front end sends data; called on the thread of the cells.
    public void received(CommMsgCommand message) {
        Open comm = open.get(message.getCommID());
        if (comm != null) {
            comm.receiver().accept(message.getData());
        }
    }

    /// The front end closes a comm.
    public void closed(Message<CommCloseCommand> message) {
        open.remove(message.getContent().getCommID());
    }

    /// Answers which comms are open.
    public void answer(RequestEnvironment environment, Message<CommInfoRequest> message) {
        String target = message.getContent().getTargetName();
        JsonObject comms = new JsonObject();
        for (Map.Entry<String, Open> each : List.copyOf(open.entrySet())) {
            if (target == null || target.equals(each.getValue().target())) {
                JsonObject told = new JsonObject();
                told.addProperty("target_name", each.getValue().target());
                comms.add(each.getKey(), told);
            }
        }
        JsonObject content = new JsonObject();
        content.add("comms", comms);
        content.addProperty("status", "ok");
        environment.reply(content);
    }
}
