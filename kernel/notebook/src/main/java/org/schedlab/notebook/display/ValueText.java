package org.schedlab.notebook.display;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/// A value as text. Arrays, collections and maps of many elements are cut as tables are, to their
/// beginning and their end, and so are long texts; a line below says so.
final class ValueText {
    static final int MOST_ELEMENTS = 200;
    static final int MOST_LETTERS = 20_000;
    private static final int FIRST = TableView.FIRST_ROWS;
    private static final int LAST = TableView.LAST_ROWS;
    private static final int FIRST_LETTERS = 8_000;
    private static final int LAST_LETTERS = 2_000;
    private static final int DEEPEST = 16;

    private final StringBuilder text = new StringBuilder();
    private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable String note;

    private ValueText() {}

    static String of(Object value) {
        ValueText whole = new ValueText();
        whole.add(value, 0);
        String shown = cut(whole.text.toString());
        return whole.note == null ? shown : shown + "\n" + whole.note;
    }

    /// The text, or its beginning and its end with a line that says so.
    static String cut(String text) {
        if (text.length() <= MOST_LETTERS) {
            return text;
        }
        int first = Character.isHighSurrogate(text.charAt(FIRST_LETTERS - 1)) ? FIRST_LETTERS - 1 : FIRST_LETTERS;
        int last = text.length() - LAST_LETTERS;
        last = Character.isLowSurrogate(text.charAt(last)) ? last + 1 : last;
        return String.format(
                Locale.ROOT,
                "%s…%n…%s%n%,d characters: the first %,d and the last %,d are shown; System.out.print shows all",
                text.substring(0, first),
                text.substring(last),
                text.length(),
                FIRST_LETTERS,
                LAST_LETTERS);
    }

    private void add(@Nullable Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            text.append(value == null ? "null" : "…");
        } else if (around.contains(value)) {
            text.append("(itself)");
        } else {
            around.add(value);
            addOther(value, depth);
            around.remove(value);
        }
    }

    private void addOther(Object value, int depth) {
        if (value.getClass().isArray()) {
            all("[", "]", Array.getLength(value), i -> Array.get(value, i), depth);
        } else if (!"java.base".equals(value.getClass().getModule().getName())) {
            text.append(value);
        } else if (value instanceof List<?> list && list instanceof RandomAccess) {
            all("[", "]", list.size(), list::get, depth);
        } else if (value instanceof Collection<?> collection) {
            all("[", "]", collection.iterator(), depth);
        } else if (value instanceof Map<?, ?> map) {
            all("{", "}", map.entrySet().iterator(), depth);
        } else if (value instanceof Map.Entry<?, ?> entry && depth > 0) {
            add(entry.getKey(), depth + 1);
            text.append('=');
            add(entry.getValue(), depth + 1);
        } else {
            text.append(value);
        }
    }

    private void all(String open, String close, int size, IntFunction<@Nullable Object> element, int depth) {
        boolean cut = size > MOST_ELEMENTS;
        if (cut && note == null) {
            note(size);
        }
        text.append(open);
        for (int i = 0; i < size; i++) {
            if (cut && i == FIRST) {
                text.append(", …");
                i = size - LAST;
            }
            separated(i > 0, element.apply(i), depth);
        }
        text.append(close);
    }

    private void all(String open, String close, Iterator<?> elements, int depth) {
        Deque<Object> last = new ArrayDeque<>();
        text.append(open);
        int seen = 0;
        int place = text.length();
        while (elements.hasNext()) {
            Object next = elements.next();
            if (seen == FIRST) {
                place = text.length();
            }
            if (seen < MOST_ELEMENTS) {
                separated(seen > 0, next, depth);
            }
            if (seen >= MOST_ELEMENTS - LAST) {
                last.add(next == null ? "null" : next);
            }
            if (last.size() > LAST) {
                last.remove();
            }
            seen++;
        }
        if (seen > MOST_ELEMENTS) {
            text.setLength(place);
            text.append(", …");
            last.forEach(each -> separated(true, each, depth));
            if (note == null) {
                note(seen);
            }
        }
        text.append(close);
    }

    private void separated(boolean comma, @Nullable Object element, int depth) {
        if (comma) {
            text.append(", ");
        }
        if (text.length() <= MOST_LETTERS * 4) {
            add(element, depth + 1);
        }
    }

    private void note(int size) {
        note = String.format(Locale.ROOT, "%,d elements: the first %d and the last %d are shown", size, FIRST, LAST);
    }
}
