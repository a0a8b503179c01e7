/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.suite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.redaction.PlantedSecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets of every kind in what a team sends (environment, annotations, config files, reasons) are
 * in no topic but the commands', in no answer of the gateway, no notification and no log.
 */
@ExtendWith(WithSuite.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = WithSuite.RUNNING, mode = ResourceAccessMode.READ)
class PlantedSecretE2E {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NAMESPACE = "planted";
  private static final String APP = "leaky";
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final List<String> PATHS =
      List.of(
          "/api/v1/operations?app=planted/leaky",
          "/api/v1/apps",
          "/api/v1/clusters",
          "/api/v1/alerts",
          "/api/v1/logs?app=leaky");

  @Test
  void secretsOfACommand_areSeenNowhereElse(BerthProgram berth) {
    berth.api().ensureNamespace(NAMESPACE);
    List<String> reasons = PlantedSecrets.texts(1_900);
    String first = send(berth, "deploy", deploy("1", reasons.getFirst(), "a"));
    assertThat(ended(berth, first).path("overall").path("verdict").asString())
        .isEqualTo("SUCCEEDED");
    String broken = send(berth, "deploy", deploy("2-crash", reasons.getLast(), "b"));
    JsonNode failed = ended(berth, broken);
    assertThat(failed.path("overall").path("verdict").asString()).isEqualTo("FAILED");
    await().atMost(LONG).until(() -> !berth.api().alertsThatFired(NAMESPACE, APP).isEmpty());
    for (String reason : reasons) {
      ended(berth, send(berth, "restart", command(reason)));
    }

    assertThat(failed.toString()).contains("[redacted]").doesNotContain(PlantedSecrets.forbidden());
    for (String id : List.of(first, broken)) {
      assertThat(berth.api().ask("GET", "/api/v1/operations/" + id, "").toString())
          .contains("[redacted]")
          .doesNotContain(PlantedSecrets.forbidden());
    }
    for (String path : PATHS) {
      assertThat(berth.api().ask("GET", path, "").toString())
          .as(path)
          .doesNotContain(PlantedSecrets.forbidden());
    }
    for (String cluster : List.of("dc-a", "dc-b")) {
      podLogs(berth, cluster);
    }
    assertThat(berth.run("status").output()).doesNotContain(PlantedSecrets.forbidden());
    assertThat(topics(berth)).contains(APP, "K_0").doesNotContain(PlantedSecrets.forbidden());
    assertThat(written(berth.home())).contains(APP).doesNotContain(PlantedSecrets.forbidden());
  }

  /** By the gateway, of the container that runs and of the one before it, wherever it is cut. */
  private static void podLogs(BerthProgram berth, String cluster) {
    JsonNode pods =
        berth.api().ask("GET", "/api/v1/apps/planted/leaky/pods?cluster=" + cluster, "");
    assertThat(pods.toString()).contains(APP + "-").doesNotContain(PlantedSecrets.forbidden());
    for (JsonNode pod : pods.at("/items/0/pods")) {
      String path =
          "/api/v1/clusters/%s/pods/planted/%s/log?tailLines="
              .formatted(cluster, pod.path("name").asString());
      for (int lines = 1; lines <= 70; lines++) {
        assertThat(text(berth, path + lines)).doesNotContain(PlantedSecrets.forbidden());
      }
      assertThat(text(berth, path + "5000&previous=true"))
          .doesNotContain(PlantedSecrets.forbidden());
      assertThat(text(berth, path + 5000)).contains("[redacted]", "Started leaky");
    }
  }

