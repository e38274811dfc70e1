/// How BTF bytes become records, C text and paths.
///
/// Open first: [org.schedlab.vm.btf.internal.BtfReader].
@NullMarked
package org.schedlab.vm.btf.internal;

import org.jspecify.annotations.NullMarked;
