/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.simulator.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.opentest4j.TestAbortedException;

/**
 * A small web application out of a static busybox, in a registry. What follows the tag's number
 * says what is wrong with it, as on the simulated cluster: {@code 1-crash}, {@code 1-oom}, {@code
 * 1-unready}, {@code 1-unlive}, {@code 1-starts-in-60s}, {@code 1-breaks-in-10s}, {@code 1-busy}.
 * Docker itself keeps none of them, so that whoever wants one has to pull it.
 */
final class WebImages {

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final int PUSH_ATTEMPTS = 3;
  private static final List<String> WORDS =
      List.of("cat", "date", "env", "hostname", "httpd", "rm", "sh", "sleep", "tail");
  private static final Map<String, String> LEGACY_BUILDER = Map.of("DOCKER_BUILDKIT", "0");

  /** As Docker wants to be told it again; what was pulled by digest has no tag. */
  private static final String NAME =
      "{{.Repository}}{{if eq .Tag \"<none>\"}}@{{.Digest}}{{else}}:{{.Tag}}{{end}}";

  private WebImages() {}

  static void push(String repository, List<String> tags) {
    if (!Files.isExecutable(BUSYBOX)) {
      throw new TestAbortedException(
          "No program /bin/busybox on this machine; install the package busybox-static");
    }
    try {
      Path context = Files.createTempDirectory("web-image");
      try {
        fill(context);
        tags.parallelStream().forEach(tag -> build(context, repository + ":" + tag, tag));
        tags.parallelStream().forEach(tag -> pushed(repository + ":" + tag));
      } finally {
        // Not before all are built: they share layers, and a layer goes with its last image.
        forget(repository.substring(0, repository.indexOf('/')));
        LocalProgram.deleteTree(context);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No images for the node", e);
    }
  }

  private static void build(Path context, String image, String tag) {
    String behavior = tag.substring(tag.indexOf('-') + 1);
    docker("build", "-q", "--build-arg", "behavior=" + behavior, "-t", image, context.toString());
  }

  /** A registry of a busy machine may answer 5xx once; why it did is in its log and here. */
  private static void pushed(String image) {
    for (int attempt = 1; ; attempt++) {
      try {
        docker("push", "-q", image);
        return;
      } catch (IllegalStateException e) {
        if (attempt == PUSH_ATTEMPTS) {
          throw e;
        }
        System.err.println("Attempt " + attempt + ": " + e.getMessage());
      }
    }
  }

  private static void fill(Path context) throws IOException {
    Path bin = Files.createDirectories(context.resolve("root/bin"));
    Path pages = Files.createDirectories(context.resolve("root/www/cgi-bin"));
    Files.createDirectories(context.resolve("root/tmp"));
    Files.copy(BUSYBOX, bin.resolve("busybox"));
    for (String word : WORDS) {
      Files.createSymbolicLink(bin.resolve(word), Path.of("busybox"));
    }
    copy("Dockerfile", context.resolve("Dockerfile"));
    copy("app.sh", context.resolve("root/app.sh"));
    copy("live.cgi", pages.resolve("live"));
    copy("ready.cgi", pages.resolve("ready"));
  }

  private static void copy(String resource, Path file) throws IOException {
    try (InputStream in = WebImages.class.getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(in, resource), file);
    }
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  /** What was pulled meanwhile goes, but for what containers still need. */
  static void forget(String host) {
    LocalProgram.Result names = LocalProgram.run("docker", "images", "--format", NAME);
    names
        .text()
        .lines()
        .filter(name -> name.startsWith(host + "/"))
        .forEach(name -> LocalProgram.run("docker", "rmi", "-f", name));
  }

  private static void docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    LocalProgram.Result result = LocalProgram.run(LEGACY_BUILDER, command);
    if (!result.ok()) {
      throw new IllegalStateException(String.join(" ", command) + ": " + result.text());
    }
  }
}
