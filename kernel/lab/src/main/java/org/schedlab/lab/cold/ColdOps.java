package org.schedlab.lab.cold;

import org.schedlab.guest.work.Worker;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.KernelAddress;
import org.schedlab.vm.freeze.PerCpuField;
import org.schedlab.vm.freeze.ReadCold;
import org.schedlab.vm.freeze.ReadMode;
import org.schedlab.vm.freeze.SizedTarget;
import org.schedlab.vm.freeze.SymbolTarget;
import org.schedlab.vm.freeze.Target;
import org.schedlab.vm.freeze.TaskField;
import org.schedlab.vm.freeze.Value;
import org.schedlab.vm.freeze.Width;
import org.schedlab.vm.freeze.WriteCold;

/// The words for cold operations: what to read or write, and as what. To be imported statically.
///
/// `u64()` without a number is a width for reading, `u64(7)` a value for writing. Stateless; safe to
/// share.
public final class ColdOps {
    private ColdOps() {}

    /// Writes a value, once every check has passed.
    ///
    /// @param tag under which the reply is found
    public static WriteCold writeCold(String tag, Target target, Value value) {
        return new WriteCold(tag, target, value);
    }

    /// Writes a value; the reply's tag is `write` and the target.
    public static WriteCold writeCold(Target target, Value value) {
        return writeCold("write " + target.text(), target, value);
    }

    /// Reads a value. A task's field is read only when the task passes all eight checks.
    ///
    /// @param tag under which the reply is found
    public static ReadCold readCold(String tag, Target target, Width width) {
        return new ReadCold(tag, target, width, ReadMode.STRICT);
    }

    /// Reads a value of a task whatever the task is doing, as long as it is the task that is meant
    /// and alive.
    public static ReadCold observe(String tag, Target target, Width width) {
        return new ReadCold(tag, target, width, ReadMode.OBSERVE);
    }

    /// A field of the first of some workers.
    public static TaskField task(Workers workers, String path) {
        return workers.field(path);
    }

    /// A field of one worker.
    public static TaskField task(Worker worker, String path) {
        return Workers.field(worker, path);
    }

    /// A field of any task.
    ///
    /// @param startTimeTicks field 22 of `/proc/PID/stat`
    public static TaskField task(int pid, long startTimeTicks, String path) {
        return new TaskField(pid, startTimeTicks, path);
    }

    /// A field of a per-CPU variable on one CPU.
    public static PerCpuField perCpu(String variable, String path, int cpu) {
        return new PerCpuField(variable, path, cpu);
    }

    /// A field of a per-CPU variable on every CPU, for [org.schedlab.lab.words.LookWords#every].
    public static PerCpuVariableField perCpu(String variable, String path) {
        return new PerCpuVariableField(variable, path);
    }

    /// One path of several: the first whose members this kernel has. For fields that are called otherwise
    /// in other kernels, such as `anyOf("cfs.zero_vruntime", "cfs.min_vruntime")`; a path itself may say
    /// the same with `|`.
    ///
    /// @param paths at least one, of fields that mean the same
    public static String anyOf(String... paths) {
        return String.join("|", paths);
    }

    /// A global variable of the kernel.
    public static SymbolTarget symbol(String name) {
        return new SymbolTarget(name);
    }

    /// A virtual address of the kernel.
    public static KernelAddress address(long virtual) {
        return new KernelAddress(virtual);
    }

    /// A global or an address of which the kernel's types do not say how wide it is:
    /// `written(sized(symbol("x"), u32()))`.
    ///
    /// @param width [#u8()] to [#s64()]
    /// @throws org.schedlab.vm.LabException it is none of these
    public static SizedTarget sized(Target target, Width width) {
        if (width instanceof Width.Scalar scalar) {
            return new SizedTarget(target, scalar);
        }
        throw LabException.asked("%s cannot be taken for %s".formatted(target.text(), width))
                .available("u8(), u16(), u32(), u64(), and with a sign s8() to s64()")
                .exception();
    }

    public static Width natural() {
        return Width.natural();
    }

    public static Width u8() {
        return Width.u8();
    }

    public static Width u16() {
        return Width.u16();
    }

    public static Width u32() {
        return Width.u32();
    }

    public static Width u64() {
        return Width.u64();
    }

    public static Width s8() {
        return Width.s8();
    }

    public static Width s16() {
        return Width.s16();
    }

    public static Width s32() {
        return Width.s32();
    }

    public static Width s64() {
        return Width.s64();
    }

    /// Bytes as they lie in memory.
    public static Width bytes(int count) {
        return Width.bytes(count);
    }

    public static Value u8(long value) {
        return Value.u8(value);
    }

    public static Value u16(long value) {
        return Value.u16(value);
    }

    public static Value u32(long value) {
        return Value.u32(value);
    }

    public static Value u64(long value) {
        return Value.u64(value);
    }

    public static Value s8(long value) {
        return Value.s8(value);
    }

    public static Value s16(long value) {
        return Value.s16(value);
    }

    public static Value s32(long value) {
        return Value.s32(value);
    }

    public static Value s64(long value) {
        return Value.s64(value);
    }

    /// A number of whatever width the field has.
    public static Value number(long value) {
        return Value.number(value);
    }

    /// Bytes as they shall lie in memory, as many as the field has.
    public static Value bytes(byte[] content) {
        return Value.bytes(content);
    }

    /// Bits to be set while the others stay.
    ///
    /// @param width the field's width, for example `u32()`
    public static Value orMask(Width width, long mask) {
        return Value.orMask(width, mask);
    }

    /// A pointer by address, 0 for NULL.
    public static Value pointer(long address) {
        return Value.pointer(address);
    }

    /// A pointer to a symbol of the kernel.
    public static Value pointer(String symbol) {
        return Value.pointer(symbol);
    }

    /// An enum's value by its name.
    public static Value enumName(String name) {
        return Value.enumName(name);
    }
}
