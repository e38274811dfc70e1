/// Lets the machine run until something happens in it, and stops it there: at that very instruction.
///
/// Open first: [org.schedlab.lab.breakpoints.Breakpoints]; [org.schedlab.lab.breakpoints.Breakpoint] is what can be
/// waited for.
@NullMarked
package org.schedlab.lab.breakpoints;

import org.jspecify.annotations.NullMarked;
