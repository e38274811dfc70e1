/// What workers can be asked to do, and where: work of a known shape, phases, affinities.
///
/// Open first: [org.schedlab.guest.work.Work]. Values only; [org.schedlab.guest.agent.Agent#spawn]
/// carries them out. Names and meanings of work types and affinities are ktstr's where it has them.
@NullMarked
package org.schedlab.guest.work;

import org.jspecify.annotations.NullMarked;
