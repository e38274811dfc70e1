package org.schedlab.vm.memory;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.symbols.SymbolTable;

/// A running kernel's memory by name and type: symbols, per-CPU variables, fields.
///
/// Made over the RAM of a guest whose kernel has booted (its page tables and per-CPU areas are set
/// up). Reads what is there at that moment; only a frozen guest gives values of one instant. Used by
/// one thread at a time.
///
/// Sources: Linux 6.16 to 7.3, `arch/x86/include/asm/page_64_types.h` (text mapping),
/// `arch/x86/kernel/head64.c` (`page_offset_base`, `pgdir_shift`), `arch/x86/kernel/setup_percpu.c`
/// (`__per_cpu_offset`), `kernel/cpu.c` (`__cpu_possible_mask`).
public final class KernelMemory {
    private static final long TEXT_MAPPING = 0xffff_ffff_8000_0000L;
    private static final int BANNER_LIMIT = 512;

    private final PhysicalMemory physical;
    private final KernelImage image;
    private final SymbolTable symbols;
    private final Btf btf;
    private final AddressSpace space;
    private final Map<String, Long> addresses = new ConcurrentHashMap<>();
    private final Map<String, Integer> types = new ConcurrentHashMap<>();
    private final Map<Integer, String> typeNames = new ConcurrentHashMap<>();
    private final Map<TypePath, FieldReader> readers = new ConcurrentHashMap<>();
    private final long pageOffset;
    private final BitSet possibleCpus;
    private final long perCpuOffsets;

    private record TypePath(int rootTypeId, String path) {}

    /// @param physical the guest's RAM
    /// @param image the kernel that runs there
    /// @throws LabException if another kernel, or none, is in that RAM
    public KernelMemory(PhysicalMemory physical, KernelImage image) {
        this.physical = physical;
        this.image = image;
        this.symbols = image.symbols();
        this.btf = image.btf();
        requireThisKernel();
        this.pageOffset = physical.readLong(textPhysical("page_offset_base"));
        int levels = physical.read(textPhysical("pgdir_shift"), Integer.BYTES) == 48 ? 5 : 4;
        this.space = new AddressSpace(physical, textPhysical("init_top_pgt"), levels);
        space.directMap(pageOffset);
        this.perCpuOffsets = symbols.require("__per_cpu_offset").address();
        this.possibleCpus = readPossibleCpus();
    }

    private long textPhysical(String symbol) {
        return symbols.require(symbol).address() - TEXT_MAPPING;
    }

    private void requireThisKernel() {
        String expected = image.banner().strip();
        long address = textPhysical("linux_banner");
        byte[] start = new byte[expected.length()];
        if (physical.isRam(address, BANNER_LIMIT)) {
            physical.copyOut(address, start, 0, start.length);
        }
        String found = new String(start, StandardCharsets.ISO_8859_1);
        if (!found.equals(expected)) {
            throw LabException.asked("The guest's RAM does not hold the kernel %s.".formatted(image.release()))
                    .found(found.startsWith("Linux version") ? found : "no kernel's banner where it should be")
                    .available(expected)
                    .remedy("boot the machine with this kernel's ELF and 'nokaslr', and wait until it has booted")
                    .exception();
        }
    }

    private BitSet readPossibleCpus() {
        int count = (int) space.read(symbols.require("nr_cpu_ids").address(), Integer.BYTES);
        long mask = symbols.require("__cpu_possible_mask").address();
        BitSet cpus = new BitSet(count);
        for (int cpu = 0; cpu < count; cpu++) {
            cpus.set(cpu, (space.readLong(mask + (long) (cpu / Long.SIZE) * Long.BYTES) >>> cpu & 1) != 0);
        }
        return cpus;
    }

    /// The kernel whose memory this is.
    public KernelImage image() {
        return image;
    }

    /// The guest's RAM by physical address.
    public PhysicalMemory physical() {
        return physical;
    }

    /// The guest's kernel memory by virtual address.
    public AddressSpace space() {
        return space;
    }

    /// The memory of a process of this guest by virtual address, as its page tables are now. Remembers
    /// translations: to be used while the guest stands still and then given up.
    ///
    /// @param pgd the process's `mm->pgd`, a virtual address
    public AddressSpace processSpace(long pgd) {
        AddressSpace process = new AddressSpace(physical, space.translate(pgd), space.levels());
        process.cacheTranslations(true);
        return process;
    }

    /// The virtual address at which the kernel maps physical address 0.
    public long pageOffset() {
        return pageOffset;
    }

    /// The highest possible CPU number plus one.
    public int cpuCount() {
        return possibleCpus.length();
    }

