package org.schedlab.lab.workers;

import java.util.List;

import org.schedlab.guest.work.Worker;

/// A session whose guest has workers: [org.schedlab.lab.session.VmSession], that of a future among them.
public interface WorkerSession {
    /// Workers that are in its guest, such as those of the session that was forked, as workers of this session.
    Workers workers(List<Worker> workers);
}