  private static String text(BerthProgram berth, String path) {
    var request =
        HttpRequest.newBuilder(URI.create(berth.gateway() + path))
            .header("Authorization", "Bearer " + berth.token())
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static ObjectNode command(String reason) {
    ObjectNode command = JsonMapper.shared().createObjectNode();
    command.putObject("meta").put("reason", reason).put("deadline", "90s");
    command.putObject("app").put("namespace", NAMESPACE).put("name", APP);
    return command;
  }

  private static ObjectNode deploy(String tag, String reason, String differs) {
    ObjectNode deploy = command(reason);
    ObjectNode spec = deploy.putObject("spec");
    spec.put("image", "registry.example.com/planted/leaky:" + tag).put("replicas", 1);
    spec.putObject("limits").put("cpu", "50m").put("memory", "256Mi");
    ObjectNode env = spec.putObject("env");
    ObjectNode annotations = spec.putObject("annotations");
    List<String> kinds = PlantedSecrets.kinds();
    for (int i = 0; i < kinds.size(); i++) {
      env.put("K_" + i, kinds.get(i) + " " + differs);
      annotations.put("example.com/k-" + i, kinds.get(i) + " " + differs);
    }
    // What the application logs, and what its node says of it.
    List<String> log = new ArrayList<>(kinds);
    log.removeIf(kind -> kind.contains("Invalid value: "));
    log.addAll(PlantedSecrets.multiLineKinds().getFirst());
    for (String said : List.of("log", "termination-message", "probe-output", "pull-error")) {
      annotations.put("sim.berth.io/" + said, String.join("\n", log));
    }
    spec.putObject("configFiles").put("/etc/leaky/all.txt", String.join("\n", kinds) + differs);
    ObjectNode probes = spec.putObject("probes");
    for (String probe : List.of("liveness", "readiness")) {
      probes.putObject(probe).putObject("check").put("type", "TCP").put("port", 8080);
    }
    return deploy;
  }

  private static String send(BerthProgram berth, String verb, ObjectNode command) {
    JsonNode answer = berth.api().ask("POST", "/api/v1/commands/" + verb, command.toString());
    assertThat(answer.path("commandId").asString("")).as(answer.toString()).isNotEmpty();
    return answer.path("commandId").asString();
  }

  private static JsonNode ended(BerthProgram berth, String id) {
    String path = "/api/v1/operations/" + id;
    await(id)
        .atMost(LONG)
        .until(
            () ->
                berth.api().ask("GET", path, "").path("overall").path("complete").asBoolean(false));
    return berth.api().ask("GET", path, "");
  }

  /** Every record with its key and headers; by design commands and dead letters are what came. */
  private static String topics(BerthProgram berth) {
    var all = new StringBuilder();
    Map<String, Object> config =
        Map.of("bootstrap.servers", berth.kafka(), "group.id", UUID.randomUUID().toString());
    try (var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.listTopics().values().stream()
              .flatMap(Collection::stream)
              .filter(info -> info.topic().startsWith("berth."))
              .filter(info -> !info.topic().startsWith("berth.commands"))
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(500)).forEach(record -> append(record, all));
      }
    }
    return all.toString();
  }

  private static void append(ConsumerRecord<byte[], byte[]> record, StringBuilder all) {
    all.append(record.topic()).append(' ');
    if (record.key() != null) {
      all.append(new String(record.key(), UTF_8)).append(' ');
    }
    record.headers().forEach(header -> all.append(new String(header.value(), UTF_8)).append(' '));
    if (record.value() != null) {
      all.append(new String(record.value(), UTF_8));
    }
    all.append('\n');
  }

  /** All that the parts of a suite have logged, and the notifications that were sent. */
  private static String written(Path home) {
    var all = new StringBuilder();
    try {
      Files.walkFileTree(
          home,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (isText(home, file)) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              return unlessGone(e);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              return e == null ? FileVisitResult.CONTINUE : unlessGone(e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  /** The servers are running, and delete files of their own. */
  private static FileVisitResult unlessGone(IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  /** The broker's segments are called .log too, and hold the commands. */
  private static boolean isText(Path home, Path file) {
    boolean log = file.startsWith(home.resolve("logs")) && file.toString().endsWith(".log");
    return Files.isRegularFile(file) && (log || file.toString().endsWith(".ndjson"));
  }
}
