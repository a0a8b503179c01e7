/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import io.berth.launcher.listen.Listener;
import io.berth.launcher.listen.Listeners;
import io.berth.launcher.owncluster.OwnClusters;
import io.berth.teststack.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A suite that {@code berth up} started on this machine, as another process finds it: for the
 * client commands, which talk to its gateway.
 *
 * @param home its folder, usually {@code .berth}
 * @param portOffset what was added to every port
 * @param listeners which of them other machines reach
 * @param clusters which clusters are the user's own
 */
public record RunningSuite(Path home, int portOffset, Listeners listeners, OwnClusters clusters) {

  /** A suite whose clusters are simulated. */
  public RunningSuite(Path home, int portOffset, Listeners listeners) {
    this(home, portOffset, listeners, OwnClusters.NONE);
  }

  /** The suite whose folder is {@code home}, when its launcher runs. */
  public static Optional<RunningSuite> find(Path home) {
    var folder = new SuiteFolder(home);
    return PidFile.read(folder.launcherMark())
        .flatMap(PidFile::find)
        .map(_ -> readDescription(home));
  }

  /** The suite that runs in {@code home}, or else the one that ran there last. */
  public static RunningSuite last(Path home) {
    return readDescription(home);
  }

  /** The same suite with clusters of the user's own. */
  public RunningSuite with(OwnClusters clusters) {
    return new RunningSuite(home, portOffset, listeners, clusters);
  }

  /** The folder that {@code BERTH_HOME} names, else {@code .berth} at the root of the project. */
  public static Path defaultHome() {
    String home = System.getenv("BERTH_HOME");
    return home == null || home.isBlank()
        ? ProjectRoot.find().resolve(".berth")
        : Path.of(home).toAbsolutePath();
  }

  /** Address of the gateway, without a slash at its end. */
  public String gatewayUrl() {
    return "http://" + listeners.of(Listener.GATEWAY).host() + ":" + ports().gateway();
  }

  /** The bearer token of programs: a secret, so never print it. */
  public String apiToken() {
    return ApiToken.of(folder());
  }

  /** Where the suite's notifications are written, one JSON text on a line. */
  public Path notifications() {
    return folder().notifications();
  }

  public SuiteFolder folder() {
    return new SuiteFolder(home);
  }

  public PortPlan ports() {
    return new PortPlan(portOffset);
  }

  public List<SuiteProcess> parts() {
    return new SuiteProcesses(folder(), ports(), listeners, "", clusters).all();
  }

  /** Writes the description that {@link #find} reads. */
  public void writeDescription() {
    try {
      var description = new Properties();
      description.setProperty("port-offset", String.valueOf(portOffset));
      description.setProperty("listen", listeners.text());
      clusters.write(description);
      try (var out = Files.newBufferedWriter(folder().description())) {
        description.store(out, null);
      }
      Files.writeString(folder().gateway(), gatewayUrl() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder().description(), e);
    }
    PidFile.of(ProcessHandle.current()).write(folder().launcherMark());
  }

  private static RunningSuite readDescription(Path home) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(new SuiteFolder(home).description())) {
      properties.load(in);
    } catch (IOException _) {
      // Never written: the usual ports.
    }
    return new RunningSuite(
        home,
        Integer.parseInt(properties.getProperty("port-offset", "0")),
        Listeners.parse(List.of(properties.getProperty("listen", ""))),
        OwnClusters.read(properties, SuiteProcesses.CLUSTERS));
  }
}
