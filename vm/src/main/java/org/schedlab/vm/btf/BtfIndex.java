package org.schedlab.vm.btf;

import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What makes BTF quick to use: where each type is, and ids in the order of names. On the heap or
/// mapped from the cache; u32, little-endian.
///
/// @param typeStarts per type id from 0: where it is in the type section
/// @param namedTypes ids of structs, unions, enums, typedefs, integers and floats with a name, in the
///     order of names (bytes), of kinds and of ids
/// @param perCpuVariables ids of the variables (VAR) of `.data..percpu` in the order of names, each
///     followed by its size
/// @param functions ids of functions (FUNC) in the order of names, then of ids
public record BtfIndex(
        MemorySegment typeStarts, MemorySegment namedTypes, MemorySegment perCpuVariables, MemorySegment functions) {
    private static final String PER_CPU_SECTION = ".data..percpu";

    /// Checks all of BTF and makes its index.
    ///
    /// @throws BtfException if it is cut off or contradicts itself
    public static BtfIndex build(MemorySegment btf) {
        MemorySegment starts = BtfChecker.check(btf);
        BtfReader reader = new BtfReader(btf, starts);
        return new BtfIndex(starts, namedTypes(reader), perCpuVariables(reader), functions(reader));
    }

    private static MemorySegment namedTypes(BtfReader reader) {
        record Named(String name, int rank, int id) {}
        List<Named> named = IntStream.range(1, reader.count())
                .filter(id -> reader.kind(id).isNamedType() && reader.nameStart(id) != 0)
                .mapToObj(id -> new Named(reader.name(id), reader.kind(id).rank(), id))
                .sorted(Comparator.comparing(Named::name)
                        .thenComparingInt(Named::rank)
                        .thenComparingInt(Named::id))
                .toList();
        return MemorySegment.ofArray(named.stream().mapToInt(Named::id).toArray());
    }

    private static MemorySegment perCpuVariables(BtfReader reader) {
        record Variable(String name, int id, int size) {}
        List<Variable> variables = IntStream.range(1, reader.count())
                .filter(id ->
                        reader.kind(id) == BtfKind.DATASEC && reader.name(id).equals(PER_CPU_SECTION))
                .boxed()
                .flatMap(section -> IntStream.range(0, reader.elements(section)).mapToObj(number -> {
                    int id = reader.word(section, 3 + 3 * number);
                    return new Variable(reader.name(id), id, reader.word(section, 5 + 3 * number));
                }))
                .sorted(Comparator.comparing(Variable::name).thenComparingInt(Variable::id))
                .toList();
        return MemorySegment.ofArray(variables.stream()
                .flatMapToInt(variable -> IntStream.of(variable.id(), variable.size()))
                .toArray());
    }

    private static MemorySegment functions(BtfReader reader) {
        record Function(String name, int id) {}
        return MemorySegment.ofArray(IntStream.range(1, reader.count())
                .filter(id -> reader.kind(id) == BtfKind.FUNC)
                .mapToObj(id -> new Function(reader.name(id), id))
                .sorted(Comparator.comparing(Function::name).thenComparingInt(Function::id))
                .mapToInt(Function::id)
                .toArray());
    }
}
