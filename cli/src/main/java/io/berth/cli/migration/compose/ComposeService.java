/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.ImageField;
import io.berth.cli.migration.mapping.RequiredProbes;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One service of a Compose file. */
final class ComposeService {

  private static final String ONE_NETWORK =
      "Applications reach each other by the names of their Services.";

  private static final FieldTable FIELDS =
      new FieldTable()
          .text("working_dir", "workingDir")
          .bool("read_only", "security.readOnlyRootFilesystem")
          .texts("cap_drop", "security.dropCapabilities")
          .ignored("Berth restarts containers that end.", "restart")
          .ignored("Pods are named for their application.", "container_name", "hostname")
          .ignored(ONE_NETWORK, "networks", "links", "expose")
          .ignored("Berth pulls the image if the node lacks it.", "pull_policy")
          .ignored("Logs are collected from the container's output.", "logging")
          .standard("privileged", false)
          .standard("tty", false)
          .standard("stdin_open", false)
          .notTaken(
              "build", "Berth runs images and builds none.", "Build and push it, and name its tag.")
          .notTaken(
              "env_file",
              "The file is not read: it may hold secrets.",
              "Write its values to spec.env, and secret ones to a Secret that spec.secrets names.")
          .notTaken(
              "depends_on",
              "Applications start in any order.",
              "Let the program try again until what it needs is there.")
          .notTaken(
              "secrets",
              "Secrets are never copied.",
              "Create a Secret in the namespace and mount it at /run/secrets: spec.volumes.")
          .notTaken("configs", "Their files are not read.", "Write them to spec.configFiles.")
          .notTaken(
              "labels",
              "They are read from Docker, by a proxy for example.",
              "What pods need stands in spec.pod.labels and spec.annotations.")
          .notTaken("network_mode", "Pods have a network of their own.", ONE_NETWORK)
          .notTaken("privileged", "A container has no power over its node.", "")
          .notTaken("profiles", "Each service is an application.", "Deploy those that you need.")
          .notTaken("extends", "The other service is not read.", "Write its fields out.");

  private final Source service;
  private final BerthFile file;
  private final boolean keepReplicas;

  ComposeService(Source service, BerthFile file, boolean keepReplicas) {
    this.service = service;
    this.file = file;
    this.keepReplicas = keepReplicas;
  }

  void read() {
    image(service.field("image"));
    FIELDS.read(service, file);
    words(service.field("entrypoint"), "command");
    words(service.field("command"), "args");
    environment(service.field("environment"));
    user(service.field("user"));
    grace(service.field("stop_grace_period"));
    hosts(service.field("extra_hosts"));
    ComposePorts.read(service.field("ports"), file);
    ComposeVolumes.read(service, file);
    ComposeResources.read(service, file, keepReplicas);
    Source healthcheck = service.field("healthcheck");
    Healthcheck.read(healthcheck, file);
    RequiredProbes.fill(healthcheck, healthcheck, file);
  }

  private void image(Source image) {
    String text = image.textOr("");
    ImageField.read(image, Interpolation.of(text), file);
    if (!Interpolation.isPlain(text)) {
      Interpolation.of(image, text, "spec.image", file);
    }
  }

  /** A list of words, or one text that Compose splits. */
  private void words(Source source, String target) {
    List<String> words = new ArrayList<>();
    if (source.isList()) {
      for (Source item : source.items()) {
        String word = item.scalar();
        if (word != null) {
          words.add(Interpolation.of(item, word, "spec." + target, file));
        }
      }
    } else if (source.isThere()) {
      String text = source.textOr("");
      words.addAll(ShellWords.of(Interpolation.of(source, text, "spec." + target, file)));
    }
    if (!words.isEmpty()) {
      file.put(target, words);
    }
  }

  private void environment(Source environment) {
    if (environment.isList()) {
      for (Source item : environment.items()) {
        String text = item.textOr("");
        int equals = text.indexOf('=');
        variable(
            equals < 0 ? text : text.substring(0, equals),
            item,
            equals < 0 ? null : text.substring(equals + 1));
      }
    } else {
      environment
          .entries()
          .forEach(
              (name, value) -> variable(name, value, value.isThere() ? value.literal() : null));
    }
  }

  private void variable(
      String name, Source source, @org.jspecify.annotations.Nullable String value) {
    if (name.startsWith("BERTH_")) {
      source.notTaken("Names with BERTH_ are Berth's own.", "Choose another name.");
    } else if (value == null) {
      source.toDo(
          "spec.env." + name,
          "Its value is that of the shell.",
          "Write it; a secret one to a Secret that spec.envFrom names.");
      file.toDo("spec.env." + name + ": write its value.");
    } else {
      file.putEntry("env", name, Interpolation.of(source, value, "spec.env." + name, file));
    }
  }

  private void user(Source user) {
    String text = user.scalar();
    if (text == null) {
      return;
    }
    if (!text.matches("[0-9]{1,9}(:[0-9]{1,9})?")) {
      user.notTaken("A user has a number.", "Write spec.security.runAsUser.");
      return;
    }
    String[] ids = text.split(":", 2);
    file.put("security.runAsUser", Long.valueOf(ids[0]));
    if (ids.length > 1) {
      file.put("security.runAsGroup", Long.valueOf(ids[1]));
    }
    user.kept("spec.security.runAsUser");
  }

  private void grace(Source period) {
    String text = period.text();
    if (text != null) {
      file.put("pod.terminationGracePeriod", Healthcheck.seconds(text));
      period.kept("spec.pod.terminationGracePeriod");
    }
  }

  private void hosts(Source hosts) {
    for (Source item : hosts.isList() ? hosts.items() : List.<Source>of()) {
      String[] parts = item.textOr("").split("[:=]", 2);
      if (parts.length == 2 && !parts[1].equals("host-gateway")) {
        Map<String, Object> alias = new LinkedHashMap<>();
        alias.put("ip", parts[1]);
        alias.put("hostnames", List.of(parts[0]));
        file.add("pod.hostAliases", alias);
        item.kept("spec.pod.hostAliases");
      }
    }
  }
}
