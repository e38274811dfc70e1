package org.schedlab.vm.memory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/// Page walks over tables made by hand: 3 GiB of sparse RAM, 2 of it below the hole, 1 above 4 GiB.
class AddressSpaceTest {
    private static final long GIB = 1L << 30;
    private static final RamLayout LAYOUT = new RamLayout(3 * GIB, 2 * GIB);
    private static final long ROOT = 0x1000;
    private static final long TABLES = 0x10_0000;
    private static final long VIRTUAL = 0xffff_c900_0000_0000L;

    @TempDir
    private Path folder;

    private PhysicalMemory memory;

    @BeforeEach
    void mapRam() throws IOException {
        Path file = folder.resolve("ram");
        try (RandomAccessFile ram = new RandomAccessFile(file.toFile(), "rw")) {
            ram.setLength(LAYOUT.size());
        }
        memory = PhysicalMemory.map(file, LAYOUT);
    }

    @AfterEach
    void unmapRam() {
        memory.close();
    }

    private PageTableBuilder tables(int levels) {
        return new PageTableBuilder(memory, levels, ROOT, TABLES);
    }

    private AddressSpace space(int levels) {
        return new AddressSpace(memory, ROOT, levels);
    }

    @ParameterizedTest
    @CsvSource({"4, PT", "4, PD", "4, PDPT", "5, PT", "5, PD", "5, PDPT"})
    void walksEveryDepthAndPageSize(int levels, PageLevel size) {
        long physical = GIB;
        tables(levels).map(VIRTUAL, physical, size, true);
        long inside = size.bytes() - 0x10;
        memory.write(physical + inside, Long.BYTES, 0x1122_3344_5566_7788L);

        MappedRange page = space(levels).walk(VIRTUAL + inside);

        assertThat(page.virtualAddress()).isEqualTo(VIRTUAL);
        assertThat(page.physicalAddress()).isEqualTo(physical);
        assertThat(page.bytes()).isEqualTo(size.bytes());
        assertThat(page.writable()).isTrue();
        assertThat(space(levels).readLong(VIRTUAL + inside)).isEqualTo(0x1122_3344_5566_7788L);
    }

    @Test
    void readsPagesAboveTheHole() {
        long physical = RamLayout.HIGH_START + 0x5000;
        tables(4).map(VIRTUAL, physical, PageLevel.PT, true);
        space(4).write(VIRTUAL + 8, 4, 0xcafe_f00dL);

        assertThat(memory.read(physical + 8, 4)).isEqualTo(0xcafe_f00dL);
        assertThat(memory.offset(physical + 8, 4)).isEqualTo(2 * GIB + 0x5008);
    }

    @Test
    void tablesThemselvesMayLieAboveTheHole() {
        long high = RamLayout.HIGH_START + 0x10_0000;
        new PageTableBuilder(memory, 4, high, high + 0x1000).map(VIRTUAL, 0x3000, PageLevel.PT, true);
        assertThat(new AddressSpace(memory, high, 4).translate(VIRTUAL + 0x123)).isEqualTo(0x3123);
    }

    @Test
    void readsAcrossPagesThatAreNotNeighbours() {
        tables(4).map(VIRTUAL, 0x20_0000, PageLevel.PT, true).map(VIRTUAL + 0x1000, 0x5000, PageLevel.PT, true);
        memory.write(0x20_0ffe, 2, 0xbbaa);
        memory.write(0x5000, 2, 0xddcc);

        AddressSpace space = space(4);
        assertThat(space.read(VIRTUAL + 0xffe, 4)).isEqualTo(0xddccbbaaL);
        assertThat(space.readBytes(VIRTUAL + 0xffe, 4)).containsExactly(0xaa, 0xbb, 0xcc, 0xdd);

        space.write(VIRTUAL + 0xffd, 8, 0x0807_0605_0403_0201L);
        assertThat(memory.read(0x20_0ffc, 4)).isEqualTo(0x0302_0100L);
        assertThat(memory.read(0x5000, 8)).isEqualTo(0x08_0706_0504L);
    }

