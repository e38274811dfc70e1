/// What a session is made of. Open first: [org.schedlab.kernel.session.internal.GuestMachine].
@NullMarked
package org.schedlab.kernel.session.internal;

import org.jspecify.annotations.NullMarked;
