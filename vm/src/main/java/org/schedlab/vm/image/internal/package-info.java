/// How a kernel file is unpacked, read as ELF and indexed in the cache.
///
/// Open first: [org.schedlab.vm.image.internal.ElfCache] (file to ELF) and
/// [org.schedlab.vm.image.internal.IndexFile] (ELF to symbols and types).
@NullMarked
package org.schedlab.vm.image.internal;

import org.jspecify.annotations.NullMarked;
