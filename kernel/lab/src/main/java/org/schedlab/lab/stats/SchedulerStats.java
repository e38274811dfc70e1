package org.schedlab.lab.stats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.schedlab.guest.agent.SocketCommands;
import org.schedlab.guest.protocol.AgentException;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.machine.Stretch;
import org.schedlab.vm.LabException;

/// Asks the program of a scheduler for its statistics, as the scx project's crate `scx_stats` serves them: a line
/// of JSON in, `{"req":"stats","args":{"target":"top"}}`, a line out, `{"errno":0,"args":{"resp":…}}`
/// (rust/scx_stats/src, version 1.1). The guest works for it: each question costs guest time, and the scheduler has
/// the program's threads to schedule. As thread-safe as its session.
public final class SchedulerStats {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 200;

    private final GuestMachine guest;
    private final StatsRequest request;

    private SchedulerStats(GuestMachine guest, StatsRequest request) {
        this.guest = guest;
        this.request = request;
    }

    /// What the program says now: one question for what its statistics mean, one for their values.
    ///
    /// @throws LabException nobody serves statistics there, or the server refuses, or does not answer in time
    public static StatsReading read(SessionMachine session, StatsRequest request) {
        MeasuredAt before = session.instant();
        StatsAnswer answer = session.inTurn(guest -> {
            SchedulerStats stats = new SchedulerStats(guest, request);
            SocketCommands.Answer meta = stats.ask("stats_meta", Map.of());
            StatsAnswer values = stats.values(stats.descriptions(meta));
            return meta.connectedAnew() ? values.connectedNow() : values;
        });
        // Behind the turn, at whose end it is noticed who is in charge.
        return new StatsReading(request, answer, before, session.measuredSince(before.guestTimeNanos()));
    }

    /// What the program says again and again. It is asked once before the first period, so that what it counts from
    /// answer to answer is of one period in each sample; a sample's instant is that of its answer.
    ///
    /// @param period guest time from an answer to the next question
    /// @param count how many samples
    /// @throws LabException as [#read]; or the period is not above zero, or the count
    public static StatsSeries series(SessionMachine session, StatsRequest request, Duration period, int count) {
        if (count < 1) {
            throw LabException.asked(String.format(Locale.ROOT, "cannot ask %d times for statistics", count))
                    .available("once or more")
                    .remedy("for example schedulerStats(ms(100), 20)")
                    .exception();
        }
        Stretch.require(period);
        List<StatsAnswer> samples = session.inTurn(guest -> {
            SchedulerStats stats = new SchedulerStats(guest, request);
            StatsDescriptions described = stats.descriptions(stats.ask("stats_meta", Map.of()));
            StatsAnswer _ = stats.values(described);
            List<StatsAnswer> taken = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                guest.run("ask for statistics", period, Slices.hostDeadline(period));
                taken.add(stats.values(described));
            }
            return taken;
        });
        return StatsSeries.of(
                request,
                period,
                samples,
                session.measuredSince(samples.getFirst().guestTimeNanos()));
    }

    private StatsDescriptions descriptions(SocketCommands.Answer meta) {
        return new StatsDescriptions(response(meta));
    }

    private StatsAnswer values(StatsDescriptions described) {
        Map<String, String> arguments = new TreeMap<>(request.arguments());
        arguments.put("target", request.target());
        SocketCommands.Answer answer = ask("stats", arguments);
        return StatsAnswer.of(
                guest.guestTimeNanos(), answer.connectedAnew(), response(answer), request.target(), described);
    }

    private SocketCommands.Answer ask(String what, Map<String, String> arguments) {
        String line;
        try {
            line = JSON.writeValueAsString(new TreeMap<>(Map.of("req", what, "args", arguments)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return guest.ask("ask for the scheduler's statistics", agent -> {
            try {
                return agent.sockets().ask(request.path(), line, request.patience());
            } catch (AgentException e) {
                throw e.unfinished() || e.agentGone() ? e : explained(e);
            }
        });
    }

    private LabException explained(AgentException cause) {
        String found = switch (cause.errno()) {
            case SocketCommands.ENOENT -> "there is no socket " + request.path();
            case SocketCommands.ECONNREFUSED ->
                "nobody listens at %s any more: the program that made it has ended".formatted(request.path());
            case SocketCommands.ETIMEDOUT ->
                "no answer in " + request.patience().toMillis()
                        + " ms of guest time: its threads got no CPU or are stopped, or it serves something else there";
            case SocketCommands.EPIPE, SocketCommands.ECONNRESET ->
                "the program hung up without an answer, or has just ended";
            default -> cause.said();
        };
        if (cause.errno() == SocketCommands.ETIMEDOUT) {
            return new LabException(
                    LabException.asked("the scheduler's program was not heard on its statistics")
                            .found(found)
                            .remedy(
                                    "run(ms(100)) and ask again, or wait longer: StatsRequest.top().withPatience(s(20));"
                                            + " what its threads do: tasks(), stacks()")
                            .text(),
                    cause);
        }
        String text = LabException.asked("the scheduler's program was not heard on its statistics")
                .found(found)
                .available("schedulers of the scx project that are programs in Rust serve them at %s while they run"
                        .formatted(StatsRequest.PATH))
                .remedy("attach one: %scheduler --path FILE; one that listens elsewhere:"
                        + " schedulerStats(StatsRequest.top().at(PATH)); of any scheduler: knobs(), maps(),"
                        + " schedulerProgram().output()")
                .text();
        return new LabException(text, cause);
    }

    private JsonNode response(SocketCommands.Answer answer) {
        JsonNode told;
        try {
            told = JSON.readTree(answer.line());
        } catch (JsonProcessingException e) {
            throw unreadable(answer.line());
        }
        if (told == null || !told.path("errno").isInt() || !told.path("args").has("resp")) {
            throw unreadable(answer.line());
        }
        JsonNode response = told.get("args").get("resp");
        if (told.get("errno").asInt() != 0) {
            throw LabException.asked(
                            "the scheduler's program does not tell the statistics '%s'".formatted(request.target()))
                    .found("errno " + told.get("errno").asInt() + ": "
                            + response.asText().strip().replaceAll("\\s*\\n\\s*", " "))
                    .remedy("schedulerStats() asks for those that it reports unless told")
                    .exception();
        }
        return response;
    }

    private LabException unreadable(String line) {
        return LabException.asked("what answers at %s does not speak as scx_stats does".formatted(request.path()))
                .found(line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line)
                .available("one line of JSON with errno and args.resp")
                .exception();
    }
}
