package org.schedlab.vm.spec;

/// Registers of a CPU whose machine stands.
///
/// @param pc address of the instruction to come
/// @param sp the stack pointer
/// @param bp the register that code with frame pointers has its frame in
/// @param userMode whether it is in user mode
public record CpuRegisters(long pc, long sp, long bp, boolean userMode) {}
