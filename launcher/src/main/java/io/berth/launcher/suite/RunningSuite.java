/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import io.berth.launcher.listen.Listener;
import io.berth.launcher.listen.Listeners;
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
 */
public record RunningSuite(Path home, int portOffset, Listeners listeners) {

  /** The suite whose folder is {@code home}, when its launcher runs. */
  public static Optional<RunningSuite> find(Path home) {
    var folder = new SuiteFolder(home);
    return PidFile.read(folder.launcherMark())
        .flatMap(PidFile::find)
        .map(_ -> readDescription(home, folder));
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
    return new SuiteProcesses(folder(), ports(), listeners, "").all();
  }

  /** Writes the description that {@link #find} reads. */
  public void writeDescription() {
    try {
      Files.writeString(
          folder().description(),
          "port-offset=" + portOffset + "\nlisten=" + listeners.text() + "\n");
      Files.writeString(folder().gateway(), gatewayUrl() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder().description(), e);
    }
    PidFile.of(ProcessHandle.current()).write(folder().launcherMark());
  }

  private static RunningSuite readDescription(Path home, SuiteFolder folder) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(folder.description())) {
      properties.load(in);
    } catch (IOException _) {
      // Never written: the usual ports.
    }
    return new RunningSuite(
        home,
        Integer.parseInt(properties.getProperty("port-offset", "0")),
        Listeners.parse(List.of(properties.getProperty("listen", ""))));
  }
}
