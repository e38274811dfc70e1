package org.schedlab.lab.schedulers;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.schedlab.guest.agent.SchedulerMap;
import org.schedlab.guest.scheduler.Knob;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.tables.MapTable;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.memory.KernelMemory;
import tech.tablesaw.api.Table;

import static org.assertj.core.api.Assertions.assertThat;

/// What the kernel's own lists tell of a scheduler's BPF programs is what the agent, who loaded them, knows.
@Tag("machine")
class LoadedBpfIT {
    private static final String KEEPER = """
            struct tally { u64 turns; u32 llc; };
            struct limits { u16 low; u16 high; };
            struct limits limits[2] = {{1, 2}, {3, 4}};
            const volatile u64 chosen = 9;
            u64 taken SEC(".data.of_its_own");
            #define MAP(kind, name, value_type) \\
                struct { __uint(type, kind); __uint(max_entries, 8); __type(key, u32); __type(value, value_type); } \\
                name SEC(".maps")
            MAP(BPF_MAP_TYPE_ARRAY, places, struct limits);
            MAP(BPF_MAP_TYPE_PERCPU_ARRAY, places_of_each_cpu, u64);
            MAP(BPF_MAP_TYPE_HASH, kept, u16);
            MAP(BPF_MAP_TYPE_LRU_HASH, recent, u64);
            MAP(BPF_MAP_TYPE_PERCPU_HASH, by_cpu, struct tally);
            MAP(BPF_MAP_TYPE_LRU_PERCPU_HASH, recent_by_cpu, u64);
            struct {
                __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 2); __uint(key_size, 4); __uint(value_size, 8);
            } without_types SEC(".maps");
            struct remembered { s32 pid; u64 turns; };
            struct {
                __uint(type, BPF_MAP_TYPE_TASK_STORAGE); __uint(map_flags, BPF_F_NO_PREALLOC);
                __type(key, int); __type(value, struct remembered);
            } of_tasks SEC(".maps");
            u64 first_turns;
            static void remember(struct task_struct *p) {
                struct remembered *own = bpf_task_storage_get(&of_tasks, p, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
                if (!own)
                    return;
                if (!own->turns++)
                    first_turns++;
                own->pid = p->pid;
            }
            static void note(struct task_struct *p) {
                u32 key = (u32)p->pid % 5;
                u64 value = p->pid;
                u16 small = p->pid;
                struct tally tally = {.turns = p->pid, .llc = 2};
                struct limits *place = bpf_map_lookup_elem(&places, &key);
                if (place)
                    place->high = small;
                bpf_map_update_elem(&without_types, &key, &value, BPF_ANY);
                bpf_map_update_elem(&places_of_each_cpu, &key, &value, BPF_ANY);
                bpf_map_update_elem(&kept, &key, &small, BPF_ANY);
                bpf_map_update_elem(&recent, &key, &value, BPF_ANY);
                bpf_map_update_elem(&by_cpu, &key, &tally, BPF_ANY);
                bpf_map_update_elem(&recent_by_cpu, &key, &value, BPF_ANY);
            }
            void BPF_STRUCT_OPS(keeper_enqueue, struct task_struct *p, u64 enq_flags) {
                if (taken < 200) {
                    taken++;
                    note(p);
                    remember(p);
                }
                scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, SCX_SLICE_DFL, enq_flags);
            }
            SCX_OPS_DEFINE(keeper, .enqueue = (void *)keeper_enqueue, .name = "keeper");
            """;

    private static final List<String> MAPS =
            List.of("places", "places_of_each_cpu", "kept", "recent", "by_cpu", "recent_by_cpu", "without_types");

