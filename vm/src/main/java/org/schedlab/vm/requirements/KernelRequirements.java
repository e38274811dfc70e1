package org.schedlab.vm.requirements;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything that schedlab needs of a kernel. `install/kernel.config` and the table in
/// `docs/your-own-kernel.md` are written from this list.
public final class KernelRequirements {
    private static final Setting YES = new Setting.Yes();
    private static final Setting NO = new Setting.No();
    private static final Sign OPENED = new Sign.Opened();
    private static final Sign UNTOLD = new Sign.None();

    private static final String NOTHING = "schedlab does not work";
    private static final String OWN_ONLY = "the kernel's own scheduler only";
    private static final String BELL = "a scheduler that forgets kernel threads makes the agent deaf";

    /// All of them, what nothing works without first.
    public static final List<Requirement> ALL = List.of(
            // The machine.
            needed("X86_64", "the machine is an x86-64 PC", OPENED),
            needed("SMP", "machines of several CPUs", symbol("wake_up_if_idle")),
            needed("PVH", "QEMU starts the unpacked kernel by its PVH entry", symbol("pvh_start_xen")),
            needed("ACPI", "the kernel learns of its CPUs by ACPI", symbol("acpi_parse_madt")),
            needed(
                    "SERIAL_8250",
                    "the doorbell of the agent is a serial port",
                    symbol("serial8250_register_8250_port")),
            number("SERIAL_8250_RUNTIME_UARTS", 2, 4, "the doorbell is the second serial port"),
            needed("SERIAL_8250_CONSOLE", "what the kernel prints", symbol("serial8250_console_write")),
            needed("PRINTK", "the same", symbol("vprintk_emit")),
            // The agent.
            needed("BLK_DEV_INITRD", "the agent comes in an initial file system", symbol("initrd_start")),
            needed("BINFMT_ELF", "the agent is an ELF program", symbol("load_elf_binary")),
            needed("DEVTMPFS", "device files of the agent", symbol("devtmpfs_create_node")),
            needed("PROC_FS", "the agent reads /proc", symbol("proc_pid_status")),
            needed("SYSFS", "the agent reads /sys", symbol("sysfs_create_file_ns")),
            needed("DEVMEM", "the agent maps its mailbox through /dev/mem", symbol("mem_fops")),
            forbidden("LOCK_DOWN_KERNEL_FORCE_INTEGRITY", "it forbids /dev/mem"),
            forbidden("LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY", "it forbids /dev/mem"),
            needed("ADVISE_SYSCALLS", "the agent keeps its pages from forks (madvise)", symbol("do_madvise")),
            needed("FUTEX", "threads and locks of workers", symbol("futex_wake")),
            needed("HIGH_RES_TIMERS", "sleeps shorter than a tick", symbol("hrtimer_hres_enabled")),
            // What the bytes of its memory mean.
            needed("DEBUG_INFO_BTF", "types of the kernel: every field that is read or written", OPENED),
            needed("KALLSYMS", "addresses of the kernel", OPENED),
            needed("KALLSYMS_ALL", "addresses of the kernel's variables", OPENED),
            needed(
                    "SCHED_INFO",
                    "how often and how long tasks waited",
                    new Sign.Member("struct sched_info", "run_delay")),
            // Schedulers.
            feature("SCHED_CLASS_EXT", "schedulers in BPF", OWN_ONLY, new Sign.Type("struct sched_ext_ops")),
            feature("BPF_SYSCALL", "loading them", OWN_ONLY, symbol("bpf_check")),
            // Without it libbpf finds no BPF_PROG_TYPE_SOCKET_FILTER to try global variables with, and makes none.
            feature(
                    "NET",
                    "libbpf tries out what BPF can do by a socket filter",
                    OWN_ONLY,
                    symbol("sk_filter_trim_cap")),
            feature("BPF_JIT", "sched_ext runs compiled programs only", OWN_ONLY, symbol("bpf_prog_pack_alloc")),
            // What is lost alone.
            feature("CGROUPS", "cgroups", "no cgroups", symbol("cgroup_attach_task")),
            feature("CGROUP_SCHED", "cgroups with CPU weights", "no cpu controller", symbol("cpu_cgroup_css_alloc")),
            feature("FAIR_GROUP_SCHED", "weights under EEVDF", "no cpu.weight", symbol("sched_group_set_shares")),
            feature(
                    "EXT_GROUP_SCHED",
                    "weights under sched_ext",
                    "schedulers do not learn of cgroups",
                    symbol("scx_group_set_weight")),
            feature("CFS_BANDWIDTH", "cpu.max", "no throttling", symbol("sched_cfs_period_timer")),
            feature("CPUSETS", "cpuset.cpus", "cgroups without CPU sets", symbol("cpuset_cpus_allowed")),
            feature("UCLAMP_TASK", "utilization clamps", "clamps are refused", symbol("uclamp_eff_value")),
            forbiddenFeature("RT_GROUP_SCHED", "real-time workers in any cgroup", "SCHED_FIFO is refused in cgroups"),
            new Requirement(
                    List.of("CONFIG_NR_CPUS"),
                    new Setting.AtLeast(64, 512),
                    false,
                    "machines of 64 CPUs",
                    "no more CPUs than it says",
                    UNTOLD),
            feature("NUMA", "machines of several nodes", "one node whatever is declared", symbol("numa_init")),
            feature("JUMP_LABEL", "places of tracepoints", "recordings lack events", symbol("jump_label_update")),
            feature(
                    "TRACEPOINTS",
                    "events of recordings",
                    "recordings lack events",
                    symbol("__tracepoint_sched_switch")),
            feature("UNWINDER_ORC", "stacks of tasks", "no stacks", symbol("__start_orc_unwind")),
            feature(
                    "SCHEDSTATS",
                    "the kernel's own statistics, and SCHED_INFO",
                    "no schedstats",
                    symbol("__update_stats_wait_start")),
            feature("BPF_EVENTS", "a doorbell that needs no kernel thread", BELL, symbol("bpf_trace_run2")),
            feature("DYNAMIC_FTRACE_WITH_DIRECT_CALLS", "the same", BELL, symbol("register_ftrace_direct")),
            feature("MAGIC_SYSRQ", "ending a scheduler from outside", "no sysrq", symbol("write_sysrq_trigger")),
            feature("TMPFS", "/tmp and /dev/shm for programs", "programs have no /tmp", symbol("shmem_show_options")),
            new Requirement(
                    List.of("CONFIG_NO_HZ_IDLE", "CONFIG_NO_HZ_FULL"),
                    YES,
                    false,
                    "idle CPUs without ticks",
                    "idle guest time costs host time",
                    symbol("tick_nohz_idle_enter")),
            feature(
                    "POSIX_TIMERS",
                    "timers and clocks of programs",
                    "programs have no timers",
                    symbol("posix_timer_fn")),
            feature("EPOLL", "programs that wait for many files", "they fail", symbol("ep_poll_callback")),
            feature("EVENTFD", "the same", "they fail", symbol("eventfd_fops")),
            feature("SIGNALFD", "the same", "they fail", symbol("signalfd_fops")),
            feature("TIMERFD", "the same", "they fail", symbol("timerfd_fops")),
            feature("FILE_LOCKING", "programs that lock files", "they fail", symbol("locks_lock_inode_wait")),
            feature("MULTIUSER", "programs that ask who they are", "they fail", symbol("__sys_setuid")),
            feature("MEMFD_CREATE", "loads of phases", "they are refused", symbol("memfd_fcntl")),
            feature("UNIX98_PTYS", "terminals for programs", "no /dev/pts", UNTOLD),
            feature(
                    "IKCONFIG",
                    "an image that carries its configuration",
                    "kernel check needs the .config too",
                    symbol("kernel_config_data")),
            // What the above need before they can be set.
            opens("64BIT", "X86_64", OPENED),
            opens("TTY", "SERIAL_8250", symbol("tty_open")),
            opens("SHMEM", "TMPFS", symbol("shmem_file_setup")),
            opens("HYPERVISOR_GUEST", "PVH", symbol("pvh_start_xen")),
            opens("DEBUG_KERNEL", "KALLSYMS_ALL", OPENED),
            new Requirement(
                    List.of(
                            "CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT",
                            "CONFIG_DEBUG_INFO_DWARF5",
                            "CONFIG_DEBUG_INFO_DWARF4"),
                    YES,
                    false,
                    "for DEBUG_INFO_BTF",
                    "DEBUG_INFO_BTF cannot be set",
                    OPENED),
            opens("PERF_EVENTS", "BPF_EVENTS", symbol("bpf_trace_run2")),
            opens("KPROBES", "BPF_EVENTS", UNTOLD),
            opens("KPROBE_EVENTS", "BPF_EVENTS", UNTOLD),
            opens("FTRACE", "FUNCTION_TRACER", symbol("register_ftrace_direct")),
            opens("FUNCTION_TRACER", "DYNAMIC_FTRACE", symbol("register_ftrace_direct")),
            opens("DYNAMIC_FTRACE", "DYNAMIC_FTRACE_WITH_DIRECT_CALLS", symbol("register_ftrace_direct")));

