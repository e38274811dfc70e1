package org.schedlab.guest.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.work.CloneMode;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.guest.work.WorkingSet;
import org.schedlab.vm.spec.Topology;

/// Writes a [WorkerSpec] as `struct spawn` of `mailbox.h` and the CPU sets behind it.
final class SpawnRequest {
    private SpawnRequest() {}

    /// @param program the number of the program of [org.schedlab.guest.work.Custom]; of others,
    ///     whatever
    static byte[] encode(WorkerSpec asked, Topology topology, long program) {
        WorkerSpec spec = asked.inWholeGroups();
        List<List<Integer>> cpuSets = spec.affinity().cpuSets(topology, spec.count());
        Fields fields = Fields.ofSize(MailboxLayout.SPAWN_SIZE)
                .put(MailboxLayout.SPAWN_KIND, WorkEncoding.kind(spec.work()))
                .put(MailboxLayout.SPAWN_COUNT, spec.count())
                .put(MailboxLayout.SPAWN_GROUP, spec.work().groupSize())
                .put(MailboxLayout.SPAWN_POLICY, spec.policy().number())
                .put(MailboxLayout.SPAWN_PRIORITY, spec.policy().priority())
                .put(MailboxLayout.SPAWN_NICE, spec.nice())
                .put(
                        MailboxLayout.SPAWN_DEADLINE_RUNTIME,
                        spec.policy().runtime().toNanos())
                .put(MailboxLayout.SPAWN_DEADLINE, spec.policy().deadline().toNanos())
                .put(MailboxLayout.SPAWN_DEADLINE_PERIOD, spec.policy().period().toNanos())
                .put(MailboxLayout.SPAWN_THREADS, spec.cloneMode() == CloneMode.THREAD ? 1 : 0)
                .put(MailboxLayout.SPAWN_CPU_SETS, cpuSets.size())
                .put(MailboxLayout.SPAWN_SEED, spec.seed())
                .put(MailboxLayout.SPAWN_COMM, spec.name().getBytes(StandardCharsets.US_ASCII))
                .put(MailboxLayout.SPAWN_CGROUP, spec.cgroup().getBytes(StandardCharsets.UTF_8));
        putWork(fields, spec, program);
        spec.workingSet().ifPresent(set -> putRefills(fields, set, topology));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(fields.toArray());
        cpuSets.forEach(cpus -> bytes.writeBytes(cpuSet(cpus)));
        return bytes.toByteArray();
    }

    private static void putWork(Fields fields, WorkerSpec spec, long program) {
        List<Long> parameters = WorkEncoding.parameters(spec.work(), program);
        for (int i = 0; i < parameters.size(); i++) {
            fields.put(MailboxLayout.SPAWN_PARAMETERS + i * Long.BYTES, parameters.get(i));
        }
        List<WorkPhase> phases = spec.work() instanceof Sequence sequence ? sequence.phases() : List.of();
        fields.put(MailboxLayout.SPAWN_PHASES, phases.size());
        for (int i = 0; i < phases.size(); i++) {
            int at = MailboxLayout.SPAWN_PHASE_LIST + i * MailboxLayout.PHASE_SIZE;
            fields.put(at + MailboxLayout.PHASE_KIND, WorkEncoding.kind(phases.get(i)))
                    .put(
                            at + MailboxLayout.PHASE_NANOS,
                            phases.get(i).duration().toNanos());
        }
    }

    private static void putRefills(Fields fields, WorkingSet set, Topology topology) {
        List<Long> refills = set.refillNanos();
        for (int i = 0; i < refills.size(); i++) {
            fields.put(MailboxLayout.SPAWN_REFILLS + i * Long.BYTES, refills.get(i));
        }
        int core = topology.threads();
        int llc = core * topology.cores();
        int node = topology.cpus() / topology.nodes();
        fields.put(MailboxLayout.SPAWN_SPANS, core)
                .put(MailboxLayout.SPAWN_SPANS + Long.BYTES, llc)
                .put(MailboxLayout.SPAWN_SPANS + 2 * Long.BYTES, node);
    }

    /// A bit set, as sched_setaffinity(2) takes it.
    static byte[] cpuSet(List<Integer> cpus) {
        byte[] set = new byte[MailboxLayout.SPAWN_CPU_SET_SIZE];
        for (int cpu : cpus) {
            set[cpu / Byte.SIZE] |= (byte) (1 << cpu % Byte.SIZE);
        }
        return set;
    }
}