    @Test
    void variablesMapsAndCostsAreThoseThatTheAgentKnows() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            SchedulerObject keeper = Schedulers.compile("keeper", KEEPER).with("chosen", 11);
            long verified = vm.attach(keeper).verifiedInstructions();
            vm.spawn(new WorkerCount(6).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
            vm.run(Duration.ofMillis(200));

            LoadedBpf loaded = look(vm, memory -> LoadedBpf.find(memory).orElseThrow());
            assertThat(loaded.name()).isEqualTo("keeper");
            assertThat(loaded.knobs().all())
                    .extracting(knob -> knob.name() + " " + knob.type())
                    .contains("chosen u64", "limits struct limits[2]", "taken u64");
            assertThat(number(vm, loaded, "chosen")).isEqualTo(11);
            assertThat(number(vm, loaded, "taken"))
                    .isEqualTo(200)
                    .isEqualTo(vm.schedulers().knob("taken").number());
            assertThat(loaded.maps())
                    .extracting(SchedulerMap::name)
                    .containsAll(MAPS)
                    .contains("of_tasks");
            for (String name : MAPS) {
                SchedulerMap map = loaded.maps().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
                Table told = vm.schedulers().map(name);
                Table found = look(vm, memory -> table(loaded, map, memory));
                assertThat(found.rowCount()).as(name).isPositive();
                assertThat(found.printAll()).as(name).endsWith(withoutCaption(told.printAll()));
            }
            List<BpfPrograms.Program> programs = look(vm, BpfPrograms::inCharge);
            assertThat(programs.stream()
                            .mapToLong(BpfPrograms.Program::verified)
                            .sum())
                    .isEqualTo(verified);
            assertThat(programs)
                    .extracting(BpfPrograms.Program::operation)
                    .containsExactlyInAnyOrder("enqueue", "exit");
        }
    }

    @Test
    void mapsWithoutTypesAndThoseOfTasksAreTables() {
        try (VmSession vm = VmSession.boot(BootOptions.defaults())) {
            vm.attach(Schedulers.compile("keeper", KEEPER));
            Workers workers = vm.spawn(new WorkerCount(6).bursty(Duration.ofMillis(1), Duration.ofMillis(1)));
            vm.run(Duration.ofMillis(200));

            Table numbers = vm.schedulers().map("without_types");
            assertThat(numbers.longColumn("key").asList()).containsExactly(0L, 1L);
            assertThat(numbers.longColumn("value").asList()).isEqualTo(List.of(pidOf(vm, 0), pidOf(vm, 1)));
            assertThat(vm.schedulers().maps().stringColumn("type").asList())
                    .contains("task_storage", "array", "percpu_hash");

            Table tasks = vm.schedulers().map("of_tasks");
            assertThat(tasks.columnNames()).containsExactly("task", "pid", "value.pid", "turns");
            assertThat(tasks.intColumn("pid").asLongColumn().asList())
                    .isEqualTo(tasks.longColumn("value.pid").asList())
                    .containsAll(workers.list().stream()
                            .map(worker -> (long) worker.pid())
                            .toList());
            assertThat(tasks.rowCount()).isPositive().isLessThanOrEqualTo((int)
                    vm.schedulers().knob("first_turns").number());
            assertThat(tasks.longColumn("turns").sum()).isBetween(100.0, 200.0);
        }
    }

    /// The last task that came to this place of the maps.
    private static long pidOf(VmSession vm, int key) {
        Table places = vm.schedulers().map("recent");
        return places.where(places.longColumn("key").isEqualTo(key)).row(0).getLong("value");
    }

    private static <T> T look(VmSession vm, Function<KernelMemory, T> look) {
        return vm.peek(look).orElseThrow();
    }

    private static long number(VmSession vm, LoadedBpf loaded, String name) {
        Knob knob = loaded.knobs().require(name);
        return look(vm, memory -> memory.space().readLong(loaded.sectionStart(knob.section(), memory) + knob.offset()));
    }

    private static Table table(LoadedBpf loaded, SchedulerMap map, KernelMemory memory) {
        int cpus = map.name().contains("cpu") ? memory.cpuCount() : 0;
        var sizes = new MapTable.Sizes(map.keyBytes(), map.valueBytes(), cpus);
        byte[] entries = loaded.entries(memory, map);
        return loaded.types(map)
                .map(types -> new MapTable.Layout(types.btf(), types.keyTypeId(), types.valueTypeId(), sizes))
                .map(layout -> MapTable.of(layout, entries, ""))
                .orElseGet(() -> MapTable.untyped(sizes, entries, ""));
    }

    /// Without its title, the first line.
    private static String withoutCaption(String printed) {
        return printed.substring(printed.indexOf('\n') + 1).stripLeading();
    }
}
