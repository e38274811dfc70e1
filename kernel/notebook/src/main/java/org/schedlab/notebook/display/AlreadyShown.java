package org.schedlab.notebook.display;

/// A value that was displayed when it was made: as the value of a cell it is not shown again.
public interface AlreadyShown {}
