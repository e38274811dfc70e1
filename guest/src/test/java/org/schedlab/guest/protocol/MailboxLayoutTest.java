package org.schedlab.guest.protocol;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.schedlab.guest.cgroup.CgroupEdit;

import static org.assertj.core.api.Assertions.assertThat;

class MailboxLayoutTest {
    private static final Pattern CONSTANT =
            Pattern.compile("^#define (\\w+) +(0x[0-9a-f]+|\\d+)\\b", Pattern.MULTILINE);

    @Test
    void javaHasTheConstantsOfTheHeader() throws Exception {
        assertThat(ofJava()).hasSizeGreaterThan(80).isEqualTo(ofHeader());
    }

    @Test
    void editsOfCgroupsHaveTheRoomThatTheyAreCheckedFor() {
        assertThat(CgroupEdit.PATH_BYTES).isEqualTo(MailboxLayout.CGROUP_EDIT_FILE - MailboxLayout.CGROUP_EDIT_PATH);
        assertThat(CgroupEdit.TEXT_BYTES).isEqualTo(MailboxLayout.CGROUP_EDIT_SIZE - MailboxLayout.CGROUP_EDIT_TEXT);
    }

    @Test
    void requestAndReplyFitIntoTheMailbox() {
        assertThat(MailboxLayout.MAILBOX_REQUEST_BYTES + MailboxLayout.MAILBOX_REQUEST_LIMIT)
                .isEqualTo(MailboxLayout.MAILBOX_REPLY_BYTES);
        assertThat(MailboxLayout.MAILBOX_REPLY_BYTES + MailboxLayout.MAILBOX_REPLY_LIMIT)
                .isEqualTo(MailboxLayout.MAILBOX_SIZE);
    }

    /// What the agent looks up by these numbers: commands.c by name here, kinds of work by its compiler.
    @Test
    void everyNumberHasAnEntryInTheAgentsTables() throws Exception {
        Map<String, Long> header = ofHeader();
        String commands = Files.readString(Path.of("src/main/c/commands.c"));

        assertThat(header.keySet())
                .filteredOn(name -> name.startsWith("COMMAND_"))
                .hasSizeGreaterThan(20)
                .allSatisfy(name ->
                        assertThat(commands).contains("[" + name + "] = " + name.toLowerCase(Locale.ROOT) + ","));
        assertThat(highest(header, "WORK_")).isEqualTo(MailboxLayout.WORK_KINDS);
        assertThat(highest(header, "PHASE_KIND_")).isEqualTo(MailboxLayout.PHASE_KIND_WALL);
    }

    private static long highest(Map<String, Long> constants, String prefix) {
        return constants.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .filter(each -> !each.getKey().equals("WORK_KINDS"))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElseThrow();
    }

    private static Map<String, Long> ofHeader() throws IOException {
        Map<String, Long> constants = new TreeMap<>();
        for (String header : List.of("mailbox.h", "worker_memory.h")) {
            Matcher matcher = CONSTANT.matcher(Files.readString(Path.of("src/main/c", header)));
            while (matcher.find()) {
                constants.put(matcher.group(1), Long.decode(matcher.group(2)));
            }
        }
        return constants;
    }

    private static Map<String, Long> ofJava() throws IllegalAccessException {
        Map<String, Long> constants = new TreeMap<>();
        for (Field field : MailboxLayout.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                constants.put(field.getName(), ((Number) field.get(null)).longValue());
            }
        }
        return constants;
    }
}
