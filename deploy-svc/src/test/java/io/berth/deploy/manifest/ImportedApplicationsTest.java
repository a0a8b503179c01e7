/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.deploy.testing.ManifestFacts;
import io.berth.deploy.testing.ManifestFacts.Fact;
import io.berth.events.command.Deploy;
import io.berth.events.kafka.EventJson;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code berth import} makes of the manifests of well-known applications is accepted, and its
 * pods are those of the manifest but for what the import's report names. The manifests, files and
 * reports are those that the command line's own tests compare.
 */
class ImportedApplicationsTest {

  private static final Path FOLDER = Path.of("../cli/src/test/resources/import");
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A line of a report. */
  private record Line(String outcome, String object, String path, String target) {
    boolean names(String field) {
      return object.startsWith("Deployment ")
          && !outcome.equals("KEPT")
          && (field.startsWith(path) || path.startsWith(field));
    }
  }

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".berth.yaml"))
          .map(name -> name.substring(0, name.length() - ".berth.yaml".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void importedApplication_hasThePodsOfItsManifest_butForWhatTheReportNames(String name)
      throws IOException {
    JsonNode original = original(name);
    Map<String, Fact> wanted = ManifestFacts.of(original, container(original, name));
    Map<String, Fact> found = ManifestFacts.of(rendered(name), 0);
    List<Line> report = report(name);

    List<String> untold = new ArrayList<>();
    wanted.forEach(
        (key, fact) -> {
          Fact other = found.get(key);
          boolean isSame = other != null && same(fact.value(), other.value());
          if (!isSame && report.stream().noneMatch(line -> line.names(fact.path()))) {
            untold.add(key + ": " + fact.value() + " became " + other);
          }
        });
    found.forEach(
        (key, fact) -> {
          if (!wanted.containsKey(key) && !isBerths(key) && !isTold(report, key)) {
            untold.add(key + " is new: " + fact.value());
          }
        });

    assertThat(untold).isEmpty();
  }

  private static boolean same(String one, String other) {
    return one.equals(other) || tree(one).equals(tree(other));
  }

  /** Lists and objects alike, whatever fields are left out for their defaults. */
  private static JsonNode tree(String value) {
    boolean isTree = value.startsWith("{") || value.startsWith("[");
    return JSON.readTree(isTree ? value : JSON.writeValueAsString(value));
  }

  private static boolean isBerths(String key) {
    return key.startsWith("env.BERTH_")
        || key.startsWith("labels.")
        || key.startsWith("annotations.berth.io/")
        || key.startsWith("resources.requests.")
        || key.startsWith("port.")
        || key.equals("terminationGracePeriodSeconds");
  }

  /** The Berth field that says it was written for a reason that the report tells. */
  private static boolean isTold(List<Line> report, String key) {
    String target =
        key.replaceFirst("^(liveness|readiness|startup)Probe.*", "spec.probes.$1")
            .replaceFirst("^resources.limits.*", "spec.limits")
            .replaceFirst("^volume.*", "spec.configFiles")
            .replaceFirst("^env[.]", "spec.env.");
    return report.stream()
        .anyMatch(line -> !line.outcome().equals("KEPT") && line.target().startsWith(target));
  }

  private static JsonNode original(String name) throws IOException {
    String text = Files.readString(FOLDER.resolve(name + ".yaml")).replace("\ufeff", "");
    try (Stream<String> documents = Stream.of(text.split("(?m)^---.*$|^[.]{3}\\s*$"))) {
      return documents
          .filter(document -> document.lines().anyMatch(line -> line.matches("[^#\\s].*")))
          .map(document -> JSON.<JsonNode>valueToTree(Serialization.unmarshal(document, Map.class)))
          .flatMap(ImportedApplicationsTest::objects)
          .filter(object -> object.path("kind").asString().equals("Deployment"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Stream<JsonNode> objects(JsonNode object) {
    return object.path("kind").asString("").equals("List")
        ? object.path("items").valueStream().flatMap(ImportedApplicationsTest::objects)
        : Stream.of(object);
  }

  /** The container that is named like the application, or the first. */
  private static int container(JsonNode deployment, String name) {
    JsonNode containers = deployment.path("spec").path("template").path("spec").path("containers");
    for (int i = 0; i < containers.size(); i++) {
      if (containers.path(i).path("name").asString().equals(name)) {
        return i;
      }
    }
    return 0;
  }

  private static JsonNode rendered(String name) throws IOException {
    Plan plan =
        new Planner(new PolicyRules(PolicyParameters.standard()))
            .plan(TestSnapshots.order(deploy(name)), TestSnapshots.empty());
    assertThat(plan).isInstanceOf(Plan.Apply.class);
    HasMetadata last = ((Plan.Apply) plan).objects().getLast();
    assertThat(last).isInstanceOf(Deployment.class);
    return JSON.readTree(Serialization.asJson(last));
  }

  /** The imported file, with what its comments leave to its reader. */
  private static Deploy deploy(String name) throws IOException {
    String file = Files.readString(FOLDER.resolve(name + ".berth.yaml"));
    ObjectNode command = JSON.valueToTree(Serialization.unmarshal(file, Map.class));
    command.putObject("meta").put("requestedBy", "ann");
    ObjectNode spec = (ObjectNode) command.path("spec");
    if (!spec.has("limits")) {
      assertThat(file).contains("#   spec.limits");
      spec.putObject("limits").put("cpu", "500m").put("memory", "512Mi");
    }
    if (!spec.has("probes")) {
      assertThat(file).contains("#   spec.probes.liveness", "#   spec.probes.readiness");
      ObjectNode probe = JSON.createObjectNode();
      probe.putObject("check").put("type", "exec").putArray("command").add("true");
      spec.putObject("probes").set("liveness", probe);
      ((ObjectNode) spec.path("probes")).set("readiness", probe);
    } else if (!spec.path("probes").has("liveness")) {
      assertThat(file).contains("#   spec.probes.liveness");
      ((ObjectNode) spec.path("probes")).set("liveness", spec.path("probes").path("readiness"));
    }
    return EventJson.readStrictly(command.toString().getBytes(UTF_8), Deploy.class);
  }

  private static List<Line> report(String name) throws IOException {
    try (Stream<String> lines = Files.lines(FOLDER.resolve(name + ".report"))) {
      return lines
          .map(line -> (line + " ").split(" [|] ?", 4))
          .map(
              parts ->
                  new Line(
                      parts[0],
                      parts[1],
                      parts[2].strip(),
                      parts.length > 3 ? parts[3].strip() : ""))
          .toList();
    }
  }
}
