package org.schedlab.mcp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// An assistant's round, with the SDK's own client: it writes a scheduler, sees it starve somebody, goes back,
/// mends it,
/// and shows by an experiment that it is mended.
@Tag("machine")
class McpIT {
    private static final JsonMapper JSON = new JsonMapper();

    /// Heavier tasks first, always: two of them keep a light one from the CPU for ever.
    private static final String STARVES = """
            char LICENSE[] SEC("license") = "GPL";
            #define WAITING 0
            const volatile u64 slice_ns = 5000000;
            s32 BPF_STRUCT_OPS(mine_select_cpu, struct task_struct *p, s32 prev_cpu, u64 wake_flags) {
                bool is_idle = false;
                s32 cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
                if (is_idle) {
                    scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_ns, 0);
                    count_dispatch();
                }
                return cpu;
            }
            void BPF_STRUCT_OPS(mine_enqueue, struct task_struct *p, u64 enq_flags) {
                scx_bpf_dsq_insert_vtime(p, WAITING, slice_ns, 1000000 - p->scx.weight, enq_flags);
            }
            void BPF_STRUCT_OPS(mine_dispatch, s32 cpu, struct task_struct *prev) {
                if (scx_bpf_dsq_move_to_local(WAITING))
                    count_dispatch();
            }
            s32 BPF_STRUCT_OPS_SLEEPABLE(mine_init) {
                return scx_bpf_create_dsq(WAITING, -1);
            }
            SCX_OPS_DEFINE(mine_ops, .select_cpu = (void *)mine_select_cpu, .enqueue = (void *)mine_enqueue,
                           .dispatch = (void *)mine_dispatch, .init = (void *)mine_init, .name = "mine");
            """;

    /// First come, first served.
    private static final String MENDED = STARVES.replace(
            "scx_bpf_dsq_insert_vtime(p, WAITING, slice_ns, 1000000 - p->scx.weight, enq_flags)",
            "scx_bpf_dsq_insert(p, WAITING, slice_ns, enq_flags)");

    private static final List<Map<String, Object>> WORKERS = List.of(
            Map.of("name", "hog", "count", 2, "shape", "spinning"),
            Map.of("name", "victim", "count", 1, "shape", "spinning", "nice", 10));

    @TempDir
    private Path folder;

