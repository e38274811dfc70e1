package org.schedlab.notebook.magics;

/// A magic that takes the rest of the cell: `%%name arguments` on the first line. [MagicCall#body] is
/// that rest.
public interface CellMagic extends Magic {}
