/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A kubeconfig and which of its contexts is meant. Paths and names of contexts may both hold colons
 * (those of EKS do), so the files that exist decide where one ends and the other begins.
 *
 * @param file absolute
 * @param context empty for the file's current context
 */
record KubeconfigLocation(Path file, String context) {

  /**
   * Finds out what is meant by {@code KUBECONFIG[:CONTEXT]}. A file of the whole name comes first,
   * then the longest one whose contexts include the rest, then the longest one.
   *
   * @param home of the user, for a path that begins with a tilde: the shell leaves it in place
   */
  static KubeconfigLocation find(String text, Path home) throws ClusterProblemException {
    Path whole = path(text, home);
    if (Files.isDirectory(whole)) {
      throw new ClusterProblemException(
          whole + " is a folder. Name the kubeconfig in it, such as " + whole.resolve("config"));
    }
    if (Files.exists(whole)) {
      return new KubeconfigLocation(whole, "");
    }
    List<KubeconfigLocation> possible = possible(text, home);
    for (KubeconfigLocation location : possible) {
      if (Kubeconfig.contexts(location.file()).contains(location.context())) {
        return location;
      }
    }
    if (possible.isEmpty()) {
      throw missing(text, home, whole);
    }
    return possible.getFirst().requireContext();
  }

  private static List<KubeconfigLocation> possible(String text, Path home) {
    var found = new ArrayList<KubeconfigLocation>();
    for (int colon = text.lastIndexOf(':'); colon > 0; colon = text.lastIndexOf(':', colon - 1)) {
      Path file = path(text.substring(0, colon), home);
      if (Files.exists(file) && !Files.isDirectory(file)) {
        found.add(new KubeconfigLocation(file, text.substring(colon + 1)));
      }
    }
    return found;
  }

  /** A variable of the user's shell may have been empty; the current context is not meant then. */
  private KubeconfigLocation requireContext() throws ClusterProblemException {
    if (context.isBlank()) {
      throw new ClusterProblemException(
          "No context stands after the colon. Leave the colon out for the file's current context; "
              + file
              + " has "
              + Kubeconfig.list(Kubeconfig.contexts(file)));
    }
    for (String other : context.split(":")) {
      if (other.startsWith("/") && Files.isRegularFile(Path.of(other))) {
        throw new ClusterProblemException(
            "This is a list of files, and one is wanted. Make one of them:"
                + " kubectl config view --flatten > FILE");
      }
    }
    return this;
  }

  private static ClusterProblemException missing(String text, Path home, Path whole) {
    int colon = text.lastIndexOf(':');
    String what =
        colon > 0
            ? "Neither %s exists, nor %s with a context '%s'"
                .formatted(whole, path(text.substring(0, colon), home), text.substring(colon + 1))
            : whole + " does not exist";
    return new ClusterProblemException(
        what
            + ". Name a kubeconfig: kind writes one with 'kind get kubeconfig --name NAME > FILE',"
            + " k3d with 'k3d kubeconfig get NAME > FILE', others are in ~/.kube/config");
  }

  private static Path path(String text, Path home) {
    Path path =
        text.equals("~") || text.startsWith("~/")
            ? home.resolve(text.substring(Math.min(2, text.length())))
            : Path.of(text);
    return path.toAbsolutePath().normalize();
  }
}
