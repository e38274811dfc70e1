/// What a machine was given: everything that reaches a guest from outside, as data. With the checkpoint that a
/// journal starts from, it is any instant of the machine. Open first: [org.schedlab.vm.journal.Journal], then
/// [org.schedlab.vm.journal.Input].
@NullMarked
package org.schedlab.vm.journal;

import org.jspecify.annotations.NullMarked;
