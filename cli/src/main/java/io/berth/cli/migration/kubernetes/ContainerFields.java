/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.ImageField;
import io.berth.cli.migration.mapping.ResourceFields;
import io.berth.cli.migration.mapping.Source;
import java.util.ArrayList;
import java.util.List;

/** What a container runs. */
final class ContainerFields {

  private static final FieldTable SIMPLE =
      new FieldTable()
          .text("workingDir", "workingDir")
          .with("name", ContainerFields::name)
          .standard("imagePullPolicy", "IfNotPresent")
          .with("imagePullPolicy", ContainerFields::pullPolicy)
          .standard("terminationMessagePath", "/dev/termination-log")
          .standard("terminationMessagePolicy", "File")
          .standard("stdin", false)
          .standard("stdinOnce", false)
          .standard("tty", false)
          .notTaken(
              "terminationMessagePolicy",
              "Berth takes the last lines of the log into the diagnosis itself.",
              "")
          .notTaken("stdin", "Nobody types into an application.", "")
          .notTaken("tty", "An application has no terminal.", "")
          .notOffered(
              "terminationMessagePath",
              "stdinOnce",
              "volumeDevices",
              "restartPolicyRules",
              "resizePolicy");

  private static final FieldTable INIT =
      new FieldTable()
          .notTaken("ports", "Nothing reaches an init container.", "")
          .notOffered("livenessProbe", "readinessProbe", "startupProbe", "lifecycle");

  private static final FieldTable LIFECYCLE =
      new FieldTable()
          .notTaken("postStart", "Berth has preStop alone.", "Do it when the program starts.")
          .notOffered("stopSignal");

  private final PodContainer kind;
  private final Source container;
  private final KubernetesObjects objects;
  private final BerthFile file;

  ContainerFields(PodContainer container, KubernetesObjects objects) {
    this.kind = container;
    this.container = container.source();
    this.objects = objects;
    this.file = container.file();
  }

  /** Reads all but the resources, whose bounds the pod's containers have in common. */
  void read() {
    Source image = container.field("image");
    ImageField.read(image, image.textOr(""), file);
    SIMPLE.read(container, file);
    EnvFields env = new EnvFields(container, objects, file);
    env.read();
    words(container.field("command"), "command", env.expansion());
    words(container.field("args"), "args", env.expansion());
    if (kind.isInit()) {
      INIT.read(container, file);
    } else {
      lifecycle(container.field("lifecycle"));
    }
  }

  private static void name(Source name, BerthFile file) {
    String found = name.text();
    if (file.whole() == file) {
      name.ignored("The container has the application's name.");
    } else if (found != null && found.equals(file.name())) {
      file.put("name", found + "-2");
      name.changed(
          file.field("name"), "The application's own container has the application's name.", "");
    } else if (found != null) {
      file.put("name", found);
      name.kept(file.field("name"));
    }
  }

  private static void pullPolicy(Source policy, BerthFile file) {
    if ("Always".equals(policy.text())) {
      policy.ignored("Berth pins the image to its digest, so that it never changes.");
    } else {
      policy.notTaken("Berth pulls the image if the node lacks it.", "");
    }
  }

  ResourceFields resources() {
    return ResourceFields.of(container.field("resources"), file);
  }

  private void words(Source list, String target, VariableExpansion expansion) {
    List<String> words = new ArrayList<>();
    for (Source item : list.items()) {
      String word = item.text();
      if (word != null) {
        words.add(expansion.expand(item, word, file.field(target), file));
      }
    }
    if (!words.isEmpty()) {
      file.put(target, words);
    }
  }

  private void lifecycle(Source lifecycle) {
    LIFECYCLE.read(lifecycle, file);
    Source preStop = lifecycle.field("preStop");
    List<String> command = preStop.at("exec", "command").keptTexts(file.field("preStop.command"));
    if (!command.isEmpty()) {
      file.put("preStop.command", command);
    }
    Source sleep = preStop.field("sleep");
    if (sleep.isThere()) {
      sleep.notTaken(
          "Kubernetes' own sleep needs version 1.29.",
          "If the image has a sleep, write preStop: {command: [sleep, \"5\"]}.");
    }
    for (String name : List.of("httpGet", "tcpSocket")) {
      Source other = preStop.field(name);
      if (other.isThere()) {
        other.notTaken(
            "Berth has a command alone.", "Write " + file.field("preStop.command") + ".");
      }
    }
  }
}
