package org.schedlab.vm.btf;

/// A per-CPU variable with its type, from the DATASEC `.data..percpu`. Its address is that of the
/// symbol of the same name.
///
/// @param name of the variable and of its symbol
/// @param typeId type of the variable
/// @param size in bytes
public record PerCpuVariable(String name, int typeId, long size) {}