    /// The series with which options came that the oldest kernels that boot do not know.
    private static final Map<String, String> SINCE =
            Map.of("CONFIG_SCHED_CLASS_EXT", "6.12", "CONFIG_EXT_GROUP_SCHED", "6.12");

    private KernelRequirements() {}

    /// The series of kernels with which an option came, such as 6.12; empty if every kernel that schedlab boots has it.
    static Optional<String> since(Requirement requirement) {
        return Optional.ofNullable(SINCE.get(requirement.option()));
    }

    /// The text of `install/kernel.config`, for `scripts/kconfig/merge_config.sh`.
    public static String fragment() {
        return """
                # What schedlab needs of a kernel. In the kernel's sources, behind a configuration of any kind:
                #   scripts/kconfig/merge_config.sh .config THIS-FILE
                # Why each is there: docs/your-own-kernel.md. Written from KernelRequirements.java by ./schedlab docs.
                """
                + ALL.stream()
                        .map(each -> each.setting().line(each.option()) + "\n")
                        .collect(Collectors.joining());
    }

    /// The table in `docs/your-own-kernel.md`.
    public static String table() {
        return "| option | for | without it |\n| --- | --- | --- |\n"
                + ALL.stream()
                        .map(each -> "| `%s` | %s | %s |\n"
                                .formatted(each.name().replace("CONFIG_", ""), each.purpose(), each.without()))
                        .collect(Collectors.joining());
    }

    private static Requirement needed(String option, String purpose, Sign sign) {
        return new Requirement(List.of("CONFIG_" + option), YES, true, purpose, NOTHING, sign);
    }

    private static Requirement number(String option, long least, long usual, String purpose) {
        return new Requirement(
                List.of("CONFIG_" + option), new Setting.AtLeast(least, usual), true, purpose, NOTHING, UNTOLD);
    }

    private static Requirement forbidden(String option, String purpose) {
        return new Requirement(List.of("CONFIG_" + option), NO, true, purpose, NOTHING, UNTOLD);
    }

    private static Requirement forbiddenFeature(String option, String purpose, String without) {
        return new Requirement(List.of("CONFIG_" + option), NO, false, purpose, without, UNTOLD);
    }

    private static Requirement feature(String option, String purpose, String without, Sign sign) {
        return new Requirement(List.of("CONFIG_" + option), YES, false, purpose, without, sign);
    }

    private static Requirement opens(String option, String other, Sign sign) {
        return feature(option, "for " + other, other + " cannot be set", sign);
    }

    private static Sign symbol(String name) {
        return new Sign.Symbol(name);
    }
}
