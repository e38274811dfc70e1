package org.schedlab.notebook.magics;

/// Text to read, shown as it is.
record HelpText(String text) {
    @Override
    public String toString() {
        return text;
    }
}
