package org.schedlab.maven;

import java.util.List;

import org.apache.maven.model.building.DefaultModelBuilderFactory;
import org.apache.maven.model.superpom.SuperPomProvider;
import org.eclipse.aether.repository.RemoteRepository;

/// The repositories that every project of Maven's has: those of its super POM. Stateless.
final class MavensOwn extends DefaultModelBuilderFactory {
    private MavensOwn() {}

    static List<RemoteRepository> repositories() {
        SuperPomProvider provider = new MavensOwn().newSuperPomProvider();
        return provider.getSuperModel("4.0.0").getRepositories().stream()
                .map(each -> new RemoteRepository.Builder(each.getId(), each.getLayout(), each.getUrl()).build())
                .toList();
    }
}
