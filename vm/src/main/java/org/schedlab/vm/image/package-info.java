/// Kernel files: from what a distribution ships (bzImage) or a build leaves (ELF vmlinux) to the ELF
/// that is booted, its symbols and its types.
///
/// Open first: [org.schedlab.vm.image.KernelImage]. Does not fetch kernels and does not boot them.
@NullMarked
package org.schedlab.vm.image;

import org.jspecify.annotations.NullMarked;
