package org.schedlab.vm.btf;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.btf.BtfType.Array;
import org.schedlab.vm.btf.BtfType.Composite;
import org.schedlab.vm.btf.BtfType.Const;
import org.schedlab.vm.btf.BtfType.EnumValue;
import org.schedlab.vm.btf.BtfType.Enumerated;
import org.schedlab.vm.btf.BtfType.FunctionPrototype;
import org.schedlab.vm.btf.BtfType.Member;
import org.schedlab.vm.btf.BtfType.Parameter;
import org.schedlab.vm.btf.BtfType.Pointer;
import org.schedlab.vm.btf.BtfType.Restrict;
import org.schedlab.vm.btf.BtfType.TypeTag;
import org.schedlab.vm.btf.BtfType.Volatile;

/// Writes types as C.
record CText(TypeDecoder types) {
    /// A chain of pointers and functions longer than this is damage.
    private static final int DEEPEST = 64;

    /// A declaration of `declarator` with this type, or the type alone for an empty declarator.
    public String declare(int typeId, String declarator) {
        return declare(typeId, declarator, "", 0);
    }

    /// A declaration in one line: bodies of anonymous types as `{...}`.
    public String shortDeclaration(int typeId, String declarator) {
        return declare(typeId, declarator, null, 0);
    }

    /// The type in short: an anonymous struct, union or enum as `struct {...}`.
    public String name(int typeId) {
        return declare(typeId, "", null, 0);
    }

    /// The whole definition of a type, ending with a semicolon.
    public String definition(int typeId) {
        return switch (types.decode(typeId)) {
            case Composite composite -> body(composite, "", 0) + ";";
            case Enumerated enumerated -> body(enumerated, "") + ";";
            case BtfType.Forward forward -> (forward.union() ? "union " : "struct ") + forward.name() + ";";
            case BtfType.Typedef typedef -> "typedef " + declare(typedef.typeId(), typedef.name()) + ";";
            case BtfType.Function function ->
                (function.linkage() == BtfType.Linkage.EXTERN ? "extern " : "")
                        + declare(function.prototypeId(), function.name())
                        + ";";
            case BtfType.Variable variable -> declare(variable.typeId(), variable.name()) + ";";
            case BtfType other -> declare(other.id(), "") + ";";
        };
    }

    /// @param indent of the line the declaration stands in; null leaves bodies out
    private String declare(int typeId, String declarator, @Nullable String indent, int depth) {
        if (depth > DEEPEST) {
            throw new BtfException(
                    String.format(Locale.ROOT, "type %d of its type information contains itself", typeId));
        }
        BtfType type = types.decode(typeId);
        return switch (type) {
            case Pointer pointer -> declare(pointer.typeId(), pointerTo(pointer, declarator), indent, depth + 1);
            case Array array ->
                declare(array.elementTypeId(), declarator + "[" + array.count() + "]", indent, depth + 1);
            case FunctionPrototype function ->
                declare(
                        function.returnTypeId(),
                        declarator + "(" + parameters(function.parameters(), depth) + ")",
                        indent,
                        depth + 1);
            case Const qualified -> qualify("const", qualified.typeId(), declarator, indent, depth);
            case Volatile qualified -> qualify("volatile", qualified.typeId(), declarator, indent, depth);
            case Restrict qualified -> qualify("restrict", qualified.typeId(), declarator, indent, depth);
            case TypeTag tag -> declare(tag.typeId(), declarator, indent, depth + 1);
            case Composite composite -> join(name(composite, indent), declarator);
            case Enumerated enumerated -> join(name(enumerated, indent), declarator);
            case BtfType.Forward forward -> join((forward.union() ? "union " : "struct ") + forward.name(), declarator);
            case BtfType.DataSection section -> join(section.name(), declarator);
            case BtfType.NoType named -> join(named.name(), declarator);
            case BtfType.Int named -> join(named.name(), declarator);
            case BtfType.FloatingPoint named -> join(named.name(), declarator);
            case BtfType.Typedef named -> join(named.name(), declarator);
            case BtfType.Function named -> join(named.name(), declarator);
            case BtfType.Variable named -> join(named.name(), declarator);
            case BtfType.DeclarationTag named -> join(named.name(), declarator);
        };
    }

