package org.schedlab.experiments.store;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// A store behind plain HTTP, laid out as Bazel's remote caches are: `ac/KEY` says the hash of a key's
/// result and has it once more, `cas/HASH` has it. Needs nothing but GET and PUT: a web server's folder,
/// bazel-remote or the like. Nobody can be told over it that a key is being worked on: then the same work
/// may be done twice, with equal results. What fails is tried again some times. Thread-safe.
public final class HttpStore implements ResultStore {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final byte[] PROBE = "schedlab\n".getBytes(StandardCharsets.US_ASCII);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    private final String address;

    private HttpStore(String address) {
        this.address = address;
    }

    /// The store at an address.
    ///
    /// @throws LabException the address is none
    public static HttpStore of(String address) {
        String base = address.replaceFirst("/+$", "");
        try {
            if (URI.create(base).getHost() != null) {
                return new HttpStore(base);
            }
        } catch (IllegalArgumentException e) {
            throw new LabException("'%s' is no address of a store: %s".formatted(address, e.getMessage()), e);
        }
        throw LabException.asked("'%s' is no address of a store".formatted(address))
                .remedy("for example http://cache.example:8080/schedlab")
                .exception();
    }

    @Override
    public Optional<byte[]> find(String key) {
        Optional<ActionResult> action = get("ac/" + key).flatMap(ActionResult::read);
        if (action.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> inlined = action.get().content();
        return inlined.isPresent() ? inlined : content(action.get().sha256());
    }

    @Override
    public void keep(String key, byte[] bytes) {
        ActionResult action = ActionResult.of(bytes);
        put("cas/" + action.sha256(), bytes, "application/octet-stream");
        put("ac/" + key, action.json(), "application/json");
    }

    @Override
    public Optional<byte[]> content(String sha256) {
        return get("cas/" + sha256).filter(bytes -> Sha256.of(bytes).equals(sha256));
    }

    @Override
    public String keepContent(byte[] bytes) {
        String sha256 = Sha256.of(bytes);
        put("cas/" + sha256, bytes, "application/octet-stream");
        return sha256;
    }

    @Override
    public void requireWritable() {
        String _ = keepContent(PROBE);
    }

    @Override
    public Optional<Claim> claim(String key) {
        return Optional.of(() -> {});
    }

    @Override
    public String place() {
        return address;
    }

    private Optional<byte[]> get(String path) {
        HttpResponse<byte[]> response = send(request(path).GET().build(), "a result cannot be read from ");
        return switch (response.statusCode()) {
            case 200 -> Optional.of(response.body());
            case 404, 410 -> Optional.empty();
            default -> throw refused("a result cannot be read from ", response);
        };
    }

    private void put(String path, byte[] bytes, String type) {
        HttpResponse<byte[]> response = send(
                request(path)
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build(),
                "nothing can be kept in ");
        if (response.statusCode() / 100 != 2) {
            throw refused("nothing can be kept in ", response);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + "/" + path)).timeout(ANSWER);
    }

    private HttpResponse<byte[]> send(HttpRequest request, String asked) {
        for (int tries = 1; ; tries++) {
            try {
                HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
                if (tries == TRIES || !PASSING.contains(response.statusCode())) {
                    return response;
                }
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw new StoreException(
                            LabException.asked(asked + address)
                                    .found("%s %s: %s".formatted(request.method(), request.uri(), reason(e)))
                                    .remedy("see that the server runs and can be reached from here")
                                    .text(),
                            e);
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            pause(tries);
        }
    }

    private void pause(int tries) {
        try {
            Thread.sleep(PAUSE.multipliedBy(tries));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private LabException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LabException("stopped while talking to " + address, cause);
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "nobody answers there";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private StoreException refused(String asked, HttpResponse<byte[]> response) {
        return new StoreException(LabException.asked(asked + address)
                .found("%s %s: HTTP status %s"
                        .formatted(response.request().method(), response.uri(), response.statusCode()))
                .remedy(
                        response.request().method().equals("PUT")
                                ? "ask who runs it for the right to write, or name another store"
                                : "see that the address is that of a store")
                .text());
    }
}
