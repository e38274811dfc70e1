package org.schedlab.vm.btf;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.schedlab.vm.image.KernelImage;

import static org.assertj.core.api.Assertions.assertThat;

/// Every type of every cached kernel, as bpftool reads it.
@Tag("kernel")
class BtfOracleIT {

    @ParameterizedTest
    @MethodSource("org.schedlab.vm.image.CachedKernels#all")
    void everyTypeIsWhatBpftoolSays(KernelImage kernel) throws Exception {
        JsonNode types =
                new ObjectMapper().readTree(Bpftool.dump(kernel.elf(), "-j")).path("types");
        Btf btf = kernel.btf();
        assertThat(btf.typeCount()).isEqualTo(types.size() + 1);
        Set<String> kinds = new TreeSet<>();
        for (JsonNode expected : types) {
            kinds.add(expected.path("kind").asText());
            BtfType type = btf.type(expected.path("id").asInt());
            String name = expected.path("name").asText();
            assertThat(type.name()).isEqualTo(name.equals("(anon)") ? "" : name);
            assertThat(describe(type)).isEqualTo(describe(expected));
        }
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(16);
    }

    private static String describe(BtfType type) {
        return switch (type) {
            case BtfType.NoType _ -> "VOID";
            case BtfType.Int i ->
                "INT %d %d %d %s"
                        .formatted(
                                i.size(),
                                i.bitOffset(),
                                i.bits(),
                                i.bool() ? "BOOL" : i.character() ? "CHAR" : i.signed() ? "SIGNED" : "(none)");
            case BtfType.Pointer t -> "PTR " + t.typeId();
            case BtfType.Array a -> "ARRAY %d %d %d".formatted(a.elementTypeId(), a.indexTypeId(), a.count());
            case BtfType.Composite c -> {
                StringBuilder text =
                        new StringBuilder(c instanceof BtfType.Union ? "UNION " : "STRUCT ").append(c.size());
                c.members()
                        .forEach(member -> text.append(" %s/%d/%d/%d"
                                .formatted(
                                        member.name(), member.typeId(), member.bitOffset(), member.bitfieldWidth())));
                yield text.toString();
            }
            case BtfType.Enumerated e -> {
                StringBuilder text = new StringBuilder(e instanceof BtfType.Enumeration64 ? "ENUM64 " : "ENUM ")
                        .append(e.size())
                        .append(e.signed() ? " SIGNED" : " UNSIGNED");
                e.values()
                        .forEach(value -> text.append(" %s=%s"
                                .formatted(
                                        value.name(),
                                        e.signed() ? value.value() : Long.toUnsignedString(value.value()))));
                yield text.toString();
            }
            case BtfType.Forward f -> "FWD " + (f.union() ? "union" : "struct");
            case BtfType.Typedef t -> "TYPEDEF " + t.typeId();
            case BtfType.Volatile t -> "VOLATILE " + t.typeId();
            case BtfType.Const t -> "CONST " + t.typeId();
            case BtfType.Restrict t -> "RESTRICT " + t.typeId();
            case BtfType.TypeTag t -> "TYPE_TAG " + t.typeId();
            case BtfType.Function f -> "FUNC %d %s".formatted(f.prototypeId(), linkage(f.linkage()));
            case BtfType.FunctionPrototype f -> {
                StringBuilder text = new StringBuilder("FUNC_PROTO ").append(f.returnTypeId());
                f.parameters()
                        .forEach(parameter -> text.append(" %s/%d".formatted(parameter.name(), parameter.typeId())));
                yield text.toString();
            }
            case BtfType.Variable v -> "VAR %d %s".formatted(v.typeId(), linkage(v.linkage()));
            case BtfType.DataSection s -> {
                StringBuilder text = new StringBuilder("DATASEC ").append(s.size());
                s.variables().forEach(v -> text.append(" %d/%d/%d".formatted(v.typeId(), v.offset(), v.size())));
                yield text.toString();
            }
            case BtfType.FloatingPoint f -> "FLOAT " + f.size();
            case BtfType.DeclarationTag t -> "DECL_TAG %d %d".formatted(t.typeId(), t.component());
        };
    }

    private static String linkage(BtfType.Linkage linkage) {
        return linkage.name().toLowerCase(Locale.ROOT);
    }

    private static String describe(JsonNode type) throws IOException {
        String kind = type.path("kind").asText();
        return switch (kind) {
            case "INT" -> join(type, "size", "bits_offset", "nr_bits", "encoding");
            case "PTR", "TYPEDEF", "VOLATILE", "CONST", "RESTRICT", "TYPE_TAG" -> join(type, "type_id");
            case "ARRAY" -> join(type, "type_id", "index_type_id", "nr_elems");
            case "STRUCT", "UNION" -> {
                StringBuilder text = new StringBuilder(join(type, "size"));
                for (JsonNode member : type.path("members")) {
                    text.append(" %s/%d/%d/%d"
                            .formatted(
                                    name(member),
                                    member.path("type_id").asInt(),
                                    member.path("bits_offset").asLong(),
                                    member.path("bitfield_size").asInt()));
                }
                yield text.toString();
            }
            case "ENUM", "ENUM64" -> {
                StringBuilder text = new StringBuilder(join(type, "size", "encoding"));
                for (JsonNode value : type.path("values")) {
                    text.append(" %s=%s".formatted(name(value), enumValue(type, value)));
                }
                yield text.toString();
            }
            case "FWD" -> join(type, "fwd_kind");
            case "FUNC", "VAR" -> join(type, "type_id", "linkage");
            case "FUNC_PROTO" -> {
                StringBuilder text = new StringBuilder(join(type, "ret_type_id"));
                for (JsonNode parameter : type.path("params")) {
                    text.append(" %s/%d"
                            .formatted(
                                    name(parameter), parameter.path("type_id").asInt()));
                }
                yield text.toString();
            }
            case "DATASEC" -> {
                StringBuilder text = new StringBuilder(join(type, "size"));
                for (JsonNode variable : type.path("vars")) {
                    text.append(" %d/%d/%d"
                            .formatted(
                                    variable.path("type_id").asInt(),
                                    variable.path("offset").asLong(),
                                    variable.path("size").asLong()));
                }
                yield text.toString();
            }
            case "FLOAT" -> join(type, "size");
            case "DECL_TAG" -> join(type, "type_id", "component_idx");
            default -> throw new IOException("bpftool prints an unknown kind " + type);
        };
    }

    /// bpftool 7.1 sign-extends 32-bit values also of unsigned enums.
    private static String enumValue(JsonNode type, JsonNode value) {
        boolean unsigned32 = type.path("kind").asText().equals("ENUM")
                && type.path("encoding").asText().equals("UNSIGNED");
        return unsigned32
                ? Long.toString(value.path("val").bigIntegerValue().longValue() & 0xffff_ffffL)
                : value.path("val").asText();
    }

    private static String name(JsonNode node) {
        String name = node.path("name").asText();
        return name.equals("(anon)") ? "" : name;
    }

    private static String join(JsonNode type, String... fields) {
        StringBuilder text = new StringBuilder(type.path("kind").asText());
        for (String field : fields) {
            text.append(' ').append(type.path(field).asText());
        }
        return text.toString();
    }
}
