package org.schedlab.vm.image;

import java.util.ArrayList;
import java.util.List;

import org.schedlab.vm.btf.BtfFixture;
import org.schedlab.vm.symbols.KallsymsFixture;
import org.schedlab.vm.symbols.Symbol;

/// Builds the smallest files that are kernels in the eyes of [KernelImage]: an ELF with symbols and
/// types, and a bzImage around a payload.
public final class KernelFixture {
    static final String BANNER = "Linux version 6.99.1-fixture (somebody@somewhere) #1 SMP";
    private static final long TEXT = 0xffff_ffff_8100_0000L;
    private static final long READ_ONLY = 0xffff_ffff_8200_0000L;
    private static final int SETUP_SECTORS = 1;
    private static final int PAYLOAD_OFFSET = 16;

    @SuppressWarnings("ArrayRecordComponent") // written once, compared never
    private record Section(String name, int type, long flags, long address, byte[] contents) {}

    private KernelFixture() {}

    /// An ELF whose types are `btf`; an empty array leaves the section out.
    public static byte[] elf(byte[] btf) {
        return elf(btf, List.of(), new byte[0]);
    }

    /// The same with more symbols of data, and with a packed configuration (`CONFIG_IKCONFIG`) unless `config` is
    /// empty.
    public static byte[] elf(byte[] btf, List<String> more, byte[] config) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(".text", 1, 6, TEXT, new byte[0x8000]));
        sections.add(new Section(".rodata", 1, 2, READ_ONLY, readOnly(more, config)));
        sections.add(new Section(
                ".notes",
                7,
                2,
                0,
                new Bytes().u32(4).u32(4).u32(3).text("GNU\0").u32(0x0df0adbaL).toArray()));
        if (btf.length > 0) {
            sections.add(new Section(".BTF", 1, 2, READ_ONLY + 0x100000, btf));
        }
        return elf(sections);
    }

    /// Types with or without `struct sched_ext_ops`.
    public static byte[] btf(boolean schedExt) {
        BtfFixture fixture = new BtfFixture();
        int number = fixture.integer("int", 4, true);
        fixture.struct(schedExt ? "sched_ext_ops" : "sched_class", 4, BtfFixture.field("timeout_ms", number, 0));
        fixture.dataSection(".data..percpu", fixture.variable("cpu_number", number), 4);
        return fixture.build();
    }

    /// A bzImage (boot protocol 2.15) with this payload.
    public static byte[] bzImage(byte[] payload) {
        return new Bytes()
                .upTo(0x1f1)
                .u8(SETUP_SECTORS)
                .upTo(0x1fe)
                .u16(0xaa55)
                .upTo(0x202)
                .text("HdrS")
                .u16(0x20f)
                .upTo(0x248)
                .u32(PAYLOAD_OFFSET)
                .u32(payload.length)
                .upTo((SETUP_SECTORS + 1) * 512 + PAYLOAD_OFFSET)
                .bytes(payload)
                .toArray();
    }

    private static byte[] readOnly(List<String> more, byte[] config) {
        List<Symbol> symbols = new ArrayList<>();
        symbols.add(new Symbol("_stext", TEXT, 'T'));
        symbols.add(new Symbol("_text", TEXT, 'T'));
        for (int number = 0; number < 300; number++) {
            symbols.add(new Symbol("function_" + number, TEXT + 64 + 16L * number, 't'));
        }
        symbols.add(new Symbol("linux_banner", READ_ONLY, 'R'));
        Bytes data = new Bytes().text(BANNER + "\n\0");
        if (config.length > 0) {
            symbols.add(new Symbol("kernel_config_data", READ_ONLY + data.size(), 'R'));
            data.bytes(config).text("IKCFG_ED");
        }
        byte[] before = data.align(8).toArray();
        more.forEach(name -> symbols.add(new Symbol(name, READ_ONLY + before.length, 'R')));
        return KallsymsFixture.build(KallsymsFixture.Layout.SINCE_6_15, symbols, before, READ_ONLY, TEXT);
    }

    private static byte[] elf(List<Section> sections) {
        Bytes names = new Bytes().u8(0);
        Bytes contents = new Bytes().upTo(64);
        Bytes headers = new Bytes().upTo(64);
        for (Section section : sections) {
            header(headers, names, section, contents.align(16).size());
            contents.bytes(section.contents());
        }
        Section strings = new Section(".shstrtab", 3, 0, 0, new byte[0]);
        int nameStart = names.size();
        names.text(strings.name()).u8(0);
        int at = contents.size();
        headers.u32(nameStart)
                .u32(3)
                .u64(0)
                .u64(0)
                .u64(at)
                .u64(names.size())
                .u64(0)
                .u64(1)
                .u64(0);
        byte[] file = contents.bytes(names.toArray()).align(8).toArray();
        byte[] start = new Bytes()
                .u8(0x7f)
                .text("ELF")
                .u8(2)
                .u8(1)
                .u8(1)
                .upTo(16)
                .u16(2)
                .u16(62)
                .u32(1)
                .u64(0)
                .u64(0)
                .u64(file.length)
                .u32(0)
                .u16(64)
                .u16(0)
                .u16(0)
                .u16(64)
                .u16(sections.size() + 2)
                .u16(sections.size() + 1)
                .toArray();
        System.arraycopy(start, 0, file, 0, start.length);
        return new Bytes().bytes(file).bytes(headers.toArray()).toArray();
    }

    private static void header(Bytes headers, Bytes names, Section section, int offset) {
        headers.u32(names.size())
                .u32(section.type())
                .u64(section.flags())
                .u64(section.address())
                .u64(offset)
                .u64(section.contents().length)
                .u64(0)
                .u64(16)
                .u64(0);
        names.text(section.name()).u8(0);
    }
}
