package org.schedlab.maven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/// Finds libraries with all that they need at run time. Takes a map and gives one, of types of the JDK:
///
/// - `coordinates`: a list of `group:artifact[:extension[:classifier]]:version`
/// - `offline`: whether nothing may be downloaded, besides what the settings say
/// - `told`: a `Consumer` of the names of files as they are downloaded, called on any thread
///
/// The answer has `files`, the paths of jars, those asked for first; or `error`, what Maven says, with `offline`,
/// whether nothing could be downloaded by order, `repositories`, where it would have looked, and
/// `settings`, the files that say so. Stateless, thread-safe.
public final class Libraries implements Function<Map<String, Object>, Map<String, Object>> {
    @Override
    public Map<String, Object> apply(Map<String, Object> request) {
        UserSettings settings = null;
        boolean offline = Boolean.TRUE.equals(request.get("offline"));
        try (RepositorySystem system = new RepositorySystemSupplier().get()) {
            settings = UserSettings.read();
            offline |= settings.offline();
            try (CloseableSession session = session(system, settings, offline, request)) {
                List<RemoteRepository> repositories =
                        system.newResolutionRepositories(session, settings.repositories());
                return Map.of("files", resolve(system, session, repositories, coordinates(request)));
            }
        } catch (DependencyResolutionException | RuntimeException e) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("error", Causes.text(e));
            answer.put("offline", offline);
            answer.put("settings", settings == null ? List.of() : settings.files());
            answer.put("repositories", settings == null ? List.of() : settings.places());
            return answer;
        }
    }

    private static List<String> coordinates(Map<String, Object> request) {
        return ((List<?>) request.getOrDefault("coordinates", List.of()))
                .stream().map(String::valueOf).toList();
    }

    private static CloseableSession session(
            RepositorySystem system, UserSettings settings, boolean offline, Map<String, Object> request) {
        RepositorySystemSession.SessionBuilder builder = new SessionBuilderSupplier(system)
                .get()
                .withLocalRepositoryBaseDirectories(settings.localRepository())
                .setOffline(offline)
                .setMirrorSelector(settings.mirrors())
                .setProxySelector(settings.proxies())
                .setAuthenticationSelector(settings.authentication())
                .setSystemProperties(System.getProperties());
        if (request.get("told") instanceof Consumer<?> told) {
            builder.setTransferListener(listener(told));
        }
        return builder.build();
    }

    @SuppressWarnings("unchecked")
    private static AbstractTransferListener listener(Consumer<?> told) {
        return new AbstractTransferListener() {
            @Override
            public void transferInitiated(TransferEvent event) {
                String name = event.getResource().getResourceName();
                ((Consumer<String>) told).accept(name.substring(name.lastIndexOf('/') + 1));
            }
        };
    }

    private static List<Path> resolve(
            RepositorySystem system,
            RepositorySystemSession session,
            List<RemoteRepository> repositories,
            List<String> coordinates)
            throws DependencyResolutionException {
        CollectRequest collect = new CollectRequest();
        collect.setRepositories(repositories);
        for (String each : coordinates) {
            collect.addDependency(new Dependency(new DefaultArtifact(each), "runtime"));
        }
        Set<String> scopes = Set.of("compile", "runtime");
        DependencyRequest wanted =
                new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(scopes.toArray(String[]::new)));
        List<Path> files = new ArrayList<>();
        for (ArtifactResult result : system.resolveDependencies(session, wanted).getArtifactResults()) {
            Artifact artifact = result.getArtifact();
            if (artifact != null && artifact.getPath() != null) {
                files.add(artifact.getPath());
            }
        }
        return files;
    }
}
