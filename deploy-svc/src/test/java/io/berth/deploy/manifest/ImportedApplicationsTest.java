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

  /** How facts of init containers and sidecars begin. */
  private static final String ADDITIONAL = "^(init|sidecar)[.][^.]+[.]";

  /** A line of a report. */
  private record Line(String outcome, String object, String path, String target) {
    /** Whether it tells that the field, or one inside it, is not as it was. */
    boolean names(String field) {
      boolean isIgnored = outcome.equals("IGNORED");
      return object.startsWith("Deployment ")
          && !outcome.equals("KEPT")
          && (field.startsWith(path) || !isIgnored && path.startsWith(field));
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
    JsonNode command = command(name);
    Map<String, Fact> found = ManifestFacts.of(rendered(command), 0);
    List<Line> report = report(name);

    List<String> untold = new ArrayList<>();
    wanted.forEach(
        (key, fact) -> {
          Fact other = found.get(key);
          boolean isSame = other != null && same(fact.value(), other.value());
          if (!isSame && report.stream().noneMatch(line -> names(line, fact))) {
            untold.add(key + ": " + fact.value() + " became " + other);
          }
        });
    found.forEach(
        (key, fact) -> {
          String field = field(key, command);
          if (!wanted.containsKey(key) && !isBerths(key) && !isTold(report, field, fact)) {
            untold.add(key + " is new: " + fact.value());
          }
        });

    assertThat(untold).isEmpty();
  }

  private static boolean names(Line line, Fact fact) {
    return line.names(fact.path()) || line.names(fact.other());
  }

  private static boolean same(String one, String other) {
    return one.equals(other) || tree(one).equals(tree(other));
  }

  /** Lists and objects alike, whatever fields are left out for their defaults. */
  private static JsonNode tree(String value) {
    boolean isTree = value.startsWith("{") || value.startsWith("[");
    return JSON.readTree(isTree ? value : JSON.writeValueAsString(value));
  }

  private static boolean isBerths(String name) {
    String key = name.replaceFirst(ADDITIONAL, "");
    return name.startsWith("spread.kubernetes.io/hostname.")
        || key.startsWith("env.BERTH_")
        || key.startsWith("labels.")
        || key.startsWith("annotations.berth.io/")
        || key.startsWith("resources.requests.")
        || key.startsWith("port.")
        || key.equals("terminationGracePeriodSeconds");
  }

  /** The field of the Berth file that says a fact. */
  private static String field(String name, JsonNode command) {
    String container = "spec.";
    for (String list : new String[] {"initContainers", "sidecars"}) {
      JsonNode containers = command.path("spec").path(list);
      for (int i = 0; i < containers.size(); i++) {
        String prefix = list.equals("sidecars") ? "sidecar." : "init.";
        if (name.startsWith(prefix + containers.path(i).path("name").asString() + ".")) {
          container = "spec." + list + "[" + i + "].";
        }
      }
    }
    return container
        + name.replaceFirst(ADDITIONAL, "")
            .replaceFirst("^(liveness|readiness|startup)Probe.*", "probes.$1")
            .replaceFirst("^resources.limits.*", "limits")
            .replaceFirst("^volume[.]", "volumes.")
            .replaceFirst("^affinity[.]podAntiAffinity.*", "placement.affinity.apart");
  }

  /** It was written for a reason that the report tells, as was the volume that is mounted. */
  private static boolean isTold(List<Line> report, String field, Fact fact) {
    return report.stream()
        .filter(line -> !line.outcome().equals("KEPT") && !line.target().isEmpty())
        .anyMatch(
            line ->
                line.target().startsWith(field)
                    || line.target().startsWith("spec.volumes.") && field.startsWith(line.target())
                    || field.endsWith(".with")
                        && line.target().equals("spec.volumes." + fact.value())
                    || field.matches("spec[.](.*[.])?volumes[.].*")
                        && line.target().startsWith("spec.configFiles"));
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

  private static JsonNode rendered(JsonNode command) {
    Deploy deploy = EventJson.readStrictly(command.toString().getBytes(UTF_8), Deploy.class);
    Plan plan =
        new Planner(new PolicyRules(PolicyParameters.standard()))
            .plan(TestSnapshots.order(deploy), TestSnapshots.empty());
    assertThat(plan).isInstanceOf(Plan.Apply.class);
    HasMetadata last = ((Plan.Apply) plan).objects().getLast();
    assertThat(last).isInstanceOf(Deployment.class);
    return JSON.readTree(Serialization.asJson(last));
  }

  /** The imported file, with what its comments leave to its reader. */
  private static JsonNode command(String name) throws IOException {
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
    for (String list : new String[] {"initContainers", "sidecars"}) {
      for (int i = 0; i < spec.path(list).size(); i++) {
        ObjectNode container = (ObjectNode) spec.path(list).path(i);
        if (!container.has("limits")) {
          assertThat(file).contains("#   spec." + list + "[" + i + "].limits");
          container.putObject("limits").put("cpu", "500m").put("memory", "512Mi");
        }
      }
    }
    return command;
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
