package org.schedlab.notebook.cells;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// The values of variables across the classes that JShell makes for them, one after the other: those of
/// one variable have one number, `REPL.$JShell$12`, then `REPL.$JShell$12B`. Confined to whoever holds
/// JShell's lock.
final class VariableValues {
    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$(\\d+)[A-Z]*");

    private final Map<String, Field> latest = new HashMap<>();
    private final List<String> lost = new ArrayList<>();

    /// Forgets what was lost.
    void reset() {
        lost.clear();
    }

    /// Variables whose values could not be taken over, in order.
    List<String> lost() {
        return List.copyOf(lost);
    }

    /// A class was loaded; if it holds a variable, it gets the value of the class before.
    void takeOver(Class<?> loaded) throws ReflectiveOperationException {
        Matcher wrapper = WRAPPER.matcher(loaded.getName());
        Field variable = wrapper.matches() ? variable(loaded) : null;
        if (variable == null || variable.getName().startsWith(QuickForm.NAME)) {
            return;
        }
        variable.setAccessible(true);
        Field before = latest.put(wrapper.group(1), variable);
        Object value = before == null ? null : before.get(null);
        if (value == null || before == null) {
            return;
        }
        if (variable.getType().equals(before.getType())) {
            variable.set(null, value);
        } else if (!before.getType().isPrimitive()) {
            lost.add(variable.getName());
        }
    }

    private static @Nullable Field variable(Class<?> loaded) {
        for (Field field : loaded.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                return field;
            }
        }
        return null;
    }
}
