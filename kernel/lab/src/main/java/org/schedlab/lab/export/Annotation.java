package org.schedlab.lab.export;

/// What a Perfetto event may say beside its name. The names stand once in a trace, each with its number.
enum Annotation {
    TASK(1, "task"),
    CPU(2, "cpu"),
    INSTRUCTIONS(3, "instructions"),
    SLICE(4, "slice ns"),
    VTIME(5, "vtime"),
    FLAGS(6, "flags"),
    VRUNTIME(7, "vruntime"),
    DEADLINE(8, "deadline"),
    LAG(9, "lag"),
    SCHEDULER(10, "scheduler"),
    KERNEL(11, "kernel"),
    LOST(12, "lost events"),
    NOT_SEEN(13, "not seen");

    private final int number;
    private final String title;

    Annotation(int number, String title) {
        this.number = number;
        this.title = title;
    }

    int number() {
        return number;
    }

    String title() {
        return title;
    }

    /// Adds a word to an event.
    void add(ProtoBuffer event, String value) {
        int opened = open(event);
        event.text(PerfettoFields.ANNOTATION_TEXT, value);
        event.close(opened);
    }

    /// Adds a number to an event.
    void add(ProtoBuffer event, long value) {
        int opened = open(event);
        event.number(PerfettoFields.ANNOTATION_NUMBER, value);
        event.close(opened);
    }

    /// Adds a number without sign to an event.
    void addUnsigned(ProtoBuffer event, long value) {
        int opened = open(event);
        event.number(PerfettoFields.ANNOTATION_UNSIGNED, value);
        event.close(opened);
    }

    private int open(ProtoBuffer event) {
        int opened = event.open(PerfettoFields.ANNOTATIONS);
        event.number(PerfettoFields.ANNOTATION_NAME, number);
        return opened;
    }
}
