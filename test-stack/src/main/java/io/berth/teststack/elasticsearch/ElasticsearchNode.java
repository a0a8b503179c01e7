/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.teststack.elasticsearch;

import io.berth.teststack.process.FileTrees;
import io.berth.teststack.process.JavaCommand;
import io.berth.teststack.process.PidFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts and ends a real Elasticsearch as a process that is on its own: it outlives the JVM that
 * started it and is known again by the mark in its folder.
 */
public final class ElasticsearchNode {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final NodeSettings settings;

  public ElasticsearchNode(NodeSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts the server and returns its process when it has joined its cluster of one (7 to 10 s). A
   * server that was left over in the same folder is ended first.
   *
   * @throws IllegalStateException when it does not start, with the last lines of what it said
   */
  public ProcessHandle start() throws InterruptedException {
    endIn(settings.directory());
    try {
      var user = UnprivilegedUser.whereNeeded();
      prepare();
      user.chown(settings.directory());
      user.chown(settings.log());
      launch(user);
      return remember();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Elasticsearch", e);
    }
  }

  /** Changes who may come in, while it runs: it reads that within about five seconds. */
  public void users(List<NodeSecurity.User> users) throws IOException {
    NodeSecurity.write(settings.configuration(), users);
  }

  /** Ends the server whose mark lies in {@code directory}, if there is one. */
  public static void endIn(Path directory) {
    find(directory).ifPresent(process -> PidFile.end(process, STOP));
  }

  /** The server whose mark lies in {@code directory}, when it runs. */
  public static Optional<ProcessHandle> find(Path directory) {
    return PidFile.read(mark(directory)).flatMap(PidFile::find);
  }

  private static Path mark(Path directory) {
    return directory.resolve("process.mark");
  }

  private void prepare() throws IOException {
    FileTrees.delete(settings.configuration());
    FileTrees.delete(settings.temporary());
    FileTrees.copy(settings.home().resolve("config"), settings.configuration());
    Files.createDirectories(settings.temporary());
    Files.deleteIfExists(settings.pidFile());
    Files.write(settings.log(), List.of(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Path shipped = settings.configuration().resolve("jvm.options");
    Files.write(
        shipped, Files.readAllLines(shipped).stream().filter(NodeSettings::isWanted).toList());
    Files.write(settings.configuration().resolve("elasticsearch.yml"), settings.yaml());
    Files.write(settings.configuration().resolve("log4j2.properties"), settings.logging());
    Path ours = settings.configuration().resolve("jvm.options.d");
    Files.createDirectories(ours);
    Files.write(ours.resolve("berth.options"), settings.jvmOptions());
    if (settings.security() != null) {
      settings.security().write(settings.configuration());
    }
  }

  /** With {@code -d} the command returns when the server is up. */
  private void launch(UnprivilegedUser user) throws IOException, InterruptedException {
    var command = new ArrayList<>(user.prefix());
    command.add(settings.home().resolve("bin/elasticsearch").toString());
    command.addAll(List.of("-d", "-p", settings.pidFile().toString()));
    Path said = settings.startLog();
    var builder = new ProcessBuilder(JavaCommand.detached(command)).redirectErrorStream(true);
    builder.redirectOutput(said.toFile()).redirectInput(new File("/dev/null"));
    builder.directory(settings.directory().toFile());
    var environment = builder.environment();
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.put("ES_PATH_CONF", settings.configuration().toString());
    environment.put("ES_JAVA_HOME", System.getProperty("java.home"));
    environment.put("ES_TMPDIR", settings.temporary().toString());
    environment.put("CLI_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m");
    var process = builder.start();
    if (!isUp(process)) {
      throw new IllegalStateException("Elasticsearch did not start in " + START + "; see " + said);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("Elasticsearch did not start:\n" + Files.readString(said));
    }
  }

  /**
   * Whether the command returned in time; else, or when we are interrupted, nothing of it stays.
   */
  private static boolean isUp(Process process) throws InterruptedException {
    boolean returned = false;
    try {
      returned = process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
      return returned;
    } finally {
      if (!returned) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private ProcessHandle remember() throws IOException {
    long pid = Long.parseLong(Files.readString(settings.pidFile()).strip());
    var process =
        ProcessHandle.of(pid)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Elasticsearch ended at once; see " + settings.log()));
    PidFile.of(process).write(mark(settings.directory()));
    return process;
  }
}
