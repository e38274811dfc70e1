package org.schedlab.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// A server in a process of its own, spoken to in lines.
final class Server implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final OutputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private int last;

    Server() throws IOException {
        process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.getOutputStream();
        Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | RuntimeException e) {
                lines.add("no more: " + e);
            }
        });
    }

    /// As `./schedlab mcp` starts it.
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                McpCommand.class.getName());
    }

    void send(String line) throws IOException {
        send((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        in.write(bytes);
        in.flush();
    }

    /// The next line that the server writes: always a message.
    JsonNode next() throws IOException, InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("an answer within %d s", PATIENCE_SECONDS).isNotNull();
        return JSON.readTree(line);
    }

    /// Asks, and gives the answer with that number; what comes before is left out.
    JsonNode ask(String method, String params) throws IOException, InterruptedException {
        int id = begin(method, params);
        JsonNode answer = next();
        while (answer.path("id").asInt(-1) != id) {
            answer = next();
        }
        return answer;
    }

    /// Asks, and does not wait.
    int begin(String method, String params) throws IOException {
        send("{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(++last, method, params));
        return last;
    }

    JsonNode call(String tool, String arguments) throws IOException, InterruptedException {
        return ask("tools/call", "{\"name\":\"%s\",\"arguments\":%s}".formatted(tool, arguments));
    }

    void introduce() throws IOException, InterruptedException {
        assertThat(ask(
                                "initialize",
                                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                                        + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}")
                        .at("/result/serverInfo/name")
                        .asText())
                .isEqualTo("schedlab");
        send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }

    /// Goes away as a client does that has crashed: its end is closed, and nobody reads.
    ///
    /// @return the machines that there were
    List<ProcessHandle> goAway() throws IOException {
        List<ProcessHandle> machines = process.descendants().toList();
        in.close();
        return machines;
    }

    /// Waits until the server has ended.
    ///
    /// @return its exit code
    int ended(Duration within) throws InterruptedException {
        assertThat(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS))
                .as("the server ends within %s", within)
                .isTrue();
        return process.exitValue();
    }

    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
