package org.schedlab.vm.linux;

import java.util.List;
import java.util.Optional;

/// Globals whose type is declared here because BTF has types for per-CPU variables only.
///
/// Each row names where the kernel declares it (Linux 6.16 to 7.3).
public final class DeclaredGlobals {
    /// A global with its declared type.
    ///
    /// @param name the symbol
    /// @param type `u64`, `u32`, `s32`, or a type's name in BTF
    /// @param source the kernel file that declares it
    public record DeclaredGlobal(String name, String type, String source) {}

    private static final List<DeclaredGlobal> ALL = List.of(
            new DeclaredGlobal("__per_cpu_offset", "u64", "include/asm-generic/percpu.h: the first of an array"),
            new DeclaredGlobal("ext_sched_class", "struct sched_class", "kernel/sched/sched.h"),
            new DeclaredGlobal("fair_sched_class", "struct sched_class", "kernel/sched/sched.h"),
            new DeclaredGlobal("init_mm", "struct mm_struct", "include/linux/mm_types.h"),
            new DeclaredGlobal("init_pid_ns", "struct pid_namespace", "include/linux/pid_namespace.h"),
            new DeclaredGlobal("init_task", "struct task_struct", "include/linux/sched/task.h"),
            new DeclaredGlobal("jiffies", "u64", "include/linux/jiffies.h: unsigned long"),
            new DeclaredGlobal("jiffies_64", "u64", "include/linux/jiffies.h"),
            new DeclaredGlobal("nr_cpu_ids", "u32", "include/linux/cpumask.h: unsigned int"),
            new DeclaredGlobal("nr_threads", "s32", "include/linux/sched/stat.h: int"),
            new DeclaredGlobal("page_offset_base", "u64", "arch/x86/include/asm/page_64.h: unsigned long"),
            new DeclaredGlobal("root_task_group", "struct task_group", "kernel/sched/sched.h"),
            new DeclaredGlobal("sysctl_sched_base_slice", "u32", "kernel/sched/sched.h: unsigned int"),
            new DeclaredGlobal("total_forks", "u64", "include/linux/sched/stat.h: unsigned long"),
            new DeclaredGlobal("vmalloc_base", "u64", "arch/x86/include/asm/page_64.h: unsigned long"),
            new DeclaredGlobal("vmemmap_base", "u64", "arch/x86/include/asm/page_64.h: unsigned long"));

    private DeclaredGlobals() {}

    /// All rows, by name.
    public static List<DeclaredGlobal> all() {
        return ALL;
    }

    /// The row of a symbol, if there is one.
    public static Optional<DeclaredGlobal> find(String name) {
        return ALL.stream().filter(global -> global.name().equals(name)).findFirst();
    }
}
