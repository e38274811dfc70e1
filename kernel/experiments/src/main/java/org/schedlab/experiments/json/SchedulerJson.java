package org.schedlab.experiments.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerCompiler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSource;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.vm.LabException;
import org.schedlab.vm.PackedText;
import org.schedlab.vm.Sha256;

/// Schedulers as JSON: one that comes with schedlab by its name, a cell's by its C text, one of sources that lie on a
/// host, with headers of their own, by the object that they compile to; knobs as numbers, texts and lists. Stateless.
public final class SchedulerJson {
    private static final String EEVDF = "eevdf";
    private static final String OBJECT = "object";
    private static final String OBJECT_SHA256 = "object_sha256";

    private SchedulerJson() {}

    /// Writes one.
    ///
    /// @throws LabException it is an executable of this host
    public static JsonNode write(Scheduler scheduler) {
        return switch (scheduler) {
            case KernelScheduler _ -> TextNode.valueOf(EEVDF);
            case SchedulerObject object -> write(object);
            case ExecutableScheduler executable ->
                throw LabException.asked("the scheduler '%s' cannot be written down".formatted(executable.name()))
                        .found("it is an executable of this host; other hosts need not have it")
                        .remedy("use one whose C text is known, or run the experiment here: run()")
                        .exception();
        };
    }

    private static JsonNode write(SchedulerObject object) {
        boolean ours = object.isOfText()
                && Schedulers.names().contains(object.name())
                && Schedulers.named(object.name()).source().equals(object.source());
        Map<String, Object> knobs = object.knobValues();
        if (ours && knobs.isEmpty()) {
            return TextNode.valueOf(object.name());
        }
        ObjectNode written = JsonNodeFactory.instance.objectNode().put("name", object.name());
        if (!ours) {
            written.put("source", object.source());
            if (object.firstLine() != 1) {
                written.put("first_line", object.firstLine());
            }
        }
        if (!object.isOfText()) {
            written.put(OBJECT, PackedText.of(object.compiled()));
            written.put(OBJECT_SHA256, Sha256.of(object.compiled()));
        }
        if (!knobs.isEmpty()) {
            ObjectNode members = written.putObject("knobs");
            knobs.forEach((knob, value) -> members.set(knob, knobValue(value)));
        }
        return written;
    }

    /// Writes a knob's value.
    public static JsonNode knobValue(Object value) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case Boolean truth -> json.booleanNode(truth);
            case Double number -> json.numberNode(number);
            case Float number -> json.numberNode(number.doubleValue());
            case Number number -> json.numberNode(number.longValue());
            case Iterable<?> many -> {
                var list = json.arrayNode();
                many.forEach(each -> list.add(knobValue(each)));
                yield list;
            }
            default -> json.textNode(value.toString());
        };
    }

    /// Reads one: a name, or an object with `name`, `source` (C; compiled here unless there is an `object`), `knobs`.
    ///
    /// @throws LabException there is none of that name, or no such knob
    /// @throws org.schedlab.guest.scheduler.SchedulerException clang does not take the text
    public static Scheduler read(JsonPlace place) {
        if (place.node().isTextual()) {
            return place.text().equals(EEVDF) ? Scheduler.eevdf() : Schedulers.named(place.text());
        }
        return readObject(place);
    }

    /// Reads one that is a BPF object.
    public static SchedulerObject readObject(JsonPlace place) {
        if (place.node().isTextual()) {
            return Schedulers.named(place.text());
        }
        place.requireMembers(List.of("name", "source", "first_line", OBJECT, OBJECT_SHA256, "knobs"));
        String name = place.member("name").text();
        JsonPlace source = place.member("source");
        JsonPlace line = place.member("first_line");
        SchedulerObject object = place.member(OBJECT).present()
                ? SchedulerObject.compiledElsewhere(name, source.present() ? source.text() : "", compiled(place, name))
                : source.present()
                        ? SchedulerCompiler.ofUser()
                                .compile(new SchedulerSource(
                                        name, source.text(), line.present() ? (int) line.whole() : 1))
                        : Schedulers.named(name);
        JsonPlace knobs = place.member("knobs");
        if (knobs.present()) {
            for (Map.Entry<String, JsonNode> knob : knobs.node().properties()) {
                object = object.with(knob.getKey(), knobValue(knobs.member(knob.getKey())));
            }
        }
        return object;
    }

    private static byte[] compiled(JsonPlace place, String name) {
        try {
            byte[] object = PackedText.read(place.member(OBJECT).text());
            if (Sha256.of(object).equals(place.member(OBJECT_SHA256).text())) {
                return object;
            }
        } catch (IOException | IllegalArgumentException damaged) {
            // told below
        }
        throw LabException.asked("the object of the scheduler '%s' cannot be read".formatted(name))
                .found("it is not what %s says: damaged or altered".formatted(OBJECT_SHA256))
                .remedy("get the file again")
                .exception();
    }

    /// Reads a knob's value.
    public static Object knobValue(JsonPlace place) {
        JsonNode node = place.node();
        if (node.isArray()) {
            List<Object> many = new ArrayList<>();
            place.elements().forEach(each -> many.add(knobValue(each)));
            return many;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.asLong();
        }
        if (node.isNumber()) {
            return node.asDouble();
        }
        return node.isBoolean() ? node.asBoolean() : place.text();
    }
}
