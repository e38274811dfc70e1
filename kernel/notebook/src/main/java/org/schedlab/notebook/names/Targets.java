package org.schedlab.notebook.names;

import java.util.List;
import java.util.Optional;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.btf.PerCpuVariable;

/// The types behind targets as they stand in a cell: `task(w, "scx.`, `perCpu("runqueues", "cfs.`.
final class Targets {
    private static final List<String> WRITES = List.of("writeCold");

    /// Where the path that is being typed starts; empty if the text does not tell.
    Optional<MemberPaths> root(CallAtCursor call, Btf btf) {
        return switch (Meaning.of(call)) {
            case TASK_PATH -> btf.find("struct task_struct").map(type -> new MemberPaths(btf, type));
            case PER_CPU_PATH ->
                call.literal(0)
                        .flatMap(btf::perCpu)
                        .map(PerCpuVariable::typeId)
                        .map(type -> new MemberPaths(btf, type));
            default -> Optional.empty();
        };
    }

    /// The type of what a write writes to, when the cursor is in the value: `writeCold(task(w,
    /// "policy"), …`.
    Optional<Integer> written(CallAtCursor value, Btf btf) {
        return value.around()
                .filter(write -> WRITES.contains(write.method()) && write.index() > 0)
                .map(write -> write.before().getLast())
                .flatMap(target -> typeOf(target, btf));
    }

    private Optional<Integer> typeOf(String target, Btf btf) {
        int pathEnd = target.lastIndexOf('"');
        return pathEnd < 0
                ? Optional.empty()
                : CallAtCursor.find(target, pathEnd)
                        .flatMap(call -> root(call, btf).flatMap(paths -> paths.typeOf(call.typed())));
    }
}
