package org.schedlab.documents;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The public types of schedlab that a notebook can hold: what its words take and give, what those
/// take and give, and so on.
final class ReachableTypes {
    private final Set<String> names = new TreeSet<>();
    private final Deque<Class<?>> open = new ArrayDeque<>();

    private ReachableTypes() {}

    /// Their qualified names in order, without the start itself.
    static Set<String> from(Class<?>... start) {
        var types = new ReachableTypes();
        Stream.of(start).forEach(types.open::add);
        while (!types.open.isEmpty()) {
            types.visit(types.open.remove());
        }
        Stream.of(start).map(Class::getName).forEach(types.names::remove);
        return types.names;
    }

    private void visit(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                reach(method.getGenericReturnType());
                Stream.of(method.getGenericParameterTypes()).forEach(this::reach);
            }
        }
    }

    private void reach(Type type) {
        switch (type) {
            case Class<?> plain when plain.isArray() -> reach(plain.getComponentType());
            case Class<?> plain -> {
                if (plain.getName().startsWith("org.schedlab.")
                        && Modifier.isPublic(plain.getModifiers())
                        && !plain.getPackageName().contains(".internal")
                        && plain.getEnclosingClass() == null
                        && names.add(plain.getName())) {
                    open.add(plain);
                }
            }
            case ParameterizedType generic -> {
                reach(generic.getRawType());
                Stream.of(generic.getActualTypeArguments()).forEach(this::reach);
            }
            case WildcardType wildcard -> Stream.of(wildcard.getUpperBounds()).forEach(this::reach);
            case GenericArrayType array -> reach(array.getGenericComponentType());
            default -> {}
        }
    }
}
