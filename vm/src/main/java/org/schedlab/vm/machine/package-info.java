/// The machine: QEMU with a Linux kernel in it, its clock, its freeze points and its checkpoints.
///
/// A machine runs in virtual time: guest time is a function of instructions executed, so the same
/// inputs give the same bits whatever the host is doing. It stands still at its freeze point until
/// [org.schedlab.vm.machine.Machine#thaw()] lets it run to the next one. `vm/src/main/c/rendezvous.c`
/// is the QEMU plugin that makes the freeze point.
///
/// Open first: [org.schedlab.vm.machine.Machine].
@NullMarked
package org.schedlab.vm.machine;

import org.jspecify.annotations.NullMarked;
