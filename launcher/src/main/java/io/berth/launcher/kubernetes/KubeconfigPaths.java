/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files and programs that a kubeconfig names; they are relative to its folder, as in kubectl.
 */
final class KubeconfigPaths {

  private final Path file;

  KubeconfigPaths(Path file) {
    this.file = file;
  }

  /** Replaces the paths in a cluster by absolute ones of files that exist. */
  void makeAbsolute(Cluster cluster) throws ClusterProblemException {
    cluster.setCertificateAuthority(
        absolute("certificate-authority", cluster.getCertificateAuthority()));
  }

  /** Replaces the paths in a user's entry by absolute ones of files that exist. */
  void makeAbsolute(AuthInfo user) throws ClusterProblemException {
    user.setClientCertificate(absolute("client-certificate", user.getClientCertificate()));
    user.setClientKey(absolute("client-key", user.getClientKey()));
    if (user.getExec() != null) {
      program(user.getExec());
    }
  }

  private @Nullable String absolute(String field, @Nullable String path)
      throws ClusterProblemException {
    if (path == null || path.isEmpty()) {
      return path;
    }
    Path found = file.resolveSibling(path).normalize();
    if (!Files.isReadable(found)) {
      throw new ClusterProblemException(
          "%s names %s as its %s, which %s"
              .formatted(
                  file, found, field, Files.exists(found) ? "may not be read" : "does not exist"));
    }
    return found.toString();
  }

  private void program(ExecConfig exec) throws ClusterProblemException {
    String command = exec.getCommand();
    if (command == null || command.isEmpty()) {
      throw new ClusterProblemException(
          file + " asks a program for credentials, and does not name it (exec.command)");
    }
    if (command.contains("/")) {
      Path program = file.resolveSibling(command).normalize();
      if (!Files.isExecutable(program)) {
        throw missing(exec, program.toString(), "is no program that this user may run");
      }
      exec.setCommand(program.toString());
    } else if (!isOnThePath(command)) {
      throw missing(exec, command, "is not on the PATH");
    }
  }

  private ClusterProblemException missing(ExecConfig exec, String program, String why) {
    String hint = exec.getInstallHint();
    return new ClusterProblemException(
        "%s asks the program %s for credentials, which %s. Install it%s"
            .formatted(
                file, program, why, hint == null || hint.isBlank() ? "" : ": " + hint.strip()));
  }

  private static boolean isOnThePath(String command) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
