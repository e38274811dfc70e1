/// The kernel's symbols: names to addresses and back, decoded from the kallsyms tables in the
/// kernel's own ELF file.
///
/// Open first: [org.schedlab.vm.symbols.SymbolTable]. Symbols of modules and of BPF programs, which a
/// running kernel adds later, are not here.
@NullMarked
package org.schedlab.vm.symbols;

import org.jspecify.annotations.NullMarked;
