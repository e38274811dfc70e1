/// Questions about what has already happened: a second machine goes through the session's journal again,
/// with a watch on it that nobody in the guest can notice. Begin with [org.schedlab.lab.past.Past].
@NullMarked
package org.schedlab.lab.past;

import org.jspecify.annotations.NullMarked;
