package org.schedlab.lab.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;

import static org.assertj.core.api.Assertions.assertThat;

/// A Perfetto trace as protobuf's own library reads it.
final class DecodedTrace {
    private final List<Message> packets;
    private final Map<Long, String> eventNames = new HashMap<>();
    private final Map<Long, String> annotationNames = new HashMap<>();

    private DecodedTrace(List<Message> packets) {
        this.packets = packets;
        for (Message each : packets) {
            Message interned = message(each, "interned_data");
            put(messages(interned, "event_names"), eventNames);
            put(messages(interned, "debug_annotation_names"), annotationNames);
        }
    }

    private static void put(List<Message> entries, Map<Long, String> names) {
        for (Message each : entries) {
            assertThat(names.put((long) get(each, "iid"), (String) get(each, "name")))
                    .isNull();
        }
    }

    /// The name of a track event.
    String name(Message event) {
        return eventNames.get((long) get(event, "name_iid"));
    }

    /// What a track event says beside its name.
    Map<String, Object> annotations(Message event) {
        Map<String, Object> annotations = new LinkedHashMap<>();
        for (Message each : messages(event, "debug_annotations")) {
            each.getAllFields().forEach((field, value) -> {
                if (!field.getName().equals("name_iid")) {
                    annotations.put(annotationNames.get((long) get(each, "name_iid")), value);
                }
            });
        }
        return annotations;
    }

    /// Fails at bytes that no field of the schema explains.
    static DecodedTrace of(byte[] bytes) throws IOException, DescriptorValidationException {
        CodedInputStream stream = CodedInputStream.newInstance(new ByteArrayInputStream(bytes));
        stream.setSizeLimit(Integer.MAX_VALUE);
        DynamicMessage trace = DynamicMessage.parseFrom(PerfettoSchema.trace(), stream);
        assertNothingUnknown(trace);
        return new DecodedTrace(messages(trace, "packet"));
    }

    private static void assertNothingUnknown(Message message) {
        assertThat(message.getUnknownFields().asMap())
                .as(message.getDescriptorForType().getName())
                .isEmpty();
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                if (field.isRepeated()) {
                    ((List<?>) value).forEach(each -> assertNothingUnknown((Message) each));
                } else {
                    assertNothingUnknown((Message) value);
                }
            }
        });
    }

    /// Packets that have this part.
    List<Message> packets(String part) {
        return packets.stream().filter(each -> has(each, part)).toList();
    }

    /// A kernel event.
    record Event(long nanos, int cpu, int pid, int flags, String name, Message fields) {
        Object get(String field) {
            return DecodedTrace.get(fields, field);
        }
    }

    /// Kernel events of one kind, by time.
    List<Event> events(String name) {
        List<Event> events = new ArrayList<>();
        for (Message packet : packets("ftrace_events")) {
            Message bundle = message(packet, "ftrace_events");
            for (Message each : messages(bundle, "event")) {
                if (has(each, name)) {
                    events.add(new Event(
                            (long) get(each, "timestamp"),
                            (int) get(bundle, "cpu"),
                            (int) get(each, "pid"),
                            (int) get(each, "common_flags"),
                            name,
                            message(each, name)));
                }
            }
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        return events;
    }

    /// What lies on a track, in the order of the file.
    List<Message> onTrack(String name) {
        long uuid = packets("track_descriptor").stream()
                .map(each -> message(each, "track_descriptor"))
                .filter(each -> get(each, "name").equals(name))
                .mapToLong(each -> (long) get(each, "uuid"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no track " + name));
        return onTrack(uuid);
    }

    List<Message> onTrack(long uuid) {
        return packets("track_event").stream()
                .filter(each -> get(message(each, "track_event"), "track_uuid").equals(uuid))
                .toList();
    }

    static boolean has(Message message, String field) {
        return message.hasField(message.getDescriptorForType().findFieldByName(field));
    }

    static Object get(Message message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    static Message message(Message message, String field) {
        return (Message) get(message, field);
    }

    static List<Message> messages(Message message, String field) {
        return ((List<?>) get(message, field)).stream().map(Message.class::cast).toList();
    }
}
