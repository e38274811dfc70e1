/// The kernel's types: BTF decoded (Documentation/bpf/btf.rst, all 19 kinds), and member paths
/// resolved to offsets.
///
/// Open first: [org.schedlab.vm.btf.Btf]. Knows layouts only, no addresses and no memory.
@NullMarked
package org.schedlab.vm.btf;

import org.jspecify.annotations.NullMarked;
