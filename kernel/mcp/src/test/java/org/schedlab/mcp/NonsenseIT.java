package org.schedlab.mcp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// A client that sends nonsense, changes its mind, or goes away: it is told so, nothing is lost, no machine is
/// left.
@Tag("machine")
class NonsenseIT {
    private static final Duration SECONDS = Duration.ofSeconds(10);

    private static final Map<String, Integer> NO_MESSAGES = Map.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"meth",
            -32700,
            "hello",
            -32700,
            "\u0000\u0001",
            -32700,
            "[".repeat(5_000),
            -32700,
            "[]",
            -32600,
            "7",
            -32600,
            "{\"id\":1,\"method\":\"tools/list\"}",
            -32600,
            "{\"jsonrpc\":\"2.0\",\"id\":1}",
            -32600,
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
            -32600);

    @Test
    void nonsenseIsAnsweredAndTheSessionGoesOn() throws IOException, InterruptedException {
        try (Server server = new Server()) {
            for (Map.Entry<String, Integer> each : NO_MESSAGES.entrySet()) {
                server.send(each.getKey());
                assertThat(server.next().at("/error/code").asInt())
                        .as(each.getKey())
                        .isEqualTo(each.getValue());
            }
            assertThat(server.ask("tools/list", "{}").at("/error/message").asText())
                    .contains("before the client has introduced itself");
            server.introduce();

            assertThat(server.call("run", "{\"ms\":5}")
                            .at("/result/content/0/text")
                            .asText())
                    .contains("there is no machine yet", "call boot");
            assertThat(server.call("boot", "{\"topology\":\"1n1l1c1t\",\"memory\":\"256M\"}")
                            .at("/result/isError")
                            .asBoolean())
                    .isFalse();
            String before = state(server.call("run", "{\"ms\":1}"));

            server.send(("x".repeat(MessageLines.LONGEST + 1) + "\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(server.next().at("/error/message").asText()).contains("more than 4194304 bytes");
            assertThat(server.ask("no/such/method", "{}").at("/error/code").asInt())
                    .isEqualTo(-32601);
            assertThat(server.call("no_such_tool", "{}").toString()).contains("no_such_tool");
            assertThat(told(server.call("boot", "{\"kernel\":\"5.4\"}"))).contains("5.4");
            assertThat(told(server.call("run", "{\"ms\":\"soon\"}"))).contains("ms", "string", "number");
            assertThat(told(server.call("run", "{}"))).contains("ms");
            assertThat(told(server.call("run", "{\"ms\":1e300}"))).contains("60000");
            assertThat(told(server.call("run", "{\"ms\":1,\"speed\":2}"))).contains("speed");
            assertThat(told(server.call("spawn", "{\"name\":\"a b\",\"count\":1}")))
                    .contains("'a b'", "1 to 15");
            assertThat(told(server.call("scheduler_attach", "{\"name\":\"broken\",\"source\":\"int x = ;\"}")))
                    .contains("does not compile", "line 1", "expected expression");
            assertThat(told(server.call("scheduler_attach", "{\"name\":\"rejected\"}")))
                    .contains("the verifier");
            assertThat(told(server.call("rewind", "{\"checkpoint\":\"nowhere\"}")))
                    .contains("nowhere");
            assertThat(told(server.call("why", "{\"rank\":1000}"))).contains("there is no wait number 1000");

            assertThat(state(server.call("kernels", "{}"))).isNotEqualTo("");
            assertThat(server.call("tasks", "{}").at("/result/isError").asBoolean())
                    .isFalse();
            assertThat(before).hasSize(64);
            List<ProcessHandle> machines = server.goAway();
            assertThat(server.ended(SECONDS)).isZero();
            assertGone(machines);
        }
    }

    /// A call that is cancelled is not answered and stops; the machine stands where it got to.
    @Test
    void aCancelledCallStopsAndALostClientEndsTheMachine() throws IOException, InterruptedException {
        try (Server server = new Server()) {
            server.introduce();
            JsonNode booted = server.call("boot", "{\"topology\":\"1n1l1c1t\",\"memory\":\"256M\"}");
            long begin = booted.at("/result/structuredContent/at/guest_time_ns").asLong();
            JsonNode spawned = server.call("spawn", "{\"name\":\"hog\",\"count\":1}");
            assertThat(spawned.at("/result/isError").asBoolean()).isFalse();
            int run = server.begin("tools/call", "{\"name\":\"run\",\"arguments\":{\"ms\":60000}}");
            TimeUnit.MILLISECONDS.sleep(1_500);
            server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%d}}"
                    .formatted(run));
            JsonNode tasks = server.call("tasks", "{\"name\":\"hog\"}");
            assertThat(tasks.path("id").asInt()).isNotEqualTo(run);
            long end = tasks.at("/result/structuredContent/at/guest_time_ns").asLong();
            assertThat(end - begin).isBetween(1L, 59_000_000_000L);

            // Gone in the middle of a run, and of a message.
            int _ = server.begin("tools/call", "{\"name\":\"run\",\"arguments\":{\"ms\":60000}}");
            TimeUnit.MILLISECONDS.sleep(500);
            server.send("{\"jsonrpc\":\"2.0\",\"id\":".getBytes(StandardCharsets.US_ASCII));
            List<ProcessHandle> machines = server.goAway();
            assertThat(machines).isNotEmpty();
            assertThat(server.ended(SECONDS)).isZero();
            assertGone(machines);
        }
    }

    private static void assertGone(List<ProcessHandle> machines) {
        machines.forEach(each ->
                assertThat(each.onExit().orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(SECONDS));
    }

    private static String told(JsonNode answer) {
        assertThat(answer.at("/result/isError").asBoolean())
                .as(answer.toString())
                .isTrue();
        return answer.at("/result/content/0/text").asText();
    }

    private static String state(JsonNode answer) {
        return answer.at("/result/structuredContent/at/state_hash").asText();
    }
}
