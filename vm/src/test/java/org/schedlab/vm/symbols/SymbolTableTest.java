package org.schedlab.vm.symbols;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.schedlab.vm.UnknownNameException;
import org.schedlab.vm.symbols.KallsymsFixture.Layout;
import org.schedlab.vm.symbols.internal.Kallsyms;
import org.schedlab.vm.symbols.internal.KallsymsException;
import org.schedlab.vm.symbols.internal.KernelSections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SymbolTableTest {
    private static final long TEXT = 0xffff_ffff_8100_0000L;
    private static final long READ_ONLY = 0xffff_ffff_8200_0000L;

    @ParameterizedTest
    @EnumSource
    void decodesEveryLayout(Layout layout) throws KallsymsException {
        List<Symbol> symbols = symbols(layout);
        SymbolTable table = decode(layout, symbols);
        assertThat(table.size()).isEqualTo(symbols.size());
        for (int position = 0; position < symbols.size(); position++) {
            assertThat(table.get(position)).isEqualTo(symbols.get(position));
        }
    }

    /// From 7.0 on all tables are aligned to 4: whether the offsets start at a multiple of 8 is luck.
    @ParameterizedTest
    @ValueSource(ints = {96, 100, 104, 108})
    void decodesTablesOfEachAlignment(int before) throws KallsymsException {
        List<Symbol> symbols = symbols(Layout.SINCE_7_0);
        byte[] tables = KallsymsFixture.build(Layout.SINCE_7_0, symbols, new byte[before], READ_ONLY, TEXT);
        SymbolTable table = decode(tables, TEXT);
        for (int position = 0; position < symbols.size(); position++) {
            assertThat(table.get(position)).isEqualTo(symbols.get(position));
        }
    }

    @Test
    void findsNamesByAPart() throws KallsymsException {
        SymbolTable table = decode(Layout.SINCE_6_15, symbols(Layout.SINCE_6_15));
        List<String> all = symbols(Layout.SINCE_6_15).stream().map(Symbol::name).toList();
        for (String part : List.of("ched_1", "twin", "win", "9s", "no such part")) {
            assertThat(table.containing(part, 1000))
                    .as(part)
                    .isEqualTo(all.stream()
                            .filter(name -> name.contains(part))
                            .distinct()
                            .toList());
        }
        assertThat(table.containing("sched_", 3)).hasSize(3);
    }

    @Test
    void findsNamesAndAddresses() throws KallsymsException {
        SymbolTable table = decode(Layout.SINCE_6_15, symbols(Layout.SINCE_6_15));
        assertThat(table.require("sched_9").address()).isEqualTo(TEXT + 16 * 9 + 16);
        assertThat(table.all("twin")).hasSize(2);
        assertThat(table.find("twin")).contains(table.all("twin").getFirst());
        assertThat(table.covering(TEXT + 16 * 9 + 31).orElseThrow().name()).isEqualTo("sched_9");
        assertThat(table.covering(TEXT).orElseThrow().name()).isEqualTo("_stext");
        assertThat(table.covering(TEXT - 1)).isEmpty();
        assertThat(table.covering(-1)).isEmpty();
        assertThat(table.startingWith("sched_39", 20)).containsExactly("sched_39", "sched_390", "sched_391");
        assertThatThrownBy(() -> table.require("shced_9"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessageStartingWith("""
                        this kernel has no symbol 'shced_9'
                          available: nearest names: sched_9, \
                        """)
                .hasMessageEndingWith("""

                          try: write a name that /proc/kallsyms of this kernel lists; static data that the compiler \
                        removed has no symbol\
                        """);
    }

    @Test
    void perCpuOffsetsOfOldKernelsStayApartFromAddresses() throws KallsymsException {
        SymbolTable table = decode(Layout.UNTIL_6_14, symbols(Layout.UNTIL_6_14));
        assertThat(table.require("runqueues").address()).isEqualTo(0x35e80);
        assertThat(table.covering(0x35e90).orElseThrow().name()).isEqualTo("runqueues");
        assertThat(table.covering(0x7000_0000)).isEmpty();
    }

    @Test
    void refusesTablesThatContradictTheElf() {
        byte[] tables = tables(Layout.SINCE_6_15, symbols(Layout.SINCE_6_15));
        assertThatThrownBy(() -> decode(tables, TEXT + 0x1000))
                .isInstanceOf(KallsymsException.class)
                .hasMessage("its kallsyms tables put '_text' at 0xffffffff81000000, its ELF sections at"
                        + " 0xffffffff81001000");
        assertThatThrownBy(() -> decode(new byte[4096], TEXT))
                .hasMessage("its .rodata holds no kallsyms tables (CONFIG_KALLSYMS_ALL=y makes them)");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BEFORE_6_4")
    void garbledTablesGiveAnErrorAndNeverWrongNamesOfRightTables(Layout layout) throws KallsymsException {
        byte[] good = tables(layout, symbols(layout));
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] garbled = good.clone();
            garbled[random.nextInt(garbled.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(decode(garbled, TEXT).size())
                        .isEqualTo(symbols(layout).size());
            } catch (KallsymsException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
        for (int length = 0; length < good.length - 8; length += 97) {
            byte[] part = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> decode(part, TEXT)).isInstanceOf(KallsymsException.class);
        }
    }

    private static List<Symbol> symbols(Layout layout) {
        List<Symbol> symbols = new ArrayList<>();
        if (layout == Layout.UNTIL_6_14 || layout == Layout.BEFORE_6_4) {
            symbols.add(new Symbol("__per_cpu_start", 0, 'A'));
            symbols.add(new Symbol("runqueues", 0x35e80, 'A'));
            symbols.add(new Symbol("__per_cpu_end", 0x36000, 'A'));
        }
        symbols.add(new Symbol("_stext", TEXT, 'T'));
        symbols.add(new Symbol("_text", TEXT, 'T'));
        for (int number = 0; number < 392; number++) {
            symbols.add(new Symbol("sched_" + number, TEXT + 16L * number + 16, number % 2 == 0 ? 'T' : 't'));
        }
        symbols.add(new Symbol("twin", TEXT + 0x8000, 't'));
        symbols.add(new Symbol("twin", TEXT + 0x8010, 't'));
        symbols.add(new Symbol("a_very_long_name_".repeat(10), READ_ONLY, 'r'));
        symbols.add(new Symbol("_end", READ_ONLY + 0x100000, 'B'));
        return symbols;
    }

    private static SymbolTable decode(Layout layout, List<Symbol> symbols) throws KallsymsException {
        return decode(tables(layout, symbols), TEXT);
    }

    private static byte[] tables(Layout layout, List<Symbol> symbols) {
        return KallsymsFixture.build(layout, symbols, new byte[100], READ_ONLY, TEXT);
    }

    private static SymbolTable decode(byte[] readOnly, long text) throws KallsymsException {
        return new SymbolTable(Kallsyms.decode(new KernelSections(
                MemorySegment.ofArray(readOnly),
                READ_ONLY,
                text,
                List.of(new KernelSections.Range(TEXT, TEXT + 0x10000)))));
    }
}
