/// What everything about a session speaks of: how it boots, when something was measured, how far long
/// calls are, which watchdog ended what. Open first: [org.schedlab.lab.BootOptions]; the session itself is
/// `org.schedlab.lab.session.VmSession`.
@NullMarked
package org.schedlab.lab;

import org.jspecify.annotations.NullMarked;
