package org.schedlab.notebook.names;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// What well-known fields of the scheduler mean, from `field-notes.txt`. Immutable.
final class FieldNotes {
    static final String KERNEL = "Linux 6.18";

    /// @param meaning one line
    /// @param file where the kernel declares the field
    record Note(String meaning, String file) {}

    private final Map<String, Note> notes;

    private FieldNotes(Map<String, Note> notes) {
        this.notes = notes;
    }

    static FieldNotes load() {
        try (InputStream text = FieldNotes.class.getResourceAsStream("field-notes.txt")) {
            String all = new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
            return new FieldNotes(all.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 3))
                    .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> new Note(parts[1], parts[2]))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param type C name of the struct that declares it
    Optional<Note> of(String type, String member) {
        return Optional.ofNullable(notes.get(type + "." + member));
    }

    /// All, as type, dot, member.
    Iterable<String> names() {
        return notes.keySet();
    }
}
