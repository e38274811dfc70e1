package org.schedlab.guest.protocol;

import java.util.List;

import org.schedlab.vm.LabException;

/// The agent refused a command, could not do it, did not come to its end, or did not answer. In the
/// first two cases it is ready for the next one.
public class AgentException extends LabException {
    private static final long serialVersionUID = 1L;
    private static final int ETIMEDOUT = 110;

    private final int errno;
    private final String said;
    private final boolean unfinished;

    private AgentException(String message, int errno, String said, boolean unfinished) {
        super(message);
        this.errno = errno;
        this.said = said;
        this.unfinished = unfinished;
    }

    /// A command that the agent refused or could not do.
    ///
    /// @param what the sentence that says what was asked
    /// @param errno why, as the guest's kernel or libbpf numbers it
    /// @param said the agent's words
    public static AgentException refused(String what, int errno, String said, String remedy) {
        String text = LabException.asked(what)
                .found(said.replace("\n", "\n    "))
                .remedy(remedy)
                .text();
        return new AgentException(text, errno, said, false);
    }

    /// A command that has not come to its end; the machine stands meanwhile.
    ///
    /// @param seen how long that took, and what is known of it
    public static AgentException late(String what, String seen, List<String> console) {
        String text = LabException.asked(what + ": the guest did not come to the end of it")
                .found(seen + ending(console))
                .remedy("the machine stands and can be looked at; run lets it go on and perhaps come to an end,"
                        + " rewind goes back to before; boot starts anew")
                .text();
        return new AgentException(text, ETIMEDOUT, seen, true);
    }

    private static String ending(List<String> console) {
        return console.isEmpty()
                ? "; nothing on the guest's console"
                : "; the guest's console ends with\n    " + String.join("\n    ", console);
    }

    /// A machine in which nobody answers.
    ///
    /// @param seen what stood in the mailbox instead of the reply
    public static AgentException gone(String what, String seen, List<String> console) {
        String text = LabException.asked(what + ": agent gone, the guest froze without its reply")
                .found(seen + ending(console))
                .remedy("boot the machine again")
                .text();
        return new AgentException(text, 0, seen, false);
    }

    /// The guest's errno, above 4000 libbpf's own; 0 when the agent is gone.
    public int errno() {
        return errno;
    }

    /// The agent's own words, such as libbpf's and the verifier's log: several lines.
    public String said() {
        return said;
    }

    /// Whether the machine is of no more use because nobody answers in it.
    public boolean agentGone() {
        return errno == 0;
    }

    /// Whether the agent is still at work on the command; until it is done it takes no other one.
    public boolean unfinished() {
        return unfinished;
    }
}
