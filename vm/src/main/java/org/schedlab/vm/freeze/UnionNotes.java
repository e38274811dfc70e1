package org.schedlab.vm.freeze;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.vm.btf.FieldPath;
import org.schedlab.vm.memory.FieldReader;
import org.schedlab.vm.memory.KernelMemory;

/// What to tell of a field that shares its bytes with others: with which, and which of them the kernel
/// means at this instant, where that can be told. Confined to the coordinator's lock.
///
/// Source: `struct sched_entity` in `include/linux/sched.h`, Linux 6.17 to 7.3: `vlag` while the entity
/// is off its queue, `vprot` while it is the one that runs; in between the field is left over.
final class UnionNotes {
    private static final String LAG = "vlag";
    private static final String PROTECTED = "vprot";

    private final KernelMemory memory;
    private final Map<FieldPath, Optional<Entity>> entities = new HashMap<>();

    /// How to see where a scheduling entity is.
    private record Entity(FieldReader self, FieldReader onRq, FieldReader queue, FieldReader current) {}

    UnionNotes(KernelMemory memory) {
        this.memory = memory;
    }

    /// What to tell of a field; empty if it shares its bytes with none.
    ///
    /// @param base virtual address of the root of the path
    String of(FieldPath path, long base) {
        if (path.unionWith().isEmpty()) {
            return "";
        }
        String text = "union with " + String.join(", ", path.unionWith());
        return entities.computeIfAbsent(path, this::entity)
                .map(entity -> text + "; " + meant(entity, base))
                .orElse(text);
    }

    private Optional<Entity> entity(FieldPath path) {
        String name = path.text().replaceFirst("^.*[.>]", "");
        List<String> both = new ArrayList<>(path.unionWith());
        both.add(name);
        if (both.size() != 2 || !both.contains(LAG) || !both.contains(PROTECTED)) {
            return Optional.empty();
        }
        String before = path.text().substring(0, path.text().length() - name.length());
        return Optional.of(new Entity(
                memory.reader(path.rootType(), before + "load"),
                memory.reader(path.rootType(), before + "on_rq"),
                memory.reader(path.rootType(), before + "cfs_rq"),
                memory.reader(path.rootType(), before + "cfs_rq->curr")));
    }

    private static String meant(Entity entity, long base) {
        if (entity.onRq().read(base) == 0) {
            return "it is vlag now: the entity is off its queue (on_rq 0)";
        }
        boolean runs = entity.queue().read(base) != 0
                && entity.current().read(base) == entity.self().address(base);
        return runs
                ? "it is vprot now: the entity runs (cfs_rq->curr)"
                : "it is neither now: the entity is queued and does not run, the value is left over";
    }
}
