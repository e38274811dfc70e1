/// What a session is made of. Open first: [org.schedlab.lab.session.internal.GuestMachine].
@NullMarked
package org.schedlab.lab.session.internal;

import org.jspecify.annotations.NullMarked;
