package org.schedlab.lab.rtapp;

import java.util.List;
import java.util.Locale;

import org.schedlab.vm.LabException;

/// A value of a JSON text, with the place where it stands. Keys may be there more than once, in their order.
sealed interface Json {
    /// Where it stands.
    Place place();

    /// What it is, in a word.
    String kind();

    /// A place in the text.
    ///
    /// @param line from 1
    /// @param column from 1
    /// @param path keys from the outermost object on, such as `tasks.thread0.run`
    record Place(int line, int column, String path) {
        /// An error at this place.
        LabException refused(String sentence, String found, String available, String remedy) {
            LabException.Message message = LabException.asked(String.format(
                            Locale.ROOT,
                            "line %d, column %d%s: %s",
                            line,
                            column,
                            path.isEmpty() ? "" : ", " + path,
                            sentence))
                    .found(found);
            return (available.isEmpty() ? message : message.available(available))
                    .remedy(remedy)
                    .exception();
        }
    }

    record Member(String key, Place place, Json value) {}

    record Obj(Place place, List<Member> members) implements Json {
        @Override
        public String kind() {
            return "an object";
        }
    }

    record Array(Place place, List<Json> values) implements Json {
        @Override
        public String kind() {
            return "an array";
        }
    }

    record Text(Place place, String text) implements Json {
        @Override
        public String kind() {
            return "the text \"" + text + "\"";
        }
    }

    record Whole(Place place, long number) implements Json {
        @Override
        public String kind() {
            return "the number " + number;
        }
    }

    /// A number that is not whole, or null.
    record Other(Place place, String text) implements Json {
        @Override
        public String kind() {
            return text;
        }
    }

    record Bool(Place place, boolean value) implements Json {
        @Override
        public String kind() {
            return Boolean.toString(value);
        }
    }
}
