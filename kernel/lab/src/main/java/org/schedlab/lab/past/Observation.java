package org.schedlab.lab.past;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.ArrivedState;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.lab.recorder.GuestTimes;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.Replayer;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;
import org.schedlab.vm.trace.RecordRing;
import org.schedlab.vm.trace.RecordSink;

/// A stretch of a session's past that a second machine goes through again with probes in it, from a
/// checkpoint to where the session stands. Used once.
final class Observation {
    private final GuestMachine present;
    private final Checkpoint start;
    private final List<Input> inputs;
    private final Optional<GuestTimes> recorded;
    private final Watcher watcher;

    /// Is told of it. Confined to one thread.
    abstract static class Watcher {
        private @Nullable SecondRun second;

        /// The machine that goes through the past again.
        ///
        /// @throws IllegalStateException it has not begun
        final SecondRun second() {
            SecondRun run = second;
            if (run == null) {
                throw new IllegalStateException("the machine has not begun");
            }
            return run;
        }

        private List<Probe> begin(SecondRun run) {
            second = run;
            return probes(run);
        }

        /// What is to be put into the second machine, which stands at the checkpoint: probes of kinds that make
        /// records.
        abstract List<Probe> probes(SecondRun run);

        /// The machine is about to be given this; it stands. Records of all that was before have come.
        void before(Input input) {}

        /// The machine stands somewhere in the middle of it, or behind it. Records of all that was before have come.
        void stands() {}

        /// The machine was given it, and stands.
        void behind(Input input) {}

        /// It has come to where the session stands.
        void ends() {}

        /// A record, where it begins in `words`.
        abstract void record(long[] words, int at);
    }

    /// @param present the session's machine; it stands, and is left as it is
    /// @param start a checkpoint that leads to where it stands
    /// @param from where the journal stood there
    /// @param recorded the guest's clock as the flight recorder knows it
    Observation(
            GuestMachine present,
            Checkpoint start,
            Journal.Point from,
            Optional<GuestTimes> recorded,
            Watcher watcher) {
        this.present = present;
        this.start = start;
        this.inputs = Journal.between(from, present.given());
        this.recorded = recorded;
        this.watcher = watcher;
    }

    /// Goes through it.
    ///
    /// @param stateHash of the present machine, which the second one has to come to
    /// @throws LabException if it did not come to the same state; or the thread was interrupted
    void run(String stateHash, Call call) {
        try (GuestMachine second = MachineStarts.beside(present, start, new FreezeCoordinator())) {
            Machine machine = second.machine();
            List<Probe> probes = watcher.begin(new SecondRun(machine, second.memory(), recorded));
            machine.observers().record(RecordPlaces.of(second.memory()), probes, new Sink());
            Replayer replayer = new Replayer(machine, inputs);
            for (int number = 0; number < inputs.size(); number++) {
                int at = number;
                Input input = inputs.get(number);
                watcher.before(input);
                replayer.give(at, part -> {
                    machine.observers().drain();
                    watcher.stands();
                    call.update(
                            (at + part) / inputs.size(),
                            String.format(Locale.ROOT, "input %d of %d", at + 1, inputs.size()));
                });
                machine.observers().drain();
                watcher.stands();
                watcher.behind(input);
            }
            require(machine, stateHash);
            watcher.ends();
        }
    }

    private void require(Machine machine, String stateHash) {
        long lost = machine.observers().recordsLost();
        new ArrivedState(inputs.size(), machine.ramHash())
                .require(
                        stateHash,
                        LabException.asked("the past cannot be asked")
                                .remedy(
                                        "QMP commands that were sent to the machine are not in the journal: boot again without them"));
        if (lost > 0) {
            throw LabException.asked("the past cannot be told in full")
                    .found(lost + " records were lost")
                    .remedy("ask about a shorter stretch, or fewer fields")
                    .exception();
        }
    }

    private final class Sink implements RecordSink {
        @Override
        public void take(long[] words, int count) {
            for (int at = 0; at < count; at += RecordRing.length(words, at)) {
                watcher.record(words, at);
            }
        }

        @Override
        public Optional<List<Probe>> newProbes() {
            return Optional.empty();
        }
    }
}
