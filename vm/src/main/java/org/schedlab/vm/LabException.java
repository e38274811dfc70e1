package org.schedlab.vm;

/// Something the person at the notebook asked for could not be done.
///
/// The message is written for that person: what was asked, what was found, what is available and what
/// to do next, in that order, each on a line of its own after the first. Build it with
/// [#asked(String)]. A subclass exists where a caller reacts to the kind of trouble; it adds the
/// facts as fields.
public class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /// An error that nothing else caused.
    ///
    /// @param message the whole text shown to the user
    public LabException(String message) {
        super(message);
        this.message = message;
    }

    /// An error that something else caused.
    ///
    /// @param message the whole text shown to the user
    /// @param cause what the operating system or a library said
    public LabException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /// The whole text shown to the user.
    @Override
    public String getMessage() {
        return message;
    }

    /// Starts a message with what was asked and why it failed, one sentence.
    public static Message asked(String sentence) {
        return new Message(sentence);
    }

    /// Collects the parts of a message in their fixed order. Not thread-safe; used once.
    public static final class Message {
        private final StringBuilder text;

        private Message(String sentence) {
            text = new StringBuilder(sentence);
        }

        /// What was seen instead.
        public Message found(String fact) {
            return line("found: ", fact);
        }

        /// What would have been accepted; an empty text adds nothing.
        public Message available(String choices) {
            return choices.isEmpty() ? this : line("available: ", choices);
        }

        /// What to do next.
        public Message remedy(String advice) {
            return line("try: ", advice);
        }

        /// The finished message.
        public String text() {
            return text.toString();
        }

        /// An exception with the finished message.
        public LabException exception() {
            return new LabException(text());
        }

        private Message line(String label, String content) {
            text.append("\n  ").append(label).append(content);
            return this;
        }
    }
}
