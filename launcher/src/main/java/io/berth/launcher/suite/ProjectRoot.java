/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.suite;

import io.berth.launcher.process.LauncherInstallation;
import java.nio.file.Path;

/** The root folder of the project: from the wrapper script, else from the location of the jar. */
public final class ProjectRoot {

  private ProjectRoot() {}

  public static Path find() {
    String told = System.getProperty("berth.root", "");
    return told.isEmpty()
        ? LauncherInstallation.find().classes().resolveSibling("../..").normalize()
        : Path.of(told).toAbsolutePath();
  }
}
