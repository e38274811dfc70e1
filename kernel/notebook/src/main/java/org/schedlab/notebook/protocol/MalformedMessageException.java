package org.schedlab.notebook.protocol;

/// Frames that are no message for this kernel: garbage, or signed with another key. They are dropped.
final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
