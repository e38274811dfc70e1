package org.schedlab.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.lab.runqueues.DispatchQueue;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.stacks.TaskStack;

/// Says in sentences why something failed, as far as it is known. Stateless.
final class Cause {
    private static final int MOST_FRAMES = 6;

    private Cause() {}

    /// @param call the scheduler's call that led to it
    static List<String> sentences(Failure failure, Scene scene, ReportMaker.OpCalls calls, Optional<OpCall> call) {
        List<String> told = new ArrayList<>();
        switch (failure.kind()) {
            case STALL -> stall(told, failure, scene, calls, call);
            case ERROR_EXIT -> error(told, failure, scene, call);
            case PANIC, DEATH -> {
                told.add(failure.headline() + ".");
                stackThere(told, scene);
            }
            case CLAIM, ASKED -> {
                told.add(failure.headline() + ".");
                told.add(onCpus(scene));
            }
        }
        if (scene.stop().isEmpty() && failure.kind() != Failure.Kind.CLAIM && failure.kind() != Failure.Kind.ASKED) {
            told.add("The instant itself was not found; shown is the last one before it at which the machine stood.");
        }
        return told;
    }

    private static void stall(
            List<String> told, Failure failure, Scene scene, ReportMaker.OpCalls calls, Optional<OpCall> call) {
        String task = scene.names().getOrDefault(failure.pid(), "pid") + ":" + failure.pid();
        String scheduler = failure.exit().map(ExitReport::scheduler).orElse("the scheduler");
        told.add(String.format(
                Locale.ROOT,
                "%s could run for %.3f s and %s gave it no CPU, so the kernel's watchdog took %s out of charge.",
                task,
                failure.waitedNanos() / 1e9,
                scheduler,
                scheduler));
        String queued = queued(scene, task);
        call.ifPresent(last -> told.add(String.format(
                Locale.ROOT,
                "It was given to %s at %.6f s on CPU %d, %s",
                last.function(),
                last.guestTimeNanos() / 1e9,
                last.cpu(),
                inserted(calls, queued))));
        if (call.isEmpty() && !queued.isEmpty()) {
            told.add("It is " + queued + ".");
        }
        told.add(onCpus(scene));
    }

    private static String inserted(ReportMaker.OpCalls calls, String queued) {
        String dsq = calls.waits().map(WaitStory::inserted).orElse("");
        if (dsq.isEmpty()) {
            return "which put it into no queue: nobody but the scheduler can give it a CPU.";
        }
        return "which put it into DSQ %s, and nobody took it out%s."
                .formatted(dsq, queued.isEmpty() ? "" : "; it is " + queued);
    }

    /// Where it waits; empty if in no DSQ.
    private static String queued(Scene scene, String task) {
        if (scene.queues().isEmpty()) {
            return "";
        }
        for (DispatchQueue queue : scene.queues().get().content().dsqs()) {
            for (int at = 0; at < queue.tasks().size(); at++) {
                if (queue.tasks().get(at).name().equals(task)) {
                    return "number %s of %s in DSQ %s"
                            .formatted(at + 1, queue.tasks().size(), queue.dsq().label());
                }
            }
        }
        return "";
    }

    private static void error(List<String> told, Failure failure, Scene scene, Optional<OpCall> call) {
        ExitReport exit = failure.exit().orElseThrow();
        told.add("%s: %s%s."
                .formatted(
                        exit.scheduler(),
                        exit.verdict(),
                        exit.exit().message().isEmpty()
                                ? ""
                                : ": " + exit.exit().message()));
        Optional<CodePlace> own = scene.backtrace().stream()
                .filter(place -> !place.line().isEmpty())
                .findFirst();
        own.ifPresent(place -> told.add("That was in %s, %s".formatted(place.function(), place.line())));
        call.ifPresent(last -> told.add(String.format(
                Locale.ROOT,
                "%s %s(%s) at %.6f s on CPU %d.",
                own.isPresent() ? "The call was" : "The scheduler's last call on that CPU was",
                last.function(),
                last.arguments(),
                last.guestTimeNanos() / 1e9,
                last.cpu())));
    }

    private static void stackThere(List<String> told, Scene scene) {
        scene.stop().ifPresent(stop -> {
            String task = scene.onCpu().getOrDefault(stop.cpu(), "a task");
            String stack = scene.stacks().stream()
                    .flatMap(all -> all.stacks().stream())
                    .filter(each -> each.onCpu()
                            && task.equals(
                                    each.task().comm() + ":" + each.task().pid()))
                    .findFirst()
                    .map(Cause::functions)
                    .orElse("");
            told.add("CPU %s ran %s%s".formatted(stop.cpu(), task, stack.isEmpty() ? "." : ": " + stack + "."));
        });
        told.add(onCpus(scene));
    }

    private static String functions(TaskStack stack) {
        List<String> names = stack.frames().stream()
                .limit(MOST_FRAMES)
                .map(frame -> frame.function().isEmpty() ? "?" : frame.function())
                .toList();
        return String.join(" ← ", names) + (stack.frames().size() > MOST_FRAMES ? " ← …" : "");
    }

    private static String onCpus(Scene scene) {
        List<String> all = new ArrayList<>();
        scene.onCpu().forEach((cpu, task) -> all.add("CPU " + cpu + " " + task));
        return all.isEmpty()
                ? "Who ran is not known."
                : "At that instant the CPUs ran: " + String.join(", ", all) + ".";
    }
}
