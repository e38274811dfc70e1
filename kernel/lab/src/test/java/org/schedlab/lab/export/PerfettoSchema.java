package org.schedlab.lab.export;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;

/// Perfetto's messages as protobuf's own library wants them, from the numbers of their fields
/// (protos/perfetto/trace, v58.2). Written down here once more, so that a wrong number in what writes is
/// found.
final class PerfettoSchema {
    /// Message: its fields as `number name type`; `*` before the type says repeated.
    private static final Map<String, String> MESSAGES = new LinkedHashMap<>();

    static {
        MESSAGES.put("Trace", "1 packet *TracePacket");
        MESSAGES.put(
                "TracePacket",
                "1 ftrace_events FtraceEventBundle, 2 process_tree ProcessTree, 8 timestamp uint64,"
                        + " 10 trusted_packet_sequence_id uint32, 11 track_event TrackEvent,"
                        + " 12 interned_data InternedData, 13 sequence_flags uint32,"
                        + " 45 system_info SystemInfo, 60 track_descriptor TrackDescriptor");
        MESSAGES.put("FtraceEventBundle", "1 cpu uint32, 2 event *FtraceEvent");
        MESSAGES.put(
                "FtraceEvent",
                "1 timestamp uint64, 2 pid uint32, 5 common_flags uint32, 4 sched_switch SchedSwitch,"
                        + " 13 cpu_idle CpuIdle, 17 sched_wakeup Woken, 20 sched_waking Woken,"
                        + " 36 irq_handler_entry IrqEntry, 37 irq_handler_exit IrqExit, 114 sched_wakeup_new Woken,"
                        + " 235 task_newtask NewTask, 236 task_rename Rename, 237 sched_process_exec Exec,"
                        + " 238 sched_process_exit Exit, 239 sched_process_fork Fork, 491 sched_migrate_task Migrate");
        MESSAGES.put(
                "SchedSwitch",
                "1 prev_comm string, 2 prev_pid int32, 3 prev_prio int32, 4 prev_state int64, 5 next_comm string,"
                        + " 6 next_pid int32, 7 next_prio int32");
        MESSAGES.put("Woken", "1 comm string, 2 pid int32, 3 prio int32, 4 success int32, 5 target_cpu int32");
        MESSAGES.put("Migrate", "1 comm string, 2 pid int32, 3 prio int32, 4 orig_cpu int32, 5 dest_cpu int32");
        MESSAGES.put("CpuIdle", "1 state uint32, 2 cpu_id uint32");
        MESSAGES.put("IrqEntry", "1 irq int32, 2 name string, 3 handler uint32");
        MESSAGES.put("IrqExit", "1 irq int32, 2 ret int32");
        MESSAGES.put("NewTask", "1 pid int32, 2 comm string, 3 clone_flags uint64, 4 oom_score_adj int32");
        MESSAGES.put("Rename", "1 pid int32, 2 oldcomm string, 3 newcomm string, 4 oom_score_adj int32");
        MESSAGES.put("Exec", "1 filename string, 2 pid int32, 3 old_pid int32");
        MESSAGES.put("Exit", "1 comm string, 2 pid int32, 3 tgid int32, 4 prio int32");
        MESSAGES.put("Fork", "1 parent_comm string, 2 parent_pid int32, 3 child_comm string, 4 child_pid int32");
        MESSAGES.put("ProcessTree", "1 processes *Process, 2 threads *Thread");
        MESSAGES.put("Process", "1 pid int32, 2 ppid int32, 3 cmdline *string");
        MESSAGES.put("Thread", "1 tid int32, 2 name string, 3 tgid int32");
        MESSAGES.put("SystemInfo", "1 utsname Utsname, 8 num_cpus uint32");
        MESSAGES.put("Utsname", "1 sysname string, 2 version string, 3 release string, 4 machine string");
        MESSAGES.put(
                "TrackDescriptor",
                "1 uuid uint64, 2 name string, 4 thread ThreadDescriptor, 5 parent_uuid uint64,"
                        + " 8 counter CounterDescriptor, 11 child_ordering int32, 12 sibling_order_rank int32,"
                        + " 14 description string");
        MESSAGES.put("ThreadDescriptor", "1 pid int32, 2 tid int32, 5 thread_name string");
        MESSAGES.put("CounterDescriptor", "3 unit int32");
        MESSAGES.put(
                "TrackEvent",
                "4 debug_annotations *Annotation, 9 type int32, 10 name_iid uint64, 11 track_uuid uint64,"
                        + " 30 counter_value int64, 47 flow_ids *fixed64, 48 terminating_flow_ids *fixed64");
        MESSAGES.put("InternedData", "2 event_names *InternedName, 3 debug_annotation_names *InternedName");
        MESSAGES.put("InternedName", "1 iid uint64, 2 name string");
        MESSAGES.put("Annotation", "1 name_iid uint64, 3 uint_value uint64, 4 int_value int64, 6 string_value string");
    }

    private static final Map<String, Type> TYPES = Map.of(
            "int32", Type.TYPE_INT32,
            "int64", Type.TYPE_INT64,
            "uint32", Type.TYPE_UINT32,
            "uint64", Type.TYPE_UINT64,
            "fixed64", Type.TYPE_FIXED64,
            "string", Type.TYPE_STRING);

    private PerfettoSchema() {}

    /// The message of a whole trace.
    static Descriptor trace() throws DescriptorValidationException {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName("perfetto.proto").setSyntax("proto2");
        MESSAGES.forEach((name, fields) -> file.addMessageType(message(name, fields)));
        return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]).findMessageTypeByName("Trace");
    }

    private static DescriptorProto message(String name, String fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (String each : fields.split(", ", -1)) {
            String[] parts = each.split(" ", -1);
            boolean repeated = parts[2].startsWith("*");
            String type = repeated ? parts[2].substring(1) : parts[2];
            FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                    .setNumber(Integer.parseInt(parts[0]))
                    .setName(parts[1])
                    .setLabel(repeated ? Label.LABEL_REPEATED : Label.LABEL_OPTIONAL);
            message.addField(
                    TYPES.containsKey(type)
                            ? field.setType(TYPES.get(type))
                            : field.setType(Type.TYPE_MESSAGE).setTypeName(type));
        }
        return message.build();
    }
}
