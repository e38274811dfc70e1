/// `./schedlab hunt`.
///
/// Open first: [org.schedlab.hunt.command.HuntCommand].
@NullMarked
package org.schedlab.hunt.command;

import org.jspecify.annotations.NullMarked;
