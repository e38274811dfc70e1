package org.schedlab.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.MirrorSelector;
import org.eclipse.aether.repository.ProxySelector;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.ConservativeAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/// Maven's settings of this user and of the installed Maven, as Maven reads them.
///
/// @param files that were read
record UserSettings(Settings settings, List<String> files) {
    /// @throws IllegalStateException a file is no settings file
    static UserSettings read() {
        Path ofUser = Path.of(System.getProperty("user.home"), ".m2", "settings.xml");
        Optional<Path> ofMaven =
                installedMaven().map(home -> home.resolve("conf").resolve("settings.xml"));
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        System.getenv().forEach((name, value) -> properties.put("env." + name, value));
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        request.setSystemProperties(properties);
        request.setUserSettingsFile(ofUser.toFile());
        ofMaven.map(Path::toFile).ifPresent(request::setGlobalSettingsFile);
        try {
            Settings settings = new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
            List<String> files = Stream.concat(Stream.of(ofUser), ofMaven.stream())
                    .filter(Files::isReadable)
                    .map(Path::toString)
                    .toList();
            return new UserSettings(settings, files);
        } catch (SettingsBuildingException e) {
            throw new IllegalStateException("Maven's settings: " + e.getMessage(), e);
        }
    }

    /// `MAVEN_HOME`, or where the `mvn` on the `PATH` lies.
    private static Optional<Path> installedMaven() {
        return Stream.of("MAVEN_HOME", "M2_HOME")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .map(Path::of)
                .findFirst()
                .or(UserSettings::mavenOnPath);
    }

    private static Optional<Path> mavenOnPath() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(folder -> Path.of(folder, "mvn"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(UserSettings::real)
                .map(Path::getParent)
                .map(Path::getParent);
    }

    private static Path real(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException e) {
            return link;
        }
    }

    boolean offline() {
        return settings.isOffline();
    }

    Path localRepository() {
        String told = settings.getLocalRepository();
        return told == null || told.isBlank()
                ? Path.of(System.getProperty("user.home"), ".m2", "repository")
                : Path.of(told);
    }

    /// Those of the active profiles, and behind them those that Maven knows by itself.
    List<RemoteRepository> repositories() {
        List<RemoteRepository> found = new ArrayList<>();
        for (Profile profile : settings.getProfiles()) {
            boolean byDefault =
                    profile.getActivation() != null && profile.getActivation().isActiveByDefault();
            if (byDefault || settings.getActiveProfiles().contains(profile.getId())) {
                for (Repository each : profile.getRepositories()) {
                    found.add(new RemoteRepository.Builder(each.getId(), "default", each.getUrl()).build());
                }
            }
        }
        for (RemoteRepository each : MavensOwn.repositories()) {
            if (found.stream().noneMatch(known -> known.getId().equals(each.getId()))) {
                found.add(each);
            }
        }
        return found;
    }

    /// Where libraries come from, in words: mirrors in place of what they mirror.
    List<String> places() {
        MirrorSelector mirrors = mirrors();
        return repositories().stream()
                .map(each -> Optional.ofNullable(mirrors.getMirror(each)).orElse(each))
                .map(RemoteRepository::getUrl)
                .distinct()
                .toList();
    }

    MirrorSelector mirrors() {
        DefaultMirrorSelector selector = new DefaultMirrorSelector();
        for (Mirror each : settings.getMirrors()) {
            selector.add(
                    each.getId(),
                    each.getUrl(),
                    each.getLayout(),
                    false,
                    each.isBlocked(),
                    each.getMirrorOf(),
                    each.getMirrorOfLayouts());
        }
        return selector;
    }

    ProxySelector proxies() {
        DefaultProxySelector selector = new DefaultProxySelector();
        for (Proxy each : settings.getProxies()) {
            if (each.isActive()) {
                AuthenticationBuilder login = new AuthenticationBuilder()
                        .addUsername(each.getUsername())
                        .addPassword(each.getPassword());
                selector.add(
                        new org.eclipse.aether.repository.Proxy(
                                each.getProtocol(), each.getHost(), each.getPort(), login.build()),
                        each.getNonProxyHosts());
            }
        }
        return selector;
    }

    AuthenticationSelector authentication() {
        DefaultAuthenticationSelector selector = new DefaultAuthenticationSelector();
        for (Server each : settings.getServers()) {
            selector.add(
                    each.getId(),
                    new AuthenticationBuilder()
                            .addUsername(each.getUsername())
                            .addPassword(each.getPassword())
                            .addPrivateKey(each.getPrivateKey(), each.getPassphrase())
                            .build());
        }
        return new ConservativeAuthenticationSelector(selector);
    }
}
