/// Decoding of kallsyms and the arrays behind a symbol table.
///
/// Open first: [org.schedlab.vm.symbols.internal.Kallsyms].
@NullMarked
package org.schedlab.vm.symbols.internal;

import org.jspecify.annotations.NullMarked;
