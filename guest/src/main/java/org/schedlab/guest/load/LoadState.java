package org.schedlab.guest.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How far a load is.
///
/// @param beganNanos CLOCK_MONOTONIC; 0 if its workers have not all come together
/// @param members the workers, then those that were forked
public record LoadState(long beganNanos, List<Member> members) {
    private static final int NAME_BYTES = PlayerLayout.MEMBER_PROBLEM - PlayerLayout.MEMBER_NAME;
    private static final int PROBLEM_BYTES = PlayerLayout.MEMBER_SIZE - PlayerLayout.MEMBER_PROBLEM;

    /// How far one of them is.
    ///
    /// @param pid in the guest
    /// @param task its number
    /// @param endedNanos when it had nothing left to do, CLOCK_MONOTONIC; 0 if it has
    /// @param records how many phases it has gone through
    /// @param problem why it gave up; empty if it did not
    public record Member(String name, int pid, int task, long endedNanos, long records, String problem) {}

    public LoadState {
        members = List.copyOf(members);
    }

    static LoadState decode(byte[] image) {
        ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        List<Member> members = new ArrayList<>();
        addMembers(
                bytes, bytes.getLong(PlayerLayout.LOAD_MEMBERS_AT), bytes.getLong(PlayerLayout.LOAD_MEMBERS), members);
        long forks = Math.min(
                Integer.toUnsignedLong(bytes.getInt(PlayerLayout.LOAD_FORKED)),
                bytes.getLong(PlayerLayout.LOAD_FORKS_LIMIT));
        addMembers(bytes, bytes.getLong(PlayerLayout.LOAD_FORKS_AT), forks, members);
        return new LoadState(bytes.getLong(PlayerLayout.LOAD_BEGAN), members);
    }

    private static void addMembers(ByteBuffer bytes, long from, long count, List<Member> members) {
        for (int i = 0; i < count; i++) {
            int at = (int) from + i * PlayerLayout.MEMBER_SIZE;
            if (bytes.getLong(at + PlayerLayout.MEMBER_PID) != 0) {
                members.add(new Member(
                        text(bytes, at + PlayerLayout.MEMBER_NAME, NAME_BYTES),
                        (int) bytes.getLong(at + PlayerLayout.MEMBER_PID),
                        (int) bytes.getLong(at + PlayerLayout.MEMBER_TASK),
                        bytes.getLong(at + PlayerLayout.MEMBER_ENDED),
                        bytes.getLong(at + PlayerLayout.MEMBER_LOGGED),
                        text(bytes, at + PlayerLayout.MEMBER_PROBLEM, PROBLEM_BYTES)));
            }
        }
    }

    private static String text(ByteBuffer bytes, int at, int limit) {
        byte[] text = new byte[limit];
        bytes.get(at, text);
        int end = 0;
        while (end < limit && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