    /// The CPUs the guest may ever have. A copy.
    public BitSet possibleCpus() {
        return (BitSet) possibleCpus.clone();
    }

    /// Remembers translations from now on, or forgets them; see
    /// [AddressSpace#cacheTranslations(boolean)].
    public void cacheTranslations(boolean on) {
        space.cacheTranslations(on);
    }

    /// The virtual address of a symbol.
    ///
    /// @throws org.schedlab.vm.UnknownNameException with the nearest names
    public long symbolAddress(String name) {
        return addresses.computeIfAbsent(name, asked -> symbols.require(asked).address());
    }

    /// The virtual address of a per-CPU variable's instance on one CPU.
    ///
    /// @throws org.schedlab.vm.UnknownNameException if there is no such per-CPU variable, with the
    ///     nearest names
    /// @throws NoSuchCpuException naming the CPUs there are
    public long perCpuAddress(String variable, int cpu) {
        btf.requirePerCpu(variable);
        return onCpu(variable, symbolAddress(variable), cpu);
    }

    /// The virtual address at which a CPU keeps which task is on it (`current`): `current_task`, which is a
    /// member of `pcpu_hot` from 6.2 up to 6.14.
    ///
    /// @throws NoSuchCpuException naming the CPUs there are
    public long currentTaskAddress(int cpu) {
        return btf.perCpu("pcpu_hot").isPresent()
                ? perCpuAddress("pcpu_hot", cpu)
                        + path("struct pcpu_hot", "current_task").offset()
                : perCpuAddress("current_task", cpu);
    }

    /// The virtual address of one CPU's instance of what the kernel keeps per CPU.
    ///
    /// @param what it is, for the error
    /// @param address of its symbol, or what a `__percpu` pointer holds
    /// @throws NoSuchCpuException naming the CPUs there are
    public long onCpu(String what, long address, int cpu) {
        if (cpu < 0 || !possibleCpus.get(cpu)) {
            throw new NoSuchCpuException(what, cpu, possibleCpus);
        }
        return address + space.readLong(perCpuOffsets + (long) cpu * Long.BYTES);
    }

    /// The path of a field below a per-CPU variable.
    ///
    /// @param path members as in C, empty for the variable itself
    public FieldPath perCpuPath(String variable, String path) {
        return reader(btf.requirePerCpu(variable).typeId(), path).path();
    }

    /// The path of a field below a type.
    ///
    /// @param rootType a type's name in C, such as `struct task_struct`
    public FieldPath path(String rootType, String path) {
        return reader(rootType, path).path();
    }

    /// A type of this kernel, as a field that has it.
    ///
    /// @param name in C, such as `struct task_struct`
    public FieldType type(String name) {
        return path(name, "").type();
    }

    /// A type's name in C, behind typedefs and qualifiers: `struct list_head`.
    public String typeName(int typeId) {
        return typeNames.computeIfAbsent(
                typeId, asked -> btf.cName(btf.strip(asked).id()));
    }

    /// A type of this kernel, as a field that has it.
    public FieldType type(int typeId) {
        return reader(typeId, "").path().type();
    }

    /// A reader of a field, for many reads.
    public FieldReader reader(FieldPath path) {
        return new FieldReader(space, path);
    }

    /// A reader of a field below a type, for many reads. Its names are looked up once, however often
    /// it is asked for.
    public FieldReader reader(String rootType, String path) {
        return reader(types.computeIfAbsent(rootType, btf::require), path);
    }

    /// A reader of a field below a type, as [#reader(String, String)].
    public FieldReader reader(int rootTypeId, String path) {
        return readers.computeIfAbsent(
                new TypePath(rootTypeId, path), asked -> reader(btf.path(asked.rootTypeId(), asked.path())));
    }

    /// A writer of a field's bytes.
    public FieldWriter writer(FieldType type) {
        return new FieldWriter(space, type);
    }

    /// A reader of a per-CPU variable's field, for many reads on any CPU.
    public PerCpuReader perCpuReader(String variable, String path) {
        return new PerCpuReader(
                this, variable, reader(btf.requirePerCpu(variable).typeId(), path));
    }

    /// A number that is no member of anything, or whose address is known already.
    ///
    /// @param address virtual address of its bytes
    /// @param type a type that [FieldReader#isNumber(FieldType)]
    public FieldValue.Scalar number(long address, FieldType type) {
        long bits = space.read(address, type.byteSize());
        return new FieldValue.Scalar(type, address, BitRange.of(type).extract(bits));
    }

    /// Reads one field.
    ///
    /// @param base virtual address of the root of the path
    public FieldValue read(long base, FieldPath path) {
        return reader(path).value(base);
    }
}
