package org.schedlab.vm.trace;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.schedlab.vm.LabException;

/// Something to be done whenever a CPU executes an instruction of the guest. The guest cannot notice it:
/// a machine with probes goes through the same states as one without. A value; [#log] and [#freeze] make
/// one.
///
/// An instruction counts when it begins: one that faults and is begun again counts again. Without
/// `last` it is one instruction, such as a function's first, which is executed once for each call.
///
/// @param id the user's name for it; events and stops bear it
/// @param first virtual address of an instruction, in the kernel or, in any process, in user space
/// @param last every instruction that begins at `first` to `last` counts, both included
/// @param cpus the CPUs whose instructions count; empty: all
/// @param skipped so many instructions, of those that count, pass unnoticed before the first event
/// @param captures what a record holds; [Capture#MOST] at most
/// @param condition when a record is made
/// @param stackWords how many words of the stack end a record, behind the stack's pointer;
///     [#MOST_STACK_WORDS] at most
public record Probe(
        int id,
        long first,
        long last,
        Kind kind,
        Set<Integer> cpus,
        long skipped,
        List<Capture> captures,
        Condition condition,
        int stackWords) {
    /// How many CPUs a machine can have.
    public static final int MOST_CPUS = 256;

    /// How much of a stack a record holds at most; `probes.h` has the same number.
    public static final int MOST_STACK_WORDS = 512;

    public enum Kind {
        /// An [Event].
        LOG,
        /// An [Event], and the machine stands at the end of the turn:
        /// [org.schedlab.vm.spec.Stop.AtProbe] says where that is.
        FREEZE,
        /// A record of the flight recorder's.
        RECORD,
        /// A record of the flight recorder's whenever the function from `first` to `last` is left.
        EXIT,
        /// A record of the flight recorder's, which is read at the end of the turn: then the recorder may change
        /// its probes.
        READ,
        /// A record whenever code of the kernel stores to an address from `first` to `last`, which are 8 bytes at
        /// most: [StoreRecord]. Not seen is what no code of the kernel stores: the CPU's own stores, what
        /// devices, user space through a mapping of its own, and this process write.
        WATCH,
        /// The only one of its kind, from `first` to below `last` of the guest's clock of QEMU, in ns: all
        /// instructions are counted, [ProfileTable], by where their blocks begin and by the first capture; and
        /// a record after each `skipped` instructions of a CPU: [StackSample].
        PROFILE,
        /// The machine stands in the middle of the turn, before the instruction: [org.schedlab.vm.spec.Stop.InTurn].
        STAND,
        /// As [#WATCH], but no record is made: the machine stands right behind the store.
        STORED;

        /// Whether it is the flight recorder's.
        public boolean recorded() {
            return this != LOG && this != FREEZE && this != STAND && this != STORED;
        }
    }

    /// @throws LabException a part is not what its description says
    public Probe {
        cpus = Set.copyOf(cpus);
        captures = List.copyOf(captures);
        require(
                captures.size() <= Capture.MOST,
                "a probe is to take down " + captures.size() + " values",
                Capture.MOST + " values at most");
        require(id >= 0, "a probe's id is " + id, "numbers from 0 on");
        require(
                Long.compareUnsigned(first, last) <= 0,
                String.format(Locale.ROOT, "a probe's last address %#x is below its first %#x", last, first),
                "the first, and the last not below it");
        require(
                cpus.stream().allMatch(cpu -> cpu >= 0 && cpu < MOST_CPUS),
                "a probe's CPUs are " + cpus,
                "CPUs 0 to " + (MOST_CPUS - 1));
        require(
                (kind != Kind.WATCH && kind != Kind.STORED) || last - first < Long.BYTES,
                "a watch is for " + (last - first + 1) + " bytes",
                Long.BYTES + " bytes at most; a watch for each field");
        require(
                stackWords >= 0 && stackWords <= MOST_STACK_WORDS,
                "a probe is to take down " + stackWords + " words of the stack",
                "0 to " + MOST_STACK_WORDS + " words");
        require(skipped >= 0, "a probe is to skip " + skipped, "numbers from 0 on");
    }

    private static void require(boolean right, String found, String available) {
        if (!right) {
            throw LabException.asked("this cannot be a probe")
                    .found(found)
                    .available(available)
                    .exception();
        }
    }

    private static Probe of(int id, long first, long last, Kind kind, List<Capture> captures) {
        return new Probe(id, first, last, kind, Set.of(), 0, captures, Condition.ALWAYS, 0);
    }

    /// At each execution of one instruction, an event.
    public static Probe log(int id, long address) {
        return of(id, address, address, Kind.LOG, List.of());
    }

    /// At each execution of one instruction, an event, and the machine stands.
    public static Probe freeze(int id, long address) {
        return of(id, address, address, Kind.FREEZE, List.of());
    }

    /// At each execution of one instruction, a record.
    public static Probe record(int id, long address, List<Capture> captures) {
        return of(id, address, address, Kind.RECORD, captures);
    }

    /// Whenever a function is left, a record without values that registers lead to: they are not to be had there.
    ///
    /// @param last the address of its last byte
    public static Probe exit(int id, long first, long last, List<Capture> captures) {
        return of(id, first, last, Kind.EXIT, captures);
    }

    /// Counts where instructions go; see [Kind#PROFILE].
    ///
    /// @param from of the guest's clock of QEMU, in ns
    /// @param to the same, above it
    /// @param each a sample of the stack after so many instructions of a CPU; none if 0
    /// @param captures the first, which needs no register, tells apart whose they are
    public static Probe profile(int id, long from, long to, long each, List<Capture> captures) {
        return new Probe(id, from, to, Kind.PROFILE, Set.of(), each, captures, Condition.ALWAYS, 0);
    }

    /// At an instruction, such as a function's first, the machine stands.
    ///
    /// @param captures the first is what [#when] compares; see [Condition]
    public static Probe stand(int id, long address, List<Capture> captures) {
        return of(id, address, address, Kind.STAND, captures);
    }

    /// Right behind a store to some bytes the machine stands.
    ///
    /// @param bytes how many, 8 at most
    public static Probe stored(int id, long address, int bytes) {
        return of(id, address, address + bytes - 1, Kind.STORED, List.of());
    }

    public Probe upTo(long newLast) {
        return new Probe(id, first, newLast, kind, cpus, skipped, captures, condition, stackWords);
    }

    public Probe onCpus(Set<Integer> newCpus) {
        return new Probe(id, first, last, kind, newCpus, skipped, captures, condition, stackWords);
    }

    public Probe skipping(long newSkipped) {
        return new Probe(id, first, last, kind, cpus, newSkipped, captures, condition, stackWords);
    }

    /// At each execution of one instruction, a record, which the recorder reads at the end of that turn.
    public static Probe read(int id, long address, List<Capture> captures) {
        return of(id, address, address, Kind.READ, captures);
    }

    /// At each store to a field, a record.
    ///
    /// @param bytes of the field, 1 to 8
    public static Probe watch(int id, long address, int bytes, List<Capture> captures) {
        return of(id, address, address + bytes - 1, Kind.WATCH, captures);
    }

    public Probe when(Condition newCondition) {
        return new Probe(id, first, last, kind, cpus, skipped, captures, newCondition, stackWords);
    }

    public Probe withStack(int words) {
        return new Probe(id, first, last, kind, cpus, skipped, captures, condition, words);
    }
}
