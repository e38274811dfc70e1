package org.schedlab.mcp;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpSchema;
import org.schedlab.mcp.tools.LabSession;
import org.schedlab.mcp.tools.LabTools;

/// `./schedlab mcp`: a server of the Model Context Protocol over standard input and output. It ends, and the
/// machine with
/// it, when the client closes its end.
public final class McpCommand {
    /// After the client has gone, everything is over within this time.
    private static final Duration LAST_WORDS = Duration.ofSeconds(8);

    private static final String INSTRUCTIONS = """
            schedlab runs a real Linux kernel in a virtual machine whose clock stands still between calls. boot starts it; \
            scheduler_attach puts a sched_ext scheduler in charge (C source, or one that comes with schedlab); spawn starts \
            workers; run lets guest time pass; then timeline, latency, waits, why, workers_report, queues and stack tell \
            what happened. The same calls give the same bits: state_hash says so. rewind goes back to a checkpoint or an \
            instant; fork and experiment compare schedulers. All times are guest time unless a name says host. \
            One run is one sample: claim a difference only from experiment, which compares over seeds.""";

    private McpCommand() {}

    /// Ends the JVM with 0 when the client has gone, 2 for arguments, which there are none of.
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.err.println("schedlab: error: asked for 'mcp " + String.join(" ", arguments)
                    + "'; found: mcp takes no arguments; try: ./schedlab mcp, from the configuration of an MCP client"
                    + " (docs/assistants.md)");
            System.exit(2);
        }
        PrintStream protocol = System.out;
        System.setOut(System.err); // nothing but the protocol goes to standard output
        serve(protocol);
        System.exit(0);
    }

    private static void serve(OutputStream protocol) {
        var json = new JacksonMcpJsonMapper(new JsonMapper());
        var transport = new LineTransport(json, System.in, protocol);
        LabSession session = new LabSession();
        McpSyncServer server = McpServer.sync(transport)
                .serverInfo("schedlab", version())
                .instructions(INSTRUCTIONS)
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .validateToolInputs(true)
                .tools(tools(session))
                .build();
        transport.run();
        haltLater();
        session.close();
        server.close();
    }

    private static List<SyncToolSpecification> tools(LabSession session) {
        var calls = new ToolCalls(session);
        return LabTools.all().stream().map(calls::specification).toList();
    }

    /// The host may refuse to end something; nobody waits for that.
    private static void haltLater() {
        Thread.ofPlatform().daemon().name("schedlab end").start(() -> {
            try {
                Thread.sleep(LAST_WORDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
    }

    private static String version() {
        String version = McpCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
