package org.schedlab.notebook.widgets;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.schedlab.notebook.protocol.Comms;

/// One widget: a state that the kernel and the front end both have, kept the same over a comm (Jupyter
/// widget messaging protocol, version 2). Confined to the thread of the cells, as its receiver is.
final class WidgetModel {
    /// Of the comms by which the kernel tells the front end of widgets.
    static final String TARGET = "jupyter.widget";

    private static final Map<String, Object> PROTOCOL = Map.of("version", "2.1.0");
    /// The modules of ipywidgets 7 and of 8. Front ends take the newest that they have in this range.
    private static final String VERSIONS = "^1.2.0 || ^2.0.0";
    private static final String BASE = "@jupyter-widgets/base";
    private static final String CONTROLS = "@jupyter-widgets/controls";
    private static final Gson JSON = new Gson();

    private final Comms comms;
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final JsonObject state = new JsonObject();

    private WidgetModel(Comms comms, String module, String model, String view, Map<String, ?> values) {
        this.comms = comms;
        put("_model_module", module);
        put("_model_module_version", VERSIONS);
        put("_model_name", model);
        put("_view_module", module);
        put("_view_module_version", VERSIONS);
        put("_view_name", view);
        values.forEach(this::put);
    }

    /// A control of ipywidgets with a layout of its own.
    ///
    /// @param name of the control: `IntSlider`
    static WidgetModel control(Comms comms, String name, Map<String, ?> values) {
        WidgetModel layout = new WidgetModel(comms, BASE, "LayoutModel", "LayoutView", Map.of());
        layout.open(_ -> {});
        WidgetModel model = new WidgetModel(comms, CONTROLS, name + "Model", name + "View", values);
        model.put("layout", layout.reference());
        return model;
    }

    /// A row of widgets that are open.
    static WidgetModel row(Comms comms, List<WidgetModel> children) {
        return control(
                comms,
                "HBox",
                Map.of("children", children.stream().map(WidgetModel::reference).toList()));
    }

    String id() {
        return id;
    }

    /// How other widgets' states name this one.
    private String reference() {
        return "IPY_MODEL_" + id;
    }

    /// What it takes to make it anew.
    JsonObject state() {
        return state.deepCopy();
    }

    /// Makes it known to the front end.
    ///
    /// @param news told each message: what the front end changed is in the state by then
    WidgetModel open(Consumer<JsonObject> news) {
        comms.open(id, TARGET, withState(state), PROTOCOL, data -> received(data, news));
        WidgetStates.add(this);
        return this;
    }

    /// Sets a value here and in the front end.
    void set(String name, Object value) {
        put(name, value);
        JsonObject changed = new JsonObject();
        changed.add(name, state.get(name));
        comms.send(id, update(changed));
    }

    private void received(JsonObject data, Consumer<JsonObject> news) {
        String method = data.has("method") ? data.get("method").getAsString() : "";
        switch (method) {
            case "request_state" -> comms.send(id, update(state));
            case "update" -> {
                data.getAsJsonObject("state").entrySet().forEach(each -> state.add(each.getKey(), each.getValue()));
                news.accept(data);
            }
            case "custom" -> news.accept(data);
            default -> {}
        }
    }

    private static JsonObject update(JsonObject changed) {
        JsonObject data = withState(changed);
        data.addProperty("method", "update");
        return data;
    }

    private static JsonObject withState(JsonObject values) {
        JsonObject data = new JsonObject();
        data.add("state", values.deepCopy());
        data.add("buffer_paths", new JsonArray());
        return data;
    }

    private void put(String name, Object value) {
        JsonElement element = JSON.toJsonTree(value);
        state.add(name, element);
    }

    /// The form of a display in which front ends find it.
    Map<String, Object> view() {
        return Map.of("version_major", 2, "version_minor", 0, "model_id", id);
    }
}
