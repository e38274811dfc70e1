package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.schedlab.vm.UnknownNameException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.schedlab.vm.btf.BtfFixture.bits;
import static org.schedlab.vm.btf.BtfFixture.field;

class FieldPathTest {
    private final BtfFixture fixture = new BtfFixture();
    private final int u32 = fixture.integer("unsigned int", 4, false);
    private final int s64 = fixture.integer("long int", 8, true);
    private final int letter = fixture.integer("char", 1, true);
    private final int state = fixture.enumeration("state", true, Map.of("GONE", -1));
    private final int wide = fixture.enumeration64("wide", false, Map.of("TOP", 1L << 63));
    private final int table = fixture.array(fixture.array(u32, u32, 3), u32, 2);
    private final int open = fixture.array(u32, u32, 0);
    private final int inner = fixture.struct("", 16, field("deep", fixture.typedef("s64", fixture.constant(s64)), 8));
    private final int either = fixture.union("", 16, field("first", u32, 0), field("", inner, 0));
    private final int target = fixture.struct("target", 8, field("value", s64, 0));
    private final int root = fixture.struct(
            "root",
            96,
            field("name", fixture.array(letter, u32, 16), 0),
            field("", either, 16),
            bits("low", u32, 32 * 8, 3),
            bits("high", u32, 32 * 8 + 3, 29),
            bits("phase", state, 36 * 8, 2),
            field("table", table, 40),
            field("next", fixture.pointer(fixture.typeTag("rcu", target)), 64),
            field("wide", wide, 72),
            field("nothing", fixture.pointer(0), 80),
            field("tail", open, 96));
    private final int halves = fixture.struct("", 16, field("low", s64, 8), field("high", u32, 4));
    private final int shared = fixture.struct(
            "shared",
            32,
            field(
                    "",
                    fixture.union(
                            "",
                            16,
                            field("vlag", s64, 0),
                            field("vprot", fixture.array(s64, u32, 2), 0),
                            field("", halves, 0)),
                    8),
            field("alone", s64, 24));
    private final int packed = fixture.struct("packed", 5, bits("a", u32, 0, 30), bits("b", u32, 30, 10));
    private final int section = fixture.dataSection(".data..percpu", fixture.variable("everywhere", root), 96);
    private final Btf btf = Btf.of(MemorySegment.ofArray(fixture.build()));

    @ParameterizedTest
    @CsvSource(textBlock = """
            name,           0,  16, ARRAY
            name[15],      15,   1, CHARACTER
            first,         16,   4, INTEGER
            deep,          24,   8, INTEGER
            table,         40,  24, ARRAY
            table[1],      52,  12, ARRAY
            table[1][2],   60,   4, INTEGER
            next,          64,   8, POINTER
            wide,          72,   8, ENUM
            tail[2],      104,   4, INTEGER
            '',             0,  96, STRUCT
            """)
    void membersLieAtTheirOffsets(String path, long offset, int size, FieldType.Kind kind) {
        FieldPath found = btf.path(root, path);
        assertThat(found.byteOffsets()).containsExactly(offset);
        assertThat(found.rootType()).isEqualTo("struct root");
        assertThat(found.type().byteSize()).isEqualTo(size);
        assertThat(found.type().bitWidth()).isEqualTo(size * 8);
        assertThat(found.type().kind()).isEqualTo(kind);
    }

