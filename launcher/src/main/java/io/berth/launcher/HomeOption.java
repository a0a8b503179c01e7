/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher;

import io.berth.launcher.suite.RunningSuite;
import io.berth.launcher.suite.SuiteFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which suite is meant. */
final class HomeOption {

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder of the suite's data and logs (default: $BERTH_HOME, else .berth).")
  private @Nullable Path home;

  Path path() {
    return home == null ? RunningSuite.defaultHome() : home.toAbsolutePath().normalize();
  }

  SuiteFolder folder() {
    return new SuiteFolder(path());
  }
}
