/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.logpipeline;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of this machine that speak the Forward protocol. Where one is missing, a test skips. */
final class ForwardClientPrograms {

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String IMAGE = "berth-test/busybox:1";

  private ForwardClientPrograms() {}

  /** Runs a shell script in a container whose output Docker's own log driver forwards. */
  static void docker(Path folder, int port, String name, String script) throws Exception {
    assumeTrue(
        run(folder, "docker", "version") == 0,
        "No Docker answers on this machine: start one to see its log driver at work");
    assumeTrue(
        Files.isExecutable(BUSYBOX),
        "No program /bin/busybox on this machine: install the package busybox-static");
    Files.copy(BUSYBOX, folder.resolve("busybox"));
    Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nCOPY busybox /bin/sh\n");
    done(folder, "docker", "build", "-q", "-t", IMAGE, ".");
    List<String> words = new ArrayList<>(List.of("docker", "run", "--rm", "--network", "none"));
    words.addAll(List.of("--name", name, "--log-driver", "fluentd"));
    for (String option :
        List.of(
            "fluentd-address=127.0.0.1:" + port,
            "fluentd-request-ack=true",
            "fluentd-sub-second-precision=true",
            "tag=docker.{{.Name}}")) {
      words.addAll(List.of("--log-opt", option));
    }
    words.addAll(List.of(IMAGE, "/bin/sh", "-c", script));
    done(folder, words.toArray(String[]::new));
  }

  /** Starts a collector that sends a record with this message again and again, with acks. */
  static Process collector(String program, Path folder, int port, String message)
      throws IOException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program))),
        "No program "
            + program
            + " on the PATH of this machine: install Fluent Bit 5 or fluentd 1.19 to see it send");
    String record = "{\"message\":\"" + message + "\",\"service.name\":\"" + program + "\"}";
    Path file = folder.resolve(program + ".conf");
    String form = program.equals("fluent-bit") ? FLUENT_BIT : FLUENTD;
    Files.writeString(file, form.formatted(record, port));
    return new ProcessBuilder(program, "-c", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(program + ".out").toFile())
        .start();
  }

  private static final String FLUENT_BIT =
      """
      [SERVICE]
          Flush 0.2
      [INPUT]
          Name dummy
          Tag live
          Dummy %s
      [OUTPUT]
          Name forward
          Match *
          Host 127.0.0.1
          Port %d
          Require_ack_response true
      """;

  private static final String FLUENTD =
      """
      <source>
        @type sample
        tag live
        sample %s
      </source>
      <match **>
        @type forward
        require_ack_response true
        <server>
          host 127.0.0.1
          port %d
        </server>
        <buffer>
          flush_interval 1s
        </buffer>
      </match>
      """;

  private static void done(Path folder, String... words) throws Exception {
    int code = run(folder, words);
    if (code != 0) {
      throw new IllegalStateException(
          String.join(" ", words) + ": " + Files.readString(folder.resolve("said")));
    }
  }

  private static int run(Path folder, String... words) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("said").toFile())
              .start();
    } catch (IOException e) {
      return -1;
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
