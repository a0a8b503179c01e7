/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.localstack.suite;

import io.berth.localstack.process.Installation;
import java.nio.file.Path;

/** The folder of the project: the wrapper script tells it; else it is where our jar lies. */
final class ProjectRoot {

  private ProjectRoot() {}

  static Path find() {
    String told = System.getProperty("berth.root", "");
    return told.isEmpty()
        ? Installation.find().classes().resolveSibling("../..").normalize()
        : Path.of(told).toAbsolutePath();
  }
}
