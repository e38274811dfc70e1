/// Programs that measure; run by hand, never by the build.
@NullMarked
package org.schedlab.vm.benchmark;

import org.jspecify.annotations.NullMarked;
