package org.schedlab.lab.workers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.schedlab.guest.program.Program;
import org.schedlab.guest.work.AffinityChurn;
import org.schedlab.guest.work.Bursty;
import org.schedlab.guest.work.CachePressure;
import org.schedlab.guest.work.CgroupChurn;
import org.schedlab.guest.work.ForkExit;
import org.schedlab.guest.work.FutexFanOut;
import org.schedlab.guest.work.FutexPingPong;
import org.schedlab.guest.work.IdleChurn;
import org.schedlab.guest.work.Mixed;
import org.schedlab.guest.work.MutexContention;
import org.schedlab.guest.work.NiceSweep;
import org.schedlab.guest.work.PageFaultChurn;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.PolicyChurn;
import org.schedlab.guest.work.PriorityInversion;
import org.schedlab.guest.work.ProducerConsumerImbalance;
import org.schedlab.guest.work.RtStarvation;
import org.schedlab.guest.work.Sequence;
import org.schedlab.guest.work.ThunderingHerd;
import org.schedlab.guest.work.TimerLatency;
import org.schedlab.guest.work.WakeChain;
import org.schedlab.guest.work.Work;
import org.schedlab.guest.work.WorkPhase;
import org.schedlab.guest.work.WorkerSpec;

/// A number of workers that do not know yet what they do. Each method gives them work, with common
/// choices where it takes none; [#doing(Work)] takes any. The records of `org.schedlab.guest.work`
/// tell what each type does, what its work unit is and what its latencies measure.
///
/// @param count how many, from 1; types with groups need whole groups
public record WorkerCount(int count) {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration LITTLE = Duration.ofNanos(10_000);
    private static final Duration SOME = Duration.ofNanos(100_000);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    /// Work of any type.
    ///
    /// @throws org.schedlab.vm.LabException if the number of workers does not make whole groups
    public WorkerSpec doing(Work work) {
        return WorkerSpec.of(work, count);
    }

    /// They never give up their CPU.
    public WorkerSpec spinWait() {
        return WorkerSpec.spinning(count);
    }

    /// The same as [#spinWait()].
    public WorkerSpec spinning() {
        return spinWait();
    }

    /// They sleep for an hour of guest time at a time, that is, throughout any experiment.
    public WorkerSpec sleeping() {
        return sleeping(LONG);
    }

    /// They sleep, wake, and sleep again.
    public WorkerSpec sleeping(Duration eachSleep) {
        return WorkerSpec.sleeping(count, eachSleep);
    }

    /// They give up their CPU at each turn.
    public WorkerSpec yieldHeavy() {
        return WorkerSpec.yielding(count);
    }

    /// The same as [#yieldHeavy()].
    public WorkerSpec yielding() {
        return yieldHeavy();
    }

    /// 10 µs of work, a yield.
    public WorkerSpec mixed() {
        return doing(new Mixed(LITTLE));
    }

    /// A burst of work, a sleep. The work is a number of instructions; [#burstyByCpuTime] and [#burstyByWallTime] go by
    /// the clocks.
    public WorkerSpec bursty(Duration burst, Duration sleep) {
        return doing(new Bursty(burst, sleep));
    }

    /// A burst of so much CPU time, a sleep; a work unit is one of either. See [WorkPhase.CpuTime].
    public WorkerSpec burstyByCpuTime(Duration burst, Duration sleep) {
        return sequence(WorkPhase.cpuTime(burst), WorkPhase.sleep(sleep)).named("bursty");
    }

    /// A burst that lasts so long, whether it has its CPU or not, a sleep; a work unit is one of either. See
    /// [WorkPhase.WallTime].
    public WorkerSpec burstyByWallTime(Duration burst, Duration sleep) {
        return sequence(WorkPhase.wallTime(burst), WorkPhase.sleep(sleep)).named("bursty");
    }

    /// 1 ms of work, 5 ms of sleep.
    public WorkerSpec idleChurn() {
        return doing(new IdleChurn(MILLISECOND, Duration.ofMillis(5)));
    }

