/// The machine below a session and the turns at it: for the parts of a session, and for programs that
/// measure below it. Open first:
/// [org.schedlab.lab.machine.SessionMachine], what each part of a session has in hand; then
/// [org.schedlab.lab.machine.GuestMachine], whose `ask` is where a call freezes the machine.
@NullMarked
package org.schedlab.lab.machine;

import org.jspecify.annotations.NullMarked;