    @Test
    void ofSeveralPathsTheFirstThatIsThereCounts() {
        assertThat(btf.path(root, "renamed|next->value").byteOffsets()).containsExactly(64L, 0L);
        assertThat(btf.path(root, "next->gone | first | deep").byteOffsets()).containsExactly(16L);
        assertThat(btf.path(root, "deep|nonsense").byteOffsets()).containsExactly(24L);
        assertThatThrownBy(() -> btf.path(root, "renamed|frist"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageContaining("'frist'")
                .hasMessageContaining("first");
        assertThatThrownBy(() -> btf.path(root, "first[|deep")).isInstanceOf(PathException.class);
    }

    @Test
    void membersOfAUnionSayWithWhichTheyShareTheirBytes() {
        assertThat(btf.path(shared, "vlag").unionWith()).containsExactly("vprot", "high");
        assertThat(btf.path(shared, "high").unionWith()).containsExactly("vlag", "vprot");
        assertThat(btf.path(shared, "low").unionWith()).containsExactly("vprot");
        assertThat(btf.path(shared, "alone").unionWith()).isEmpty();
        assertThat(btf.path(root, "deep").unionWith())
                .as("first is 4 bytes before it")
                .isEmpty();
        assertThat(btf.members(shared))
                .extracting(MemberView::name, MemberView::unionWith)
                .containsExactly(
                        tuple("vlag", List.of("vprot", "high")),
                        tuple("vprot", List.of("vlag", "low", "high")),
                        tuple("low", List.of("vprot")),
                        tuple("high", List.of("vlag", "vprot")),
                        tuple("alone", List.of()));
    }

    @Test
    void pointersAreFollowed() {
        assertThat(btf.path(root, "next->value").byteOffsets()).containsExactly(64L, 0L);
        assertThat(btf.path(root, "next[2].value").byteOffsets()).containsExactly(64L, 16L);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            root,   low,   32, 4, 0,  3, false
            root,   high,  32, 4, 3, 29, false
            root,   phase, 36, 4, 0,  2, true
            packed, a,      0, 4, 0, 30, false
            packed, b,      3, 2, 6, 10, false
            """)
    void bitfieldsLieInTheUnitOfTheirTypeOrInTheFewestBytes(
            String struct, String path, long offset, int bytes, int bitOffset, int bitWidth, boolean signed) {
        FieldPath found = btf.path(btf.require(struct), path);
        assertThat(found.byteOffsets()).containsExactly(offset);
        FieldType type = found.type();
        assertThat(List.of(type.byteSize(), type.bitOffset(), type.bitWidth()))
                .containsExactly(bytes, bitOffset, bitWidth);
        assertThat(type.signed()).isEqualTo(signed);
        assertThat(type.isBitfield()).isTrue();
    }

    @Test
    void enumsKnowTheirNames() {
        assertThat(btf.path(root, "phase").type().enumNames()).isEqualTo(Map.of("GONE", -1L));
        assertThat(btf.path(root, "wide").type().enumNames()).isEqualTo(Map.of("TOP", Long.MIN_VALUE));
    }

    @Test
    void listsMembersWithThoseOfAnonymousMembers() {
        assertThat(btf.members(root))
                .extracting(MemberView::name)
                .containsExactly(
                        "name", "first", "deep", "low", "high", "phase", "table", "next", "wide", "nothing", "tail");
        assertThat(btf.members(root).get(2))
                .isEqualTo(new MemberView("deep", "s64 deep", btf.require("s64"), 24, 8, 0));
        assertThat(btf.members(root).get(6).declaration()).isEqualTo("unsigned int table[2][3]");
    }

    @Test
    void perCpuVariablesHaveTypes() {
        assertThat(section).isPositive();
        assertThat(btf.perCpuVariables()).containsExactly(new PerCpuVariable("everywhere", root, 96));
        assertThatThrownBy(() -> btf.requirePerCpu("evrywhere"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage("""
                        this kernel has no per-CPU variable 'evrywhere' with a type
                          available: nearest names: everywhere
                          try: write one of its 1 per-CPU variables, for example 'runqueues'""");
    }

    @Test
    void anUnknownMemberIsAnsweredWithTheNearestNames() {
        assertThatThrownBy(() -> btf.path(root, "next->valeu"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage("""
                        struct target has no member 'valeu' (path 'next->valeu', character 7)
                          available: nearest names: value
                          try: write one of the 1 members of struct target""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            next.value    | 5  | 'next' is a pointer (struct target *), and '.' does not follow pointers | write '->' instead of '.'
            wide->x       | 5  | 'wide' is not a pointer; it is enum wide                | write '.' instead of '->'
            name[16]      | 5  | there is no element 16 of 'name'                  | char[16] has 16 elements: write an index from 0 to 15
            name[-1]      | 5  | '[' is not followed by a number and ']'           | write an index from 0 on, for example [0]
            name[1        | 5  | '[' is not followed by a number and ']'           | write an index from 0 on, for example [0]
            table.x       | 7  | 'table.' has no members, it is unsigned int[2][3] | choose an element with [i] first
            low.x         | 5  | 'low.' has no members, it is unsigned int         | end the path here
            wide[0]       | 5  | 'wide' is not an array; it is enum wide                  | leave out the index
            name name     | 5  | ' ' cannot follow 'name'                          | write a member with '.' or '->', or an element with [i]
            next->        | 7  | a member is missing                               | write the name of a member of struct target
            nothing->x    | 10 | 'nothing->' has no members, it is void            | end the path here
            nothing[0]    | 11 | 'void' has no value that could be read            | end the path earlier
            """)
    void aWrongPathIsExplained(String path, int character, String problem, String remedy) {
        assertThatThrownBy(() -> btf.path(root, path))
                .isInstanceOf(PathException.class)
                .hasMessage("%s\n  found: path '%s', at character %d\n  try: %s"
                        .formatted(problem, path, character, remedy));
    }

    @Test
    void typesAreFoundByTheirCName() {
        assertThat(btf.find("struct root")).contains(root);
        assertThat(btf.find("root")).contains(root);
        assertThat(btf.find("enum wide")).contains(wide);
        assertThat(btf.find("union root")).isEmpty();
        assertThat(btf.typesStartingWith("struct ", 9))
                .containsExactly("struct packed", "struct root", "struct shared", "struct target");
        assertThatThrownBy(() -> btf.require("struct rot")).hasMessage("""
                        this kernel has no type 'struct rot'
                          available: nearest names: struct root
                          try: write a struct, union, enum or typedef of this kernel, for example 'struct task_struct'""");
        assertThat(btf.sizeOf(packed)).isEqualTo(5);
    }
}
