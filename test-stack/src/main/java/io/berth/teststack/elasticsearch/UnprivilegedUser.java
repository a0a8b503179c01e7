/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Elasticsearch refuses to run as root. Where we are root it runs as somebody else: best in a user
 * name space of its own, which leaves the files ours; else as the user "nobody" by number.
 *
 * @param prefix what stands before the command
 * @param ownsFiles whether its files must be given to that user
 */
record UnprivilegedUser(List<String> prefix, boolean ownsFiles) {

  private static final int NOBODY = 65534;
  private static final UnprivilegedUser NONE = new UnprivilegedUser(List.of(), false);
  private static final UnprivilegedUser NAME_SPACE =
      new UnprivilegedUser(List.of("unshare", "--map-user=1000", "--map-group=1000"), false);
  private static final UnprivilegedUser NUMBER =
      new UnprivilegedUser(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), true);

  static UnprivilegedUser whereNeeded() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return NONE;
    }
    return List.of(NAME_SPACE, NUMBER).stream()
        .filter(UnprivilegedUser::works)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Elasticsearch does not run as root, and neither unshare nor setpriv"
                        + " (package util-linux) works here. Run as an ordinary user"));
  }

  private boolean works() {
    var command = new ArrayList<>(prefix);
    command.add("true");
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Gives a folder with all that is in it to that user, where that is needed. */
  void chown(Path folder) {
    if (!ownsFiles) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setAttribute(file, "unix:uid", NOBODY);
        Files.setAttribute(file, "unix:gid", NOBODY);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot give " + folder + " to user " + NOBODY, e);
    }
  }
}
