package org.schedlab.notebook.protocol;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Header;
import io.github.spencerpark.jupyter.messages.KernelTimestamp;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.adapters.HeaderAdapter;
import io.github.spencerpark.jupyter.messages.adapters.HistoryRequestAdapter;
import io.github.spencerpark.jupyter.messages.adapters.KernelTimestampAdapter;
import io.github.spencerpark.jupyter.messages.adapters.MessageTypeAdapter;
import io.github.spencerpark.jupyter.messages.request.HistoryRequest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Frames of one ZeroMQ message to a Jupyter message and back: identities, `<IDS|MSG>`, signature,
/// header, parent header, metadata, content, buffers (Jupyter messaging 5.5, "The wire protocol").
///
/// The library reads frames until it sees the delimiter, across message borders; here a message is
/// taken whole and refused whole. Thread-safe.
final class WireFormat {
    /// Of the messages, as far as a kernel must: its debugger and its subshells are optional.
    static final String PROTOCOL_VERSION = "5.5";

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(US_ASCII);
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(UTF_8);
    private static final int FRAMES_AFTER_DELIMITER = 5;

    private final Gson json = new GsonBuilder()
            .registerTypeAdapter(KernelTimestamp.class, KernelTimestampAdapter.INSTANCE)
            .registerTypeAdapter(Header.class, HeaderAdapter.INSTANCE)
            .registerTypeAdapter(MessageType.class, MessageTypeAdapter.INSTANCE)
            .registerTypeAdapter(HistoryRequest.class, HistoryRequestAdapter.INSTANCE)
            .create();
    private final String session = UUID.randomUUID().toString();
    private final HMACGenerator signer;

    WireFormat(HMACGenerator signer) {
        this.signer = signer;
    }

    /// The message in these frames.
    ///
    /// @throws MalformedMessageException when the frames are no message or the signature is not ours
    Message<?> decode(List<byte[]> frames) throws MalformedMessageException {
        int delimiter = delimiter(frames);
        if (delimiter < 0 || frames.size() < delimiter + 1 + FRAMES_AFTER_DELIMITER) {
            throw new MalformedMessageException("the frames are not a Jupyter message");
        }
        byte[] signature = frames.get(delimiter + 1);
        byte[] header = frames.get(delimiter + 2);
        byte[] parent = frames.get(delimiter + 3);
        byte[] metadata = frames.get(delimiter + 4);
        byte[] content = frames.get(delimiter + 5);
        byte[] expected =
                signer.calculateSignature(header, parent, metadata, content).getBytes(US_ASCII);
        if (!MessageDigest.isEqual(expected, signature)) {
            throw new MalformedMessageException("the signature is not made with this kernel's key");
        }
        List<byte[]> buffers = frames.subList(delimiter + 1 + FRAMES_AFTER_DELIMITER, frames.size());
        try {
            return message(frames.subList(0, delimiter), header, content, buffers);
        } catch (RuntimeException e) {
            throw new MalformedMessageException("the message cannot be understood: " + e.getMessage());
        }
    }

    private Message<?> message(List<byte[]> identities, byte[] header, byte[] content, List<byte[]> buffers) {
        Header<?> head = json.fromJson(new String(header, UTF_8), Header.class);
        JsonObject body = JsonParser.parseString(new String(content, UTF_8)).getAsJsonObject();
        if (head.getType().equals(MessageType.EXECUTE_REQUEST)) {
            addExecuteDefaults(body);
        }
        return typed(
                List.copyOf(identities),
                head,
                json.fromJson(body, head.getType().getContentType()),
                List.copyOf(buffers));
    }

    @SuppressWarnings("unchecked")
    private static <T> Message<T> typed(List<byte[]> identities, Header<?> header, T content, List<byte[]> buffers) {
        return new Message<>(identities, (Header<T>) header, null, null, content, buffers);
    }

    /// What the protocol says a request without these fields means; the library reads them as false.
    private static void addExecuteDefaults(JsonObject request) {
        boolean silent = request.has("silent") && request.get("silent").getAsBoolean();
        if (!request.has("store_history")) {
            request.addProperty("store_history", !silent);
        }
        if (!request.has("stop_on_error")) {
            request.addProperty("stop_on_error", true);
        }
        if (!request.has("allow_stdin")) {
            request.addProperty("allow_stdin", true);
        }
    }

    /// The frames of a message from this kernel, signed, dated to the microsecond and with this
    /// kernel's session.
    List<byte[]> encode(Message<?> message) {
        byte[] header = bytes(header(message.getHeader()));
        byte[] parent = message.hasParentHeader() ? bytes(message.getParentHeader()) : EMPTY_OBJECT;
        byte[] metadata = message.hasMetadata() ? bytes(message.getMetadata()) : EMPTY_OBJECT;
        byte[] content = bytes(message.getContent());
        List<byte[]> frames = new ArrayList<>(message.getIdentities());
        frames.add(DELIMITER);
        frames.add(signer.calculateSignature(header, parent, metadata, content).getBytes(US_ASCII));
        frames.add(header);
        frames.add(parent);
        frames.add(metadata);
        frames.add(content);
        if (message.getBlobs() != null) {
            frames.addAll(message.getBlobs());
        }
        return frames;
    }

    /// The frames of a message of a type that the library does not know, without a parent.
    ///
    /// @param identities what stands before it: on iopub its topic
    List<byte[]> encode(String type, JsonObject content, List<byte[]> identities) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("username", "kernel");
        header.addProperty("session", session);
        header.addProperty("date", now());
        header.addProperty("msg_type", type);
        header.addProperty("version", PROTOCOL_VERSION);
        byte[] head = bytes(header);
        byte[] body = bytes(content);
        List<byte[]> frames = new ArrayList<>(identities);
        frames.add(DELIMITER);
        frames.add(signer.calculateSignature(head, EMPTY_OBJECT, EMPTY_OBJECT, body)
                .getBytes(US_ASCII));
        frames.addAll(List.of(head, EMPTY_OBJECT, EMPTY_OBJECT, body));
        return frames;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    }

    private <T> Header<T> header(Header<T> plain) {
        KernelTimestamp date = new KernelTimestamp(now());
        return new Header<>(plain.getId(), plain.getUsername(), session, date, plain.getType(), PROTOCOL_VERSION);
    }

    private byte[] bytes(Object value) {
        return json.toJson(value).getBytes(UTF_8);
    }

    /// Where the header stands among the frames of a message; its other three parts follow.
    static int header(List<byte[]> frames) {
        return delimiter(frames) + 2;
    }

    private static int delimiter(List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            if (Arrays.equals(DELIMITER, frames.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