    @Test
    void anAssistantsRound() {
        List<String> command = Server.command();
        var parameters = ServerParameters.builder(command.getFirst())
                .args(command.subList(1, command.size()))
                .env(System.getenv())
                .build();
        var mapper = new JacksonMcpJsonMapper(JSON);
        List<ProcessHandle> started;
        try (McpSyncClient client = McpClient.sync(new StdioClientTransport(parameters, mapper))
                .requestTimeout(Duration.ofMinutes(3))
                .build()) {
            assertThat(client.initialize().instructions()).contains("sched_ext");
            assertThat(client.listTools().tools()).allSatisfy(tool -> {
                assertThat(tool.description()).isNotBlank();
                assertThat(tool.inputSchema()).containsEntry("additionalProperties", false);
            });

            JsonNode booted = call(client, "boot", Map.of("topology", "1n1l1c1t", "memory", "256M"));
            assertThat(booted.at("/at/scheduler").asText()).isEqualTo("EEVDF");
            JsonNode attached = call(client, "scheduler_attach", Map.of("name", "strict", "source", STARVES));
            assertThat(attached.path("ops_name").asText()).isEqualTo("mine");
            assertThat(attached.path("verified_instructions").asLong()).isPositive();
            WORKERS.forEach(each -> call(client, "spawn", each));
            String state = call(client, "checkpoint", Map.of("name", "loaded"))
                    .at("/at/state_hash")
                    .asText();
            call(client, "run", Map.of("ms", 100));

            // It sees the victim starve, and what is in its way.
            assertThat(units(client)).isZero();
            JsonNode picture = call(client, "timeline", Map.of("last_ms", 60, "columns", 40));
            assertThat(picture.path("text").asText())
                    .containsPattern("victim-0:\\d+ +\\|-{40} +ran 0.0 %, waited 100.0 %");
            assertThat(call(client, "queues", Map.of()).path("text").asText()).contains("victim-0:");
            JsonNode why = call(
                    client,
                    "why",
                    Map.of(
                            "task",
                            "victim-0",
                            "from_ns",
                            picture.path("from_ns").asLong(),
                            "to_ns",
                            picture.path("to_ns").asLong()));
            assertThat(why.path("text").asText()).contains("hog-0:", "hog-1:");
            assertThat(why.path("parts"))
                    .extracting(part -> part.path("length_ns").asLong())
                    .satisfies(parts -> assertThat(
                                    parts.stream().mapToLong(each -> each).sum())
                            .isEqualTo(why.path("length_ns").asLong()));

            // Back, mended, and again.
            assertThat(call(client, "rewind", Map.of("checkpoint", "loaded"))
                            .at("/at/state_hash")
                            .asText())
                    .isEqualTo(state);
            call(client, "scheduler_attach", Map.of("name", "fair", "source", MENDED));
            call(client, "run", Map.of("ms", 100));
            assertThat(units(client)).isPositive();

            JsonNode proof = call(
                    client,
                    "experiment",
                    Map.of(
                            "schedulers",
                            List.of("strict", "fair"),
                            "workers",
                            WORKERS,
                            "ms",
                            60,
                            "seeds",
                            8,
                            "claim",
                            "least work units",
                            "at_least",
                            1));
            assertThat(proof.path("text").asText())
                    .contains("VERDICT  strict: the claim holds in 0 of 8 runs")
                    .contains("VERDICT  fair: the claim holds in 8 of 8 runs");
            assertThat(proof.path("comparisons"))
                    .filteredOn(each -> each.path("metric").asText().equals("least work units"))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.path("median_a").asDouble()).isZero();
                        assertThat(each.path("median_b").asDouble()).isPositive();
                        assertThat(each.path("pairs").asInt()).isEqualTo(8);
                        assertThat(each.path("finding").asText()).isEqualTo("DIFFERENT");
                    });
            JsonNode hunt =
                    call(client, "hunt", Map.of("scheduler", "vtime", "scenarios", 1, "folder", folder.toString()));
            assertThat(hunt.path("text").asText()).contains("nothing broke");
            assertThat(hunt.path("finds").isArray()).isTrue();
            call(client, "shutdown", Map.of());
            JsonNode slow = call(client, "boot", Map.of("topology", "1n1l1c1t", "memory", "256M", "instruction_ns", 4));
            assertThat(slow.at("/at/machine").asText()).endsWith("4 ns an instruction");
            started = ProcessHandle.current().descendants().toList();
            assertThat(started).hasSizeGreaterThanOrEqualTo(2);
        }
        started.forEach(each -> assertThat(each.onExit().orTimeout(20, TimeUnit.SECONDS))
                .as(each.info().command().orElse("?"))
                .succeedsWithin(Duration.ofSeconds(20)));
    }

    /// Work units of the victim.
    private static double units(McpSyncClient client) {
        JsonNode table =
                call(client, "workers_report", Map.of("name", "victim")).path("table");
        for (int column = 0; column < table.path("columns").size(); column++) {
            if (table.path("columns").get(column).asText().equals("work units")) {
                return table.path("rows").get(0).get(column).asDouble();
            }
        }
        throw new AssertionError("no work units in " + table);
    }

    /// The data of an answer, with its text as `text`.
    private static JsonNode call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        McpSchema.CallToolResult result = client.callTool(
                McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
        String text = ((McpSchema.TextContent) result.content().getFirst()).text();
        assertThat(result.isError()).as(tool + ": " + text).isFalse();
        JsonNode data = JSON.valueToTree(result.structuredContent());
        return ((com.fasterxml.jackson.databind.node.ObjectNode) data).put("text", text);
    }
}
