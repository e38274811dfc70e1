package org.schedlab.lab.words;

import java.time.Duration;
import java.util.List;

import org.schedlab.guest.work.Worker;
import org.schedlab.lab.cold.PerCpuVariableField;
import org.schedlab.lab.objects.GuestObject;
import org.schedlab.lab.objects.GuestObjects;
import org.schedlab.lab.queues.QueueSeries;
import org.schedlab.lab.queues.Queues;
import org.schedlab.lab.series.FieldSeries;
import org.schedlab.lab.series.PerCpuSeries;
import org.schedlab.lab.series.SeriesClaims;
import org.schedlab.lab.series.SeriesColumn;
import org.schedlab.lab.session.Freezes;
import org.schedlab.lab.tables.TaskTable;
import org.schedlab.lab.tables.TopologyTable;
import org.schedlab.vm.freeze.PerCpuField;
import org.schedlab.vm.freeze.SymbolTarget;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskView;
import tech.tablesaw.api.Table;

/// The words of a notebook that look into the machine of the current session where it stands; nobody in
/// the guest takes notice. Imported statically beside [Lab]. Thread-safe.
public final class LookWords {
    private LookWords() {}

    /// Every queue of the kernel's scheduler at this freeze: EEVDF's trees with lag and deadline and whom it would
    /// pick, real-time and deadline tasks, DSQs in their order, cgroups with what is left of their quota.
    ///
    /// @throws org.schedlab.vm.LabException no machine was booted, or a queue is broken: where
    public static Queues queues() {
        return Lab.vm().queues();
    }

    /// The same `count` times, `period` of guest time apart: a slider in the notebook.
    ///
    /// @throws org.schedlab.vm.LabException as [#queues()], or one of them is not above zero
    public static QueueSeries queues(Duration period, int count) {
        return Lab.vm().queues(period, count);
    }

    /// A global of the kernel whose type is known, as a tree of its members: `object(symbol("init_task"))`,
    /// `object(symbol("init_task")).at("mm->owner")`.
    ///
    /// @throws org.schedlab.vm.LabException no type of it is known, or it is a per-CPU variable
    public static GuestObject object(SymbolTarget symbol) {
        return Lab.vm().object(symbol);
    }

    /// A global of a type that is told: `object(symbol("scx_root"), "struct scx_sched *")`.
    ///
    /// @param type in C
    /// @throws org.schedlab.vm.LabException there is no such symbol or type
    public static GuestObject object(SymbolTarget symbol, String type) {
        return Lab.vm().object(symbol, type);
    }

    /// A per-CPU variable on one CPU, or what a path leads to in it: `object(perCpu("runqueues", "cfs", 0))`.
    ///
    /// @throws org.schedlab.vm.LabException there is no such variable, member or CPU
    public static GuestObject object(PerCpuField field) {
        return Lab.vm().object(field);
    }

    /// A worker's `struct task_struct`.
    ///
    /// @throws org.schedlab.vm.LabException it is gone
    public static GuestObject object(Worker worker) {
        return Lab.vm().object(worker);
    }

    /// A task's `struct task_struct`: `object(vm().tasks().getFirst())`.
    ///
    /// @throws org.schedlab.vm.LabException it is gone
    public static GuestObject object(TaskView task) {
        return Lab.vm().object(task);
    }

    /// What lies at an address.
    ///
    /// @param type in C, such as `struct rq`
    /// @param address virtual
    /// @throws org.schedlab.vm.LabException this kernel has no such type
    public static GuestObject object(String type, long address) {
        return Lab.vm().object(type, address);
    }

    /// A per-CPU variable on every CPU: `objects(perCpu("runqueues", "")).table("nr_running", "curr->comm")`.
    ///
    /// @throws org.schedlab.vm.LabException there is no such variable or member
    public static GuestObjects objects(PerCpuVariableField field) {
        return Lab.vm().objects(field);
    }

    /// Freezes the machine `count` times, `period` of guest time apart, and reads these fields each time: of tasks,
    /// per-CPU variables, globals, BPF programs (`knobField`), objects (`object(…).at("nr").field()`).
    ///
    /// @throws org.schedlab.vm.LabException a field cannot be read, also later, as when its task has ended
    public static FieldSeries every(Duration period, int count, Target... fields) {
        return Lab.vm().every(period, count, fields);
    }

    /// Claims about all fields of a series, checked at once; the first instant that breaks one is named:
    /// `assertThat(series).nondecreasing()`.
    ///
    /// @throws org.schedlab.lab.series.BrokenClaimException nothing was measured
    public static SeriesClaims assertThat(FieldSeries series) {
        return SeriesClaims.about(series.columns());
    }

    /// The same about one field: `assertThat(series.column("nr_running")).atMost(4)`.
    public static SeriesClaims assertThat(SeriesColumn column) {
        return SeriesClaims.about(List.of(column));
    }

    /// The same about a per-CPU field, on each CPU.
    public static SeriesClaims assertThat(PerCpuSeries series) {
        return SeriesClaims.about(series.columns());
    }

    /// Freezes the machine `count` times, `period` of guest time apart, and reads a field of every
    /// CPU each time.
    public static PerCpuSeries every(Duration period, int count, PerCpuVariableField field) {
        return Lab.vm().every(period, count, field);
    }

    /// Every task of the guest at the present freeze.
    public static Table tasks() {
        return TaskTable.of(Lab.vm().tasks(), Lab.vm().instant().caption());
    }

    /// The CPUs as the guest's kernel sees them.
    public static Table topology() {
        return TopologyTable.of(Lab.vm().topology(), Lab.vm().instant().place());
    }

    /// Every freeze of this session so far.
    public static Freezes freezes() {
        return new Freezes(Lab.vm().freezes(), Lab.vm().instant());
    }
}
