/// Loads that are played: workers of which each goes through steps of its own, with mutexes, conditions, barriers
/// and semaphores that they share.
///
/// Open first: [org.schedlab.guest.load.Load], what is to be done, and [org.schedlab.guest.load.Player], the
/// program that does it. Those who make loads are `lab.rtapp` and `lab.replay`.
@NullMarked
package org.schedlab.guest.load;

import org.jspecify.annotations.NullMarked;
