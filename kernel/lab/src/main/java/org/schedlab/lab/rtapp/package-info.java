/// Loads written for rt-app, the program of the scheduler's developers: its JSON is read, its tasks are workers, and
/// what came of it is told in rt-app's own measures.
///
/// Open first: [org.schedlab.lab.rtapp.RtApp], what a file says; then [org.schedlab.lab.rtapp.RtAppRun].
@NullMarked
package org.schedlab.lab.rtapp;

import org.jspecify.annotations.NullMarked;
