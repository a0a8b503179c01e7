/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.score;

import io.berth.cli.migration.kubernetes.ProbeFields;
import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.ImageField;
import io.berth.cli.migration.mapping.ImportedApplication;
import io.berth.cli.migration.mapping.Report;
import io.berth.cli.migration.mapping.ResourceFields;
import io.berth.cli.migration.mapping.Source;
import io.berth.cli.migration.mapping.SourceObject;
import io.berth.events.document.Node;
import io.berth.events.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Score file: one workload, which becomes an application. */
public final class ScoreWorkload {

  private final Source root;
  private final BerthFile file;
  private final Placeholders placeholders;
  private final long replicas;

  private ScoreWorkload(Source root, BerthFile file, long replicas) {
    this.root = root;
    this.file = file;
    this.placeholders = new Placeholders(file);
    this.replicas = replicas;
  }

  /** Whether a document is a Score file. */
  public static boolean is(Node.Fields root) {
    return root.get("apiVersion") instanceof Node.Text(String version, Position _)
        && version.startsWith("score.dev/");
  }

  /**
   * The application; what became of every field is in the report.
   *
   * @param namespace of the application; null where the user names none
   */
  public static ImportedApplication read(
      String file, Node.Fields root, Report report, @Nullable String namespace, boolean keepOne) {
    String name =
        root.get("metadata") instanceof Node.Fields metadata
                && metadata.get("name") instanceof Node.Text(String text, Position _)
            ? text
            : "";
    SourceObject object = new SourceObject(file, "Workload", "", name, root);
    BerthFile into = new BerthFile(namespace == null ? "" : namespace, name);
    new ScoreWorkload(report.open(object), into, keepOne ? 1 : 3).read();
    return new ImportedApplication(object.toString(), file, into, null);
  }

  private void read() {
    root.field("apiVersion").ignored("It says what the file is.");
    root.at("metadata", "name").kept("app.name");
    file.put("replicas", replicas);
    root.field("replicas")
        .changed(
            "spec.replicas",
            replicas + ": Score says none" + (replicas == 1 ? "." : ", and production wants 3."),
            "");
    Map<String, Source> containers = root.field("containers").entries();
    if (containers.isEmpty()) {
      root.fault("containers");
      return;
    }
    ports(root.at("service", "ports"));
    List<ResourceFields> resources = new ArrayList<>();
    containers.forEach(
        (name, container) ->
            resources.add(
                resources.isEmpty() ? container(container, file) : sidecar(name, container)));
    ResourceFields.write(resources);
    root.field("resources")
        .entries()
        .values()
        .forEach(
            resource ->
                resource.notTaken(
                    "Berth provides no databases, volumes and other resources.",
                    "Create it, and write how it is reached to spec.env or a Secret."));
  }

  private ResourceFields sidecar(String name, Source container) {
    BerthFile sidecar = file.addContainer("sidecars");
    boolean isTaken = name.equals(file.name());
    sidecar.put("name", isTaken ? name + "-2" : name);
    if (isTaken) {
      container
          .field("image")
          .changed(
              sidecar.field("name"),
              "The application's own container has the name " + name + ".",
              "");
    }
    return container(container, sidecar);
  }

  private ResourceFields container(Source container, BerthFile into) {
    Source image = container.field("image");
    String name = image.textOr("");
    ImageField.read(image, name.equals(".") ? "" : name, into);
    words(container.field("command"), "command", into);
    words(container.field("args"), "args", into);
    container
        .field("variables")
        .entries()
        .forEach(
            (key, value) -> {
              String text = value.textOr("");
              into.putEntry(
                  "env", key, placeholders.replace(value, text, into.field("env." + key)));
            });
    if (into == file) {
      ProbeFields.read(container, into);
    } else {
      ProbeFields.readOfSidecar(container, into);
    }
    new ScoreFiles(placeholders, file, into).read(container.field("files"));
    volumes(container.field("volumes"), into);
    return ResourceFields.of(container.field("resources"), into);
  }

  private void words(Source list, String target, BerthFile into) {
    List<String> words = new ArrayList<>();
    for (Source item : list.items()) {
      String word = item.text();
      if (word != null) {
        words.add(placeholders.replace(item, word, into.field(target)));
      }
    }
    if (!words.isEmpty()) {
      into.put(target, words);
    }
  }

  private void ports(Source ports) {
    ports
        .entries()
        .forEach(
            (name, port) -> {
              Long outside = port.field("port").number();
              Source target = port.field("targetPort");
              Long inside = target.isThere() ? target.number() : outside;
              if (outside == null || inside == null) {
                port.fault("a port with port");
                return;
              }
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("name", name);
              fields.put("port", inside);
              Source protocol = port.field("protocol");
              if ("UDP".equalsIgnoreCase(protocol.textOr(""))) {
                fields.put("protocol", "udp");
              }
              if (!inside.equals(outside)) {
                fields.put("servicePort", outside);
              }
              file.add("ports", fields);
              for (Source said : List.of(port.field("port"), target, protocol)) {
                if (said.isThere()) {
                  said.kept("spec.ports");
                }
              }
            });
  }

  private static void volumes(Source volumes, BerthFile into) {
    List<Source> all = volumes.isList() ? volumes.items() : List.copyOf(volumes.entries().values());
    all.forEach(
        volume ->
            volume.notTaken(
                "Berth provides no volumes.",
                into.whole() == into
                    ? "Create a PersistentVolumeClaim and mount it: spec.volumes with claim."
                    : "Create a PersistentVolumeClaim and mount it: spec.volumes with claim, and "
                        + into.field("volumes")
                        + " with from."));
  }
}
