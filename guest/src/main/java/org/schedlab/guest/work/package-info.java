/// Workers: what they can be asked to do, where and under which policy, and how they fared. Work of a
/// known shape, phases, affinities; reports.
///
/// Open first: [org.schedlab.guest.work.WorkerSpec], then [org.schedlab.guest.work.Work]. Values only;
/// [org.schedlab.guest.agent.Agent#spawn]
/// carries them out. Names and meanings of work types and affinities are ktstr's where it has them.
@NullMarked
package org.schedlab.guest.work;

import org.jspecify.annotations.NullMarked;
