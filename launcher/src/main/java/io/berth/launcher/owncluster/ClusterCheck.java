/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.owncluster;

import io.berth.launcher.process.LauncherInstallation;
import io.berth.teststack.process.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the user's own clusters who we are and what we may do there. Changes nothing in them. The
 * Kubernetes client runs in a process of its own, which ends with the check.
 */
public final class ClusterCheck {

  private static final String MAIN = "io.berth.launcher.kubernetes.ClusterCheckMain";

  /** A program that fetches credentials may wait for its user to log in. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path root;
  private final LauncherInstallation installation;

  /**
   * @param root of the project, whose chart says which permissions are needed
   */
  public ClusterCheck(Path root, LauncherInstallation installation) {
    this.root = root;
    this.installation = installation;
  }

  /** A report for each cluster, in the order of the option. */
  public List<ClusterReport> run(ClusterOption option) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command(option))
            .redirectInput(new File("/dev/null"))
            .redirectError(Redirect.INHERIT)
            .start();
    var output = CompletableFuture.supplyAsync(() -> read(process));
    if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException(
          "The check of your clusters did not end within "
              + TIMEOUT.toMinutes()
              + " minutes. If their kubeconfig names a program for credentials, log in with it"
              + " first");
    }
    return reports(process.exitValue(), output.join());
  }

  private List<String> command(ClusterOption option) {
    var classPath =
        Stream.concat(
                installation.classPath().stream(),
                LauncherInstallation.jars(installation.kubernetesLibraries()).stream())
            .toList();
    var arguments = new ArrayList<>(option.entries());
    return JavaCommand.small("96m")
        .property("berth.root", root)
        .property("stdout.encoding", "UTF-8")
        // The client logs, and nothing takes it: every failure is in the report.
        .property("slf4j.internal.verbosity", "ERROR")
        .main(classPath, MAIN, arguments.toArray(String[]::new));
  }

  private static String read(Process process) {
    try (var in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ClusterReport> reports(int exitCode, String output) throws IOException {
    if (exitCode != 0) {
      throw new IOException(
          "The check of your clusters ended with exit code " + exitCode + ", see above");
    }
    try {
      return List.of(JsonMapper.shared().readValue(output, ClusterReport[].class));
    } catch (JacksonException e) {
      // Without the text: it may hold credentials.
      throw new IOException("The check of your clusters gave no report", e);
    }
  }
}
