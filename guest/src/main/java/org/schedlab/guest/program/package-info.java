/// Programs from outside in the guest: which files one needs, how they get there, how it is started.
///
/// Open first: [org.schedlab.guest.program.Program], what is to be started; then
/// [org.schedlab.guest.program.Libraries], which finds the shared libraries the way the loader will.
@NullMarked
package org.schedlab.guest.program;

import org.jspecify.annotations.NullMarked;
