/// The session: a machine and all that can be done with it, for notebooks, JUnit tests and plain programs.
///
/// Open first: [org.schedlab.lab.session.VmSession]. A session boots or restores a machine, talks to its
/// agent, and hands a freeze to the coordinator, so that a batch of cold operations is one freeze. Guest time
/// passes only inside its calls. Then [org.schedlab.lab.session.TimeTravel] and
/// [org.schedlab.lab.session.Fork].
@NullMarked
package org.schedlab.lab.session;

import org.jspecify.annotations.NullMarked;
