package org.schedlab.lab.settings;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.schedlab.guest.protocol.AgentException;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.vm.LabException;
import org.schedlab.vm.UnknownNameException;

/// Settings of the guest's kernel, through the files that an administrator uses. Each call is a command of the agent:
/// guest time passes, and a rewind undoes it. As thread-safe as the session.
public final class KernelSettings {
    private static final String FEATURES = "/sys/kernel/debug/sched/features";
    private static final String SCHED = "/sys/kernel/debug/sched/";

    private final SessionMachine session;

    public KernelSettings(SessionMachine session) {
        this.session = session;
    }

    /// The features of the scheduler.
    ///
    /// @throws LabException this kernel does not tell them (CONFIG_SCHED_DEBUG up to 6.14)
    public SchedFeatures features() {
        return SchedFeatures.read(read(FEATURES), session.instant().caption());
    }

    /// Switches a feature of the scheduler, such as `PLACE_LAG`, or `NO_PLACE_LAG` to switch it off.
    ///
    /// @throws UnknownNameException this kernel has no such feature; the nearest are named
    public KernelSettings feature(String word) {
        List<String> known = List.copyOf(features().on().keySet());
        String name = SchedFeatures.name(word);
        if (!known.contains(name)) {
            throw UnknownNameException.among(
                    "there is no scheduler feature '%s'".formatted(name),
                    name,
                    known,
                    "settings().features() lists them; NO_ before a name switches it off");
        }
        return write(FEATURES, word);
    }

    /// What a sysctl is.
    ///
    /// @param name as sysctl(8) takes it, such as `kernel.sched_rt_runtime_us`
    /// @throws LabException there is none of that name
    public String sysctl(String name) {
        return read(path(name)).strip();
    }

    /// Sets a sysctl.
    ///
    /// @throws LabException there is none of that name, or the kernel does not take the value
    public KernelSettings sysctl(String name, Object value) {
        return write(path(name), value.toString());
    }

    private static String path(String sysctl) {
        return "/proc/sys/" + sysctl.replace('.', '/');
    }

    /// Takes a CPU away, as a hotplug does: its tasks move, workers that may run nowhere else are let run everywhere,
    /// and a
    /// BPF scheduler without callbacks for that ends.
    ///
    /// @param cpu from 1: CPU 0 stays
    public KernelSettings offline(int cpu) {
        return hotplug(cpu, false);
    }

    /// Brings a CPU back that was taken away.
    public KernelSettings online(int cpu) {
        return hotplug(cpu, true);
    }

    /// The CPUs that are online, as the kernel writes lists: `0-2,4`.
    public String online() {
        return read("/sys/devices/system/cpu/online").strip();
    }

    private KernelSettings hotplug(int cpu, boolean there) {
        int cpus = session.options().topology().cpus();
        if (cpu < 1 || cpu >= cpus) {
            throw LabException.asked(
                            String.format(Locale.ROOT, "CPU %d cannot be taken %s", cpu, there ? "back" : "away"))
                    .found(cpu == 0 ? "CPU 0 has work that can be done nowhere else" : "the machine does not have it")
                    .available(
                            cpus == 1
                                    ? "no CPU: the machine has one"
                                    : String.format(Locale.ROOT, "CPUs 1 to %d", cpus - 1))
                    .exception();
        }
        return write(String.format(Locale.ROOT, "/sys/devices/system/cpu/cpu%d/online", cpu), there ? "1" : "0");
    }

    /// Sets the deadline server that keeps a class of tasks from being starved by real-time ones
    /// (kernel/sched/deadline.c).
    ///
    /// @param tasks `fair`, or from 7.0 on `ext`
    /// @param cpu of which run queue
    /// @param runtime what these tasks get in each period at least; zero switches it off
    /// @param period above the runtime
    /// @throws LabException this kernel has no such server, or does not take the times
    public KernelSettings server(String tasks, int cpu, Duration runtime, Duration period) {
        String folder = String.format(Locale.ROOT, "%s%s_server/cpu%d/", SCHED, tasks, cpu);
        // The kernel wants the runtime below the period at every step.
        write(folder + "runtime", "0");
        write(folder + "period", Long.toString(period.toNanos()));
        return runtime.isZero() ? this : write(folder + "runtime", Long.toString(runtime.toNanos()));
    }

    private String read(String path) {
        return session.ask("read " + path, agent -> new String(agent.readFile(path), StandardCharsets.UTF_8));
    }

    private KernelSettings write(String path, String text) {
        return session.ask("write " + path, agent -> {
            try {
                agent.settings().writeFile(path, text.getBytes(StandardCharsets.UTF_8));
            } catch (AgentException e) {
                throw new LabException(
                        LabException.asked("the kernel does not take '%s' in %s".formatted(text, path))
                                .found(e.getMessage())
                                .remedy("check the name and the value; readFile(\"%s\") shows what is there"
                                        .formatted(path))
                                .text(),
                        e);
            }
            return this;
        });
    }

    /// What the last line of a cell shows; the guest is not asked.
    @Override
    public String toString() {
        return "settings of the guest's kernel; settings().features(), .sysctl(NAME) and .online() tell what they are";
    }
}
