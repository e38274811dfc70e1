package org.schedlab.guest.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.work.Worker;

/// Writes a [Load] as `load.h` lays it out. Stateless.
final class LoadImage {
    private static final int NAME_BYTES = 15;
    private static final int ALIGNED = 64;

    private final Load load;
    private final List<Worker> workers;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final int membersAt = PlayerLayout.LOAD_SIZE;
    private final int forksAt;
    private final int tasksAt;
    private final int objectsAt;
    private final int stepsAt;
    private final int dataAt;
    private final int deviceAt;

    private LoadImage(Load load, List<Worker> workers) {
        this.load = load;
        this.workers = workers;
        forksAt = membersAt + workers.size() * PlayerLayout.MEMBER_SIZE;
        tasksAt = forksAt + load.options().forks() * PlayerLayout.MEMBER_SIZE;
        int tasksEnd = tasksAt + load.tasks().size() * PlayerLayout.TASK_SIZE;
        objectsAt = (tasksEnd + PlayerLayout.OBJECT_SIZE - 1) / PlayerLayout.OBJECT_SIZE * PlayerLayout.OBJECT_SIZE;
        stepsAt = objectsAt + load.objects().size() * PlayerLayout.OBJECT_SIZE;
        dataAt = stepsAt + steps(load) * PlayerLayout.STEP_SIZE;
        deviceAt = put((load.options().device() + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /// @param workers those that are to be the members, in their order
    /// @param instructionNanos what the machine takes for an instruction
    static byte[] of(Load load, List<Worker> workers, int instructionNanos) {
        return new LoadImage(load, workers).bytes(instructionNanos);
    }

    private static int steps(Load load) {
        return load.tasks().stream().mapToInt(task -> task.steps().size() + 1).sum();
    }

    private int put(byte[] bytes) {
        int at = dataAt + data.size();
        data.writeBytes(bytes);
        data.writeBytes(new byte[(ALIGNED - bytes.length % ALIGNED) % ALIGNED]);
        return at;
    }

    private byte[] bytes(int instructionNanos) {
        List<byte[]> steps = new ArrayList<>();
        load.tasks().forEach(task -> steps.add(steps(task)));
        ByteBuffer all = ByteBuffer.allocate(dataAt + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(all);
        all.putLong(PlayerLayout.LOAD_INSTRUCTION, instructionNanos);
        for (int i = 0; i < workers.size(); i++) {
            int at = membersAt + i * PlayerLayout.MEMBER_SIZE;
            all.putLong(at + PlayerLayout.MEMBER_PID, workers.get(i).pid());
            all.putLong(at + PlayerLayout.MEMBER_TASK, load.members().get(i).task());
            all.put(at + PlayerLayout.MEMBER_NAME, name(load.members().get(i).name()));
        }
        int at = stepsAt;
        for (int i = 0; i < steps.size(); i++) {
            int task = tasksAt + i * PlayerLayout.TASK_SIZE;
            all.putLong(task + PlayerLayout.TASK_STEPS_AT, at);
            all.put(task + PlayerLayout.TASK_NAME, name(load.tasks().get(i).name()));
            all.put(at, steps.get(i));
            at += steps.get(i).length;
        }
        for (int i = 0; i < load.objects().size(); i++) {
            int object = objectsAt + i * PlayerLayout.OBJECT_SIZE;
            all.put(object, (byte) load.objects().get(i).kind().number());
            all.putLong(
                    object + PlayerLayout.OBJECT_USERS, load.objects().get(i).users());
        }
        all.put(dataAt, data.toByteArray());
        return all.array();
    }

    private void putHeader(ByteBuffer all) {
        Load.Options options = load.options();
        int flags = (options.inheritance() ? PlayerLayout.FLAG_INHERIT : 0)
                | (options.sumOfSlack() ? PlayerLayout.FLAG_SUM_OF_SLACK : 0)
                | (options.exactTimers() ? PlayerLayout.FLAG_EXACT_TIMERS : 0)
                | (options.inOrder() ? PlayerLayout.FLAG_IN_ORDER : 0);
        all.putLong(0, PlayerLayout.LOAD_MAGIC);
        all.putLong(PlayerLayout.LOAD_BYTES, all.capacity());
        all.putLong(PlayerLayout.LOAD_MEMBERS, workers.size());
        all.putLong(PlayerLayout.LOAD_MEMBERS_AT, membersAt);
        all.putLong(PlayerLayout.LOAD_TASKS_AT, tasksAt);
        all.putLong(PlayerLayout.LOAD_OBJECTS, load.objects().size());
        all.putLong(PlayerLayout.LOAD_OBJECTS_AT, objectsAt);
        all.putLong(PlayerLayout.LOAD_DURATION, options.duration().toNanos());
        all.putLong(PlayerLayout.LOAD_ALIGN, options.align().toNanos());
        all.putLong(PlayerLayout.LOAD_PHASE, options.phase().toNanos());
        all.putLong(PlayerLayout.LOAD_CALIBRATION, options.calibration());
        all.putLong(PlayerLayout.LOAD_FLAGS, flags);
        all.putLong(PlayerLayout.LOAD_FORKS_AT, forksAt);
        all.putLong(PlayerLayout.LOAD_FORKS_LIMIT, options.forks());
        all.putLong(PlayerLayout.LOAD_MEMORY, options.memoryBytes());
        all.putLong(PlayerLayout.LOAD_DEVICE_AT, deviceAt);
    }

    private byte[] steps(Load.Task task) {
        ByteBuffer bytes = ByteBuffer.allocate((task.steps().size() + 1) * PlayerLayout.STEP_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (LoadStep step : task.steps()) {
            bytes.putInt(step.kind().number()).putInt(step.object());
            bytes.putLong(step.data().isEmpty() ? step.a() : put(step.data().bytes()));
            bytes.putLong(step.b()).putLong(step.c());
        }
        bytes.putInt(LoadStep.Kind.END.number());
        return bytes.array();
    }

    static byte[] name(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        byte[] cut = new byte[NAME_BYTES + 1];
        System.arraycopy(bytes, 0, cut, 0, Math.min(NAME_BYTES, bytes.length));
        return cut;
    }
}