    /// Phases in turn, such as `sequence(WorkPhase.spin(ms(2)), WorkPhase.sleep(ms(1)))`.
    public WorkerSpec sequence(WorkPhase... phases) {
        return doing(new Sequence(List.of(phases)));
    }

    /// Pairs over pipes, 10 µs of work per message.
    public WorkerSpec pipeIo() {
        return doing(new PipeIo(LITTLE));
    }

    /// Pairs with a futex, 10 µs of work per turn.
    public WorkerSpec futexPingPong() {
        return doing(new FutexPingPong(LITTLE));
    }

    /// A messenger and its receivers, 10 µs of work each.
    public WorkerSpec futexFanOut(int fanOut) {
        return doing(new FutexFanOut(fanOut, LITTLE));
    }

    /// Rings woken by futex, 10 µs of work per hop.
    public WorkerSpec wakeChain(int depth) {
        return wakeChain(depth, WakeChain.By.FUTEX, LITTLE);
    }

    /// Rings of workers that wake each other.
    public WorkerSpec wakeChain(int depth, WakeChain.By by, Duration work) {
        return doing(new WakeChain(depth, by, work));
    }

    /// A waker and its waiters, 10 µs of work each.
    public WorkerSpec thunderingHerd(int waiters, Duration gap) {
        return doing(new ThunderingHerd(waiters, gap, LITTLE));
    }

    /// A queue of 16 items; 100 µs to produce one, 10 µs to consume it.
    public WorkerSpec producerConsumerImbalance(int producers, int consumers) {
        return doing(new ProducerConsumerImbalance(producers, consumers, 16, SOME, LITTLE));
    }

    /// A wake-up at each interval.
    public WorkerSpec timerLatency(Duration interval) {
        return doing(new TimerLatency(interval));
    }

    /// Processes made and reaped.
    public WorkerSpec forkExit() {
        return doing(new ForkExit());
    }

    /// 100 µs of work at each nice value.
    public WorkerSpec niceSweep() {
        return doing(new NiceSweep(SOME));
    }

    /// 1 ms of work on each CPU drawn.
    public WorkerSpec affinityChurn() {
        return doing(new AffinityChurn(MILLISECOND));
    }

    /// 100 µs of work under each policy.
    public WorkerSpec policyChurn() {
        return doing(new PolicyChurn(SOME));
    }

    /// Regions of 256 KiB, 64 pages of each touched, 10 µs of work.
    public WorkerSpec pageFaultChurn() {
        return doing(new PageFaultChurn(256, 64, LITTLE));
    }

    /// A buffer written through in strides of 64 bytes.
    public WorkerSpec cachePressure(int sizeKib) {
        return doing(new CachePressure(sizeKib, 64));
    }

    /// Contenders for a mutex.
    public WorkerSpec mutexContention(int contenders, Duration hold, Duration work) {
        return doing(new MutexContention(contenders, hold, work));
    }

    /// Groups of one high, one medium and one low worker.
    public WorkerSpec priorityInversion(PriorityInversion.Mutex mutex, Duration hold, Duration work) {
        return doing(new PriorityInversion(1, 1, 1, hold, work, mutex));
    }

    /// Pairs of a real-time worker that never pauses and one that starves.
    public WorkerSpec rtStarvation(int priority) {
        return doing(new RtStarvation(1, 1, priority, SOME));
    }

    /// Moves between cgroups.
    public WorkerSpec cgroupChurn(int groups, Duration cycle) {
        return doing(new CgroupChurn(groups, cycle));
    }

    /// They are a program of this host: `workers(3).custom(Path.of("./mywork"), "-v")`. See
    /// [org.schedlab.guest.work.Custom] for how it counts its work.
    ///
    /// @throws org.schedlab.vm.LabException if it is not there, or a library it needs is not
    public WorkerSpec custom(Path program, String... arguments) {
        return custom(Program.of(program, arguments));
    }

    /// They are a program of this host, with an environment or files of its own.
    public WorkerSpec custom(Program program) {
        return WorkerSpec.of(program.work(), count);
    }
}
