package org.schedlab.notebook.magics;

/// A magic that stands on a line of its own, among Java or alone: `%name arguments`. [MagicCall#body]
/// is empty.
public interface LineMagic extends Magic {}
