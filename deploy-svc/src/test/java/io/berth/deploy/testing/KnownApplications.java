/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.events.command.Deploy;
import io.berth.events.kafka.EventJson;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Specifications of applications that are well known, each with the fields that the manifest of its
 * own project has.
 */
public final class KnownApplications {

  private static final Path FOLDER = Path.of("src/test/resources/specification");
  private static final JsonMapper JSON = JsonMapper.shared();

  private KnownApplications() {}

  public static Stream<String> names() {
    return Stream.of(
        "argocd-repo-server",
        "coredns",
        "ingress-nginx",
        "kube-state-metrics",
        "kubernetes-dashboard",
        "metrics-server",
        "wordpress");
  }

  public static Deploy deploy(String name) {
    Map<String, Object> command = new TreeMap<>(document(name + ".yaml"));
    command.put("meta", Map.of("requestedBy", "ann"));
    return EventJson.read(JSON.writeValueAsString(command).getBytes(UTF_8), Deploy.class);
  }

  /** The service's ports, and the labels, pod and container of the pod template. */
  public static JsonNode expected(String name) {
    return JSON.valueToTree(document(name + ".expected.yaml"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> document(String file) {
    try {
      return Serialization.unmarshal(Files.readString(FOLDER.resolve(file)), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What of the expected fields is not there as expected, in words. The items of a list of objects
   * may stand among others, and images may be pinned.
   */
  public static List<String> differences(JsonNode expected, JsonNode found) {
    List<String> differences = new ArrayList<>();
    compare("", expected, found, differences);
    return differences;
  }

  private static void compare(String at, JsonNode expected, JsonNode found, List<String> into) {
    if (expected.isObject() && found.isObject()) {
      expected
          .properties()
          .forEach(
              field ->
                  compare(
                      at + "." + field.getKey(),
                      field.getValue(),
                      found.path(field.getKey()),
                      into));
    } else if (expected.isArray() && !expected.isEmpty() && expected.get(0).isObject()) {
      expected.forEach(
          item -> {
            if (found.valueStream().noneMatch(other -> differences(item, other).isEmpty())) {
              into.add(at + ": " + item + " is not among " + found);
            }
          });
    } else if (!expected.equals(found) && !isPinned(expected, found)) {
      into.add(at + ": " + expected + " is wanted, and is " + found);
    }
  }

  private static boolean isPinned(JsonNode expected, JsonNode found) {
    return found.asString("").startsWith(expected.asString("") + "@sha256:");
  }
}
