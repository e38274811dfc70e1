package org.schedlab.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;

/// Reads public types out of the parsed sources.
final class TypeReader {
    private final JavaSources sources;

    TypeReader(JavaSources sources) {
        this.sources = sources;
    }

    /// A top-level type; empty when there is no public one of that name.
    Optional<DocumentedType> read(String qualifiedName) {
        return sources.unit(qualifiedName)
                .flatMap(unit -> unit.getTypeDecls().stream()
                        .filter(ClassTree.class::isInstance)
                        .map(ClassTree.class::cast)
                        .filter(type -> isPublic(type.getModifiers().getFlags()))
                        .map(type -> type(qualifiedName, unit, type))
                        .findFirst());
    }

    private DocumentedType type(String name, CompilationUnitTree unit, ClassTree type) {
        TreePath path = TreePath.getPath(unit, type);
        Comment comment = comment(path);
        boolean isInterface = type.getKind() == Tree.Kind.INTERFACE;
        List<DocumentedType.Member> members = new ArrayList<>();
        for (Tree tree : type.getMembers()) {
            TreePath at = new TreePath(path, tree);
            if (tree instanceof MethodTree method
                    && method.getReturnType() != null
                    && (isInterface || isPublic(method.getModifiers().getFlags()))
                    && !isOverride(method)) {
                members.add(method(method, at));
            } else if (tree instanceof VariableTree field) {
                field(type, field, comment, at).ifPresent(members::add);
            } else if (tree instanceof ClassTree nested
                    && (isInterface || isPublic(nested.getModifiers().getFlags()))) {
                members.add(nested(type, nested, at));
            }
        }
        return new DocumentedType(name, type.getKind().name().toLowerCase(Locale.ROOT), comment, members);
    }

    private DocumentedType.Member method(MethodTree method, TreePath at) {
        String parameters =
                method.getParameters().stream().map(TypeReader::parameter).collect(Collectors.joining(", "));
        return new DocumentedType.Member(
                method.getName().toString(),
                method.getName() + "(" + parameters + ")",
                String.valueOf(method.getReturnType()).replace("void", ""),
                comment(at));
    }

    /// A type inside a type, as one makes it when it is a record.
    private DocumentedType.Member nested(ClassTree outer, ClassTree type, TreePath at) {
        String name = outer.getSimpleName() + "." + type.getSimpleName();
        String components = type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .map(TypeReader::parameter)
                .collect(Collectors.joining(", "));
        return new DocumentedType.Member(
                name, type.getKind() == Tree.Kind.RECORD ? name + "(" + components + ")" : name, "", comment(at));
    }

    private Optional<DocumentedType.Member> field(ClassTree type, VariableTree field, Comment owner, TreePath at) {
        String name = field.getName().toString();
        Set<Modifier> flags = field.getModifiers().getFlags();
        if (type.getKind() == Tree.Kind.RECORD && !flags.contains(Modifier.STATIC)) {
            Comment comment = Comment.of(owner.parameters().getOrDefault(name, ""));
            return Optional.of(new DocumentedType.Member(name, name + "()", String.valueOf(field.getType()), comment));
        }
        return isPublic(flags)
                ? Optional.of(new DocumentedType.Member(name, name, String.valueOf(field.getType()), comment(at)))
                : Optional.empty();
    }

    private Comment comment(TreePath path) {
        return Comment.of(sources.comments().getDocComment(path));
    }

    private static String parameter(VariableTree parameter) {
        boolean variable = parameter.toString().contains("...");
        String type = String.valueOf(parameter.getType());
        return (variable ? type.replace("[]", "...") : type) + " " + parameter.getName();
    }

    private static boolean isOverride(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private static boolean isPublic(Set<Modifier> flags) {
        return flags.contains(Modifier.PUBLIC);
    }
}
