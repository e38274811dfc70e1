package org.schedlab.vm.symbols;

/// One symbol of the kernel.
///
/// @param name as `/proc/kallsyms` prints it
/// @param address virtual address as linked (no KASLR). Up to 6.14 a per-CPU symbol has its small
///     offset in the per-CPU area here, from 6.15 on a kernel address; `address +
///     __per_cpu_offset[cpu]` holds for both
/// @param kind the letter `/proc/kallsyms` prints, as `nm` defines it: `T` text, `D` data, `B` bss,
///     `R` read-only, `A` absolute; small letter for local symbols
public record Symbol(String name, long address, char kind) {}
