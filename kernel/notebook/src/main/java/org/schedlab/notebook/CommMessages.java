package org.schedlab.notebook;

import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import org.schedlab.notebook.cells.UserCode;
import org.schedlab.notebook.display.Progress;
import org.schedlab.notebook.protocol.CellOutput;
import org.schedlab.notebook.protocol.RequestEnvironment;

/// Messages to what cells left in the front end, such as a slider that was moved: what they set off is the
/// user's code, so it runs as cells do, one at a time, and an interrupt ends it. It is no cell: nothing is
/// counted. Confined to the thread of the cells.
///
/// @param output where it prints and displays
record CommMessages(UserCode userCode, CellOutput output) {

    /// Returns whether the cells behind it may run, which is always.
    boolean run(RequestEnvironment environment, Message<?> message) {
        output.attach(environment, false);
        userCode.begin();
        Progress.hide(true);
        try {
            CommMsgCommand content = (CommMsgCommand) message.getContent();
            Object _ = userCode.run(() -> {
                output.comms().received(content);
                return null;
            });
        } catch (Throwable thrown) {
            output.err().println("schedlab: what the front end set off failed: " + thrown);
        } finally {
            Progress.hide(false);
            userCode.end();
            output.flush();
        }
        return true;
    }
}
