package org.schedlab.guest.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.work.Custom;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.Sha256;

/// The program that workers of a load become, its source in `guest/src/main/player`. It comes into the guest when a
/// load is played first, always at the same path there. Stateless.
public final class Player {
    /// Beside the contents that the agent keeps: on one file system a file at several paths is one file.
    private static final String IN_GUEST = "/schedlab/player";
    private static final String LOAD = "/schedlab/load-";
    private static final String LOG = "/schedlab/log-";

    private Player() {}

    /// Workers that wait to be told what to do, by [#begin].
    ///
    /// @throws FolderException if there is no room in the cache
    public static WorkerSpec workers(int count) {
        Path file = file(Folders.ofUser());
        return WorkerSpec.of(new Custom(List.of(file), List.of(), List.of(), "/"), count)
                .named("load");
    }

    /// To be called before [#workers] are spawned.
    public static void prepare(Agent agent) {
        agent.programs().standsAt(file(Folders.ofUser()), IN_GUEST);
    }

    /// Tells workers what to do. They begin when all of them know, some 2 ms of guest time later.
    ///
    /// @param workers as many as the load has members, made by [#workers]
    /// @return the workers under the members' names
    public static List<Worker> begin(Agent agent, Load load, List<Worker> workers) {
        byte[] image = LoadImage.of(load, workers, agent.instructionNanos());
        agent.programs()
                .bring(
                        image,
                        workers.stream().map(worker -> LOAD + worker.pid()).toList());
        List<Worker> named = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            named.add(new Worker(
                    workers.get(i).pid(),
                    workers.get(i).startTimeTicks(),
                    load.members().get(i).name()));
        }
        return named;
    }

    /// How far a load is. The guest reads it, which takes guest time.
    ///
    /// @param worker any of its workers
    public static LoadState state(Agent agent, Worker worker) {
        return LoadState.decode(agent.readFile(LOAD + worker.pid()));
    }

    /// What a member has noted so far: all, or the first 8 MiB of it. The guest reads it, which takes guest time.
    public static List<PhaseRecord> records(Agent agent, LoadState.Member member) {
        return PhaseRecord.decode(agent.readFile(LOG + member.pid()), member.records());
    }

    private static Path file(Folders folders) {
        byte[] program = program();
        Path file = folders.cache("player").resolve(Sha256.of(program)).resolve("player");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Folders.writeWhole(file, program);
            }
            return file;
        } catch (IOException e) {
            throw FolderException.ofCache("the program that plays loads", file, e);
        }
    }

    private static byte[] program() {
        try (InputStream stream = Player.class.getResourceAsStream("player")) {
            if (stream == null) {
                throw new IllegalStateException("the build left out the player");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the player", e);
        }
    }
}