    @Test
    void aWriteThatEndsOnAnUnmappedPageStoresNothing() {
        tables(4).map(VIRTUAL, 0x20_0000, PageLevel.PT, true);
        memory.write(0x20_0ffc, 4, 0x1234_5678);

        assertThatThrownBy(() -> space(4).write(VIRTUAL + 0xffc, 8, -1L)).isInstanceOf(UnmappedAddressException.class);
        assertThat(memory.read(0x20_0ffc, 4)).isEqualTo(0x1234_5678);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void saysAtWhichLevelAWalkEnded(int levels) {
        tables(levels).map(VIRTUAL, 0x5000, PageLevel.PT, true);
        assertEndsAt(levels, VIRTUAL + PageLevel.PT.bytes(), PageLevel.PT);
        assertEndsAt(levels, VIRTUAL + PageLevel.PD.bytes(), PageLevel.PD);
        assertEndsAt(levels, VIRTUAL + PageLevel.PDPT.bytes(), PageLevel.PDPT);
        assertEndsAt(levels, VIRTUAL + PageLevel.PML4.bytes(), PageLevel.PML4);
        if (levels == 5) {
            assertEndsAt(levels, VIRTUAL - PageLevel.PML5.bytes(), PageLevel.PML5);
        }
    }

    private void assertEndsAt(int levels, long address, PageLevel level) {
        UnmappedAddressException unmapped = catchThrowableOfType(
                UnmappedAddressException.class, () -> space(levels).readLong(address));
        assertThat(unmapped.level()).isEqualTo(level);
        assertThat(unmapped.address()).isEqualTo(address);
        assertThat(unmapped)
                .hasMessageContaining("%#x".formatted(address))
                .hasMessageContaining("the page walk ended at level " + level);
    }

    @Test
    void aPageOutsideTheRamIsUnmapped() {
        tables(4).map(VIRTUAL, 0xfec0_0000L, PageLevel.PT, true);
        assertThatThrownBy(() -> space(4).readLong(VIRTUAL))
                .isInstanceOf(UnmappedAddressException.class)
                .hasMessageContaining("physical address 0xfec00000 outside the RAM");
    }

    @Test
    void anAddressBetweenTheHalvesIsNotCanonical() {
        assertThatThrownBy(() -> space(4).readLong(0x1234_0000_0000_0000L))
                .isInstanceOf(UnmappedAddressException.class)
                .hasMessageContaining("not canonical");
        assertThat(space(4).isKernel(0xff11_0000_0000_0000L)).isFalse();
        assertThat(space(5).isKernel(0xff11_0000_0000_0000L)).isTrue();
        assertThat(space(5).isKernel(0x1000)).isFalse();
    }

    @Test
    void aPageIsReadOnlyIfAnyLevelIs() {
        tables(4).map(VIRTUAL, 0x5000, PageLevel.PT, false);
        assertThat(space(4).walk(VIRTUAL).writable()).isFalse();
    }

    @Test
    void theDirectMapNeedsNoTablesAndEndsWithTheRam() {
        long start = 0xffff_8880_0000_0000L;
        AddressSpace space = space(4);
        space.directMap(start);
        memory.write(0x7000, 8, 77);
        memory.write(RamLayout.HIGH_START + 0x40, 8, 88);

        assertThat(space.readLong(start + 0x7000)).isEqualTo(77);
        assertThat(space.readLong(start + RamLayout.HIGH_START + 0x40)).isEqualTo(88);
        assertThatThrownBy(() -> space.readLong(start + 2 * GIB)).isInstanceOf(UnmappedAddressException.class);
        assertThatThrownBy(() -> space.readLong(start + RamLayout.HIGH_START + GIB))
                .isInstanceOf(UnmappedAddressException.class);
    }

    @Test
    void translationsAreRememberedOnlyUntilTheThaw() {
        PageTableBuilder tables = tables(4).map(VIRTUAL, 0x5000, PageLevel.PT, true);
        AddressSpace space = space(4);
        space.cacheTranslations(true);
        assertThat(space.translate(VIRTUAL + 8)).isEqualTo(0x5008);

        tables.map(VIRTUAL, 0x6000, PageLevel.PT, true);
        assertThat(space.translate(VIRTUAL + 8)).isEqualTo(0x5008);

        space.cacheTranslations(false);
        assertThat(space.translate(VIRTUAL + 8)).isEqualTo(0x6008);
        tables.map(VIRTUAL, 0x7000, PageLevel.PT, true);
        assertThat(space.translate(VIRTUAL + 8)).isEqualTo(0x7008);
    }
}
