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
import java.util.function.UnaryOperator;

/** What the container runs. */
final class ContainerFields {

  private static final FieldTable SIMPLE =
      new FieldTable()
          .text("workingDir", "workingDir")
          .ignored("The container has the application's name.", "name")
          .standard("imagePullPolicy", "IfNotPresent")
          .with(
              "imagePullPolicy",
              (value, _) -> {
                if ("Always".equals(value.text())) {
                  value.ignored("Berth pins the image to its digest, so that it never changes.");
                } else {
                  value.notTaken("Berth pulls the image if the node lacks it.", "");
                }
              })
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
              "restartPolicy",
              "restartPolicyRules",
              "resizePolicy");

  private static final FieldTable LIFECYCLE =
      new FieldTable()
          .notTaken("postStart", "Berth has preStop alone.", "Do it when the program starts.")
          .notOffered("stopSignal");

  private final Source container;
  private final KubernetesObjects objects;
  private final BerthFile file;

  ContainerFields(Source container, KubernetesObjects objects, BerthFile file) {
    this.container = container;
    this.objects = objects;
    this.file = file;
  }

  void read() {
    Source image = container.field("image");
    ImageField.read(image, image.textOr(""), file);
    SIMPLE.read(container, file);
    EnvFields env = new EnvFields(container, objects, file);
    env.read();
    words(container.field("command"), "command", env.expansion());
    words(container.field("args"), "args", env.expansion());
    resources(container.field("resources"));
    lifecycle(container.field("lifecycle"));
  }

  private void resources(Source resources) {
    Source limits = resources.field("limits");
    Source requests = resources.field("requests");
    ResourceFields.read(
        new ResourceFields.Places(
            limits,
            limits.field("cpu"),
            requests.field("cpu"),
            limits.field("memory"),
            requests.field("memory")),
        UnaryOperator.identity(),
        file);
  }

  private void words(Source list, String target, Expansion expansion) {
    List<String> words = new ArrayList<>();
    for (Source item : list.items()) {
      String word = item.text();
      if (word != null) {
        words.add(expansion.expand(item, word, "spec." + target, file));
      }
    }
    if (!words.isEmpty()) {
      file.put(target, words);
    }
  }

  private void lifecycle(Source lifecycle) {
    LIFECYCLE.read(lifecycle, file);
    Source preStop = lifecycle.field("preStop");
    List<String> command = preStop.at("exec", "command").keptTexts("spec.preStop.command");
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
        other.notTaken("Berth has a command alone.", "Write spec.preStop.command.");
      }
    }
  }
}
