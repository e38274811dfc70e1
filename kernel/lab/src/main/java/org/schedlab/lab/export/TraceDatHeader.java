package org.schedlab.lab.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;

/// What stands before the places of the pages in a `trace.dat` of version 6 (trace-cmd.dat.v6(5)). Stateless.
final class TraceDatHeader {
    private static final byte[] MAGIC = {0x17, 0x08, 0x44};

    private static final String PAGE_FIELDS = """
            \tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;
            \tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;
            \tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;
            \tfield: char data;\toffset:16;\tsize:4080;\tsigned:1;
            """;
    private static final String EVENT_FIELDS = """
            # compressed entry header
            \ttype_len    :    5 bits
            \ttime_delta  :   27 bits
            \tarray       :   32 bits

            \tpadding     : type == 29
            \ttime_extend : type == 30
            \ttime_stamp : type == 31
            \tdata max type_len  == 28
            """;
    private static final String COMMON_FIELDS = """
            \tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
            \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
            \tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;
            \tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;
            """;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TraceDatHeader() {}

    static byte[] of(Recording recording, int cpus) {
        TraceDatHeader header = new TraceDatHeader();
        header.bytes.writeBytes(MAGIC);
        header.word("tracing6");
        header.bytes.write(0);
        header.bytes.write(Long.BYTES);
        header.number(RingPages.PAGE, Integer.BYTES);
        header.word("header_page");
        header.file(PAGE_FIELDS);
        header.word("header_event");
        header.file(EVENT_FIELDS);
        header.number(0, Integer.BYTES);
        header.formats();
        header.number(0, Integer.BYTES);
        header.number(0, Integer.BYTES);
        header.file(names(recording));
        header.number(cpus, Integer.BYTES);
        header.word("options  ");
        header.number(0, Short.BYTES);
        header.word("flyrecord");
        return header.bytes.toByteArray();
    }

    private void formats() {
        Map<String, List<EventFormat>> systems = new LinkedHashMap<>();
        for (EventFormat each : EventFormat.ALL) {
            systems.merge(each.system(), List.of(each), (a, b) -> {
                List<EventFormat> both = new ArrayList<>(a);
                both.addAll(b);
                return both;
            });
        }
        number(systems.size(), Integer.BYTES);
        systems.forEach((system, formats) -> {
            word(system);
            number(formats.size(), Integer.BYTES);
            formats.forEach(each -> file(format(each)));
        });
    }

    /// As in tracefs, events/SYSTEM/EVENT/format.
    static String format(EventFormat format) {
        StringBuilder text = new StringBuilder("name: ")
                .append(format.event())
                .append("\nID: ")
                .append(format.id())
                .append("\nformat:\n")
                .append(COMMON_FIELDS)
                .append('\n');
        int[] offsets = RingPages.offsets(format);
        List<EventField> fields = format.fields();
        for (int i = 0; i < fields.size(); i++) {
            EventField field = fields.get(i);
            EventField.Type type = field.type();
            text.append("\tfield:")
                    .append(type.declare(field.name()))
                    .append(";\toffset:")
                    .append(offsets[i])
                    .append(";\tsize:")
                    .append(type.bytes())
                    .append(";\tsigned:")
                    .append(type.signed() ? 1 : 0)
                    .append(";\n");
        }
        return text.append("\nprint fmt: ")
                .append(format.print().c())
                .append('\n')
                .toString();
    }

    /// The last name of each pid, as `saved_cmdlines` has it.
    private static String names(Recording recording) {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (RecordedTask each : recording.tasks()) {
            if (!each.idle()) {
                names.put(each.pid(), each.name());
            }
        }
        StringBuilder text = new StringBuilder();
        names.forEach((pid, name) -> text.append(pid).append(' ').append(name).append('\n'));
        return text.toString();
    }

    private void word(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
    }

    private void file(String text) {
        byte[] contents = text.getBytes(StandardCharsets.UTF_8);
        number(contents.length, Long.BYTES);
        bytes.writeBytes(contents);
    }

    private void number(long value, int size) {
        for (int i = 0; i < size; i++) {
            bytes.write((byte) (value >>> (Byte.SIZE * i)));
        }
    }
}
