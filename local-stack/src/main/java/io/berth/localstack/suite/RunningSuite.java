/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.ProcessMark;
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
 */
public record RunningSuite(Path home, int portOffset) {

  /** The suite whose folder is {@code home}, when its launcher runs. */
  public static Optional<RunningSuite> find(Path home) {
    var folder = new SuiteFolder(home);
    return ProcessMark.read(folder.launcherMark())
        .flatMap(ProcessMark::find)
        .map(_ -> new RunningSuite(home, offset(folder)));
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
    return "http://localhost:" + ports().gateway();
  }

  /** The bearer token of programs: a secret, so never print it. */
  public String apiToken() {
    return ApiToken.of(folder());
  }

  /** Where the suite's notifications are written, one JSON text on a line. */
  public Path notifications() {
    return folder().notifications();
  }

  SuiteFolder folder() {
    return new SuiteFolder(home);
  }

  PortPlan ports() {
    return new PortPlan(portOffset);
  }

  List<Part> parts() {
    return new SuiteParts(folder(), ports(), "").all();
  }

  /** Leaves word for {@link #find}. */
  void describe() {
    try {
      Files.writeString(folder().description(), "port-offset=" + portOffset + "\n");
      Files.writeString(folder().gateway(), gatewayUrl() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder().description(), e);
    }
    ProcessMark.of(ProcessHandle.current()).write(folder().launcherMark());
  }

  static int offset(SuiteFolder folder) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(folder.description())) {
      properties.load(in);
    } catch (IOException _) {
      // Never written: the usual ports.
    }
    return Integer.parseInt(properties.getProperty("port-offset", "0"));
  }
}
