/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the launcher's own files lie. All of it is in {@code launcher/target}, put there by the
 * build.
 *
 * @param classes the launcher's jar, or the folder of its classes while Maven has not packed them
 */
public record LauncherInstallation(Path classes) {

  /** The installation that this class was loaded from. */
  public static LauncherInstallation find() {
    try {
      var source = LauncherInstallation.class.getProtectionDomain().getCodeSource().getLocation();
      return new LauncherInstallation(Path.of(source.toURI()).toAbsolutePath());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot tell where the launcher was loaded from", e);
    }
  }

  /** What the launcher itself has on its class path. */
  public List<Path> classPath() {
    return Stream.concat(Stream.of(classes), jars(classes.resolveSibling("lib")).stream()).toList();
  }

  /** The folder of the Kubernetes client, which is on the class path of the cluster check alone. */
  public Path kubernetesLibraries() {
    return classes.resolveSibling("kubernetes");
  }

  /** The jar that holds nothing but {@link ParentWatchdog}, for the class path of every child. */
  public Path watchdog() {
    return classes.resolveSibling("launcher-watchdog.jar");
  }

  /** The jars of a folder, in a fixed order. */
  public static List<Path> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the libraries in " + folder, e);
    }
  }
}
