package org.schedlab.notebook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.messages.reply.KernelInfoReply;
import org.schedlab.notebook.protocol.RepairedConnection;

/// What the kernel says of itself. Stateless.
final class KernelInfo {
    private static final List<LanguageInfo.Help> LINKS = List.of(
            new LanguageInfo.Help("sched_ext", "https://docs.kernel.org/scheduler/sched-ext.html"),
            new LanguageInfo.Help("EEVDF", "https://docs.kernel.org/scheduler/sched-eevdf.html"),
            new LanguageInfo.Help("Java 25", "https://docs.oracle.com/en/java/javase/25/docs/api/index.html"),
            new LanguageInfo.Help("Tablesaw", "https://jtablesaw.github.io/tablesaw/"));

    private KernelInfo() {}

    /// The content of a reply of messaging 5.5. Of the optional features there is none.
    static JsonObject reply(LanguageInfo language, String banner) {
        JsonObject reply = new Gson()
                .toJsonTree(new KernelInfoReply(
                        RepairedConnection.PROTOCOL_VERSION, "schedlab", version(), language, banner, LINKS))
                .getAsJsonObject();
        reply.addProperty("status", "ok");
        reply.add("supported_features", new JsonArray());
        reply.addProperty("debugger", false);
        return reply;
    }

    /// The version and the commit that this was built from: `0.1.0-SNAPSHOT+7feff5e`; `.changed` behind it
    /// when there were changes that are in no commit.
    static String version() {
        Properties build = new Properties();
        try (InputStream file = KernelInfo.class.getResourceAsStream("build.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = build.getProperty("version", "development");
        String commit = build.getProperty("commit", "");
        return commit.isEmpty() ? version : version + "+" + commit;
    }
}
