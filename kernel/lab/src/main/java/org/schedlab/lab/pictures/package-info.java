/// Pictures of what a recording holds: who ran where and when, who woke whom, and charts of delays, queues and
/// migrations. Each says who was in charge, what its quantities are, and what it leaves out.
///
/// Open first: [org.schedlab.lab.pictures.TimelinePicture]. A recording is read ([TimelineReader]), what is too
/// short to be seen is merged ([LaneBuilder]), everything gets its place ([TimelineLayout]), and one drawing
/// ([TimelineDrawing]) goes to SVG and PNG; the interactive form carries the same pieces ([TimelineHtml]). Knows no
/// machine and no Jupyter.
@NullMarked
package org.schedlab.lab.pictures;

import org.jspecify.annotations.NullMarked;
