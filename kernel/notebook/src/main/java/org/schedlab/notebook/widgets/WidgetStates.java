package org.schedlab.notebook.widgets;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.schedlab.notebook.protocol.Comms;

/// All widgets of this kernel, for a page that is loaded anew: it asks for their states by a comm of its own.
/// Thread-safe.
final class WidgetStates {
    private static final String TARGET = "jupyter.widget.control";
    private static final Map<String, WidgetModel> MODELS = new ConcurrentHashMap<>();

    private WidgetStates() {}

    static void add(WidgetModel model) {
        MODELS.put(model.id(), model);
    }

    /// From now on front ends can ask.
    static void answerOver(Comms comms) {
        comms.accept(
                TARGET,
                asking -> asking.receive(data -> {
                    if (data.has("method") && data.get("method").getAsString().equals("request_states")) {
                        comms.send(asking.id(), all());
                    }
                }));
    }

    private static JsonObject all() {
        JsonObject states = new JsonObject();
        MODELS.forEach((id, model) -> {
            JsonObject state = model.state();
            JsonObject told = new JsonObject();
            told.add("model_name", state.get("_model_name"));
            told.add("model_module", state.get("_model_module"));
            told.add("model_module_version", state.get("_model_module_version"));
            told.add("state", state);
            states.add(id, told);
        });
        JsonObject data = new JsonObject();
        data.addProperty("method", "update_states");
        data.add("states", states);
        data.add("buffer_paths", new JsonArray());
        return data;
    }
}