    private String pointerTo(Pointer pointer, String declarator) {
        String text = (declarator.startsWith("(") ? "* " : "*") + declarator;
        return bindsTighter(pointer.typeId()) ? "(" + text + ")" : text;
    }

    private boolean bindsTighter(int typeId) {
        BtfType type = types.decode(typeId);
        while (type instanceof Const || type instanceof Volatile || type instanceof TypeTag) {
            type = types.decode(((BtfType.Alias) type).typeId());
        }
        return type instanceof Array || type instanceof FunctionPrototype;
    }

    /// A qualifier of a pointer stands behind its star, any other in front of the type.
    private String qualify(String qualifier, int typeId, String declarator, @Nullable String indent, int depth) {
        BtfType target = types.decode(typeId);
        while (target instanceof Const || target instanceof Volatile || target instanceof Restrict) {
            target = types.decode(((BtfType.Alias) target).typeId());
        }
        boolean elementsHaveIt = target instanceof Array array && types.decode(array.elementTypeId()) instanceof Const;
        if (elementsHaveIt && qualifier.equals("const")) {
            return declare(typeId, declarator, indent, depth + 1);
        }
        return target instanceof Pointer
                ? declare(typeId, " " + join(qualifier, declarator.strip()), indent, depth + 1)
                : qualifier + " " + declare(typeId, declarator, indent, depth + 1);
    }

    private String parameters(List<Parameter> parameters, int depth) {
        if (parameters.isEmpty()) {
            return "void";
        }
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : parameters) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(
                            parameter.typeId() == 0
                                    ? "..."
                                    : declare(parameter.typeId(), parameter.name(), null, depth + 1));
        }
        return text.toString();
    }

    private String name(Composite composite, @Nullable String indent) {
        if (composite.name().isEmpty()) {
            return indent == null ? keyword(composite) + " {...}" : body(composite, indent, indent.length());
        }
        return keyword(composite) + " " + composite.name();
    }

    private String name(Enumerated enumerated, @Nullable String indent) {
        if (enumerated.name().isEmpty()) {
            return indent == null ? "enum {...}" : body(enumerated, indent);
        }
        return "enum " + enumerated.name();
    }

    private String body(Composite composite, String indent, int depth) {
        StringBuilder text = new StringBuilder(join(keyword(composite), composite.name())).append(" {");
        String inner = indent + "\t";
        for (Member member : composite.members()) {
            text.append('\n')
                    .append(inner)
                    .append(declare(member.typeId(), member.name(), inner, depth))
                    .append(member.bitfieldWidth() > 0 ? ": " + member.bitfieldWidth() : "")
                    .append(';');
        }
        return text.append(composite.members().isEmpty() ? "}" : "\n" + indent + "}")
                .toString();
    }

    private static String body(Enumerated enumerated, String indent) {
        String wide = enumerated instanceof BtfType.Enumeration64 ? (enumerated.signed() ? "LL" : "ULL") : "";
        StringBuilder text = new StringBuilder(join("enum", enumerated.name())).append(" {\n");
        for (EnumValue value : enumerated.values()) {
            text.append(indent)
                    .append('\t')
                    .append(value.name())
                    .append(" = ")
                    .append(enumerated.signed() ? Long.toString(value.value()) : Long.toUnsignedString(value.value()))
                    .append(wide)
                    .append(",\n");
        }
        return text.append(indent).append('}').toString();
    }

    private static String keyword(Composite composite) {
        return composite instanceof BtfType.Union ? "union" : "struct";
    }

    private static String join(String type, String declarator) {
        if (declarator.isEmpty() || declarator.startsWith("[")) {
            return type + declarator;
        }
        return declarator.startsWith("(void)") ? type + declarator : type + " " + declarator;
    }
}
