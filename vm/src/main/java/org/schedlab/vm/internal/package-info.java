/// Small things several packages of this module share; not for other modules.
///
/// Open first: [org.schedlab.vm.internal.NearestNames].
@NullMarked
package org.schedlab.vm.internal;

import org.jspecify.annotations.NullMarked;
