package org.schedlab.vm.image;

import java.util.Optional;

import org.schedlab.vm.btf.Btf;
import org.schedlab.vm.symbols.SymbolTable;

/// What is known of a kernel once it was read through.
///
/// @param banner the line that starts with `Linux version`
/// @param buildId hexadecimal, if the ELF has one
record KernelIndex(String banner, Optional<String> buildId, SymbolTable symbols, Btf btf) {}
