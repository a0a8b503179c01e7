/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables of a container. */
final class EnvFields {

  private static final String WRITTEN_OUT =
      "It is written out, so that it is released and rolled back with the application.";

  private final Source container;
  private final KubernetesObjects objects;
  private final BerthFile file;
  private final VariableExpansion expansion = new VariableExpansion();

  EnvFields(Source container, KubernetesObjects objects, BerthFile file) {
    this.container = container;
    this.objects = objects;
    this.file = file;
  }

  VariableExpansion expansion() {
    return expansion;
  }

  void read() {
    container.field("envFrom").items().forEach(this::wholeObject);
    Map<String, Source> last = new LinkedHashMap<>();
    for (Source item : container.field("env").items()) {
      String name = item.field("name").text();
      if (name == null) {
        item.fault("a variable with a name");
        continue;
      }
      Source earlier = last.put(name, item);
      if (earlier != null) {
        earlier.ignored("A later " + name + " takes its place, as in Kubernetes.");
        file.remove("env", name);
        file.remove("envFrom", name);
      }
      variable(name, item);
    }
  }

  private void variable(String name, Source item) {
    if (name.startsWith("BERTH_")) {
      item.notTaken("Names with BERTH_ are Berth's own.", "Choose another name.");
      return;
    }
    item.field("name").kept(file.field("env"));
    Source from = item.field("valueFrom");
    file.remove("env", name);
    if (from.isThere()) {
      expansion.defineUnknown(name);
      reference(name, from);
      return;
    }
    Source value = item.field("value");
    String text = value.textOr("");
    String expanded =
        value.isThere() ? expansion.expand(value, text, file.field("env." + name), file) : text;
    expansion.define(name, expanded);
    file.putEntry("env", name, expanded);
  }

  private void reference(String name, Source from) {
    key(name, from.field("secretKeyRef"), "secret");
    Source configMap = from.field("configMapKeyRef");
    if (configMap.isThere() && !isWrittenOut(name, configMap)) {
      key(name, configMap, "configMap");
    }
    Source field = from.at("fieldRef", "fieldPath");
    String path = field.text();
    if (path != null) {
      from.at("fieldRef").field("apiVersion").ignored("It is the default.");
      field.kept(file.field("envFrom." + name));
      file.putEntry("envFrom", name, Map.of("field", path));
      if (path.equals("metadata.namespace")) {
        expansion.define(name, file.namespace());
      }
    }
    resource(name, from.field("resourceFieldRef"));
  }

  private void resource(String name, Source reference) {
    Source resource = reference.field("resource");
    String found = resource.text();
    if (found == null) {
      return;
    }
    String other = reference.field("containerName").textOr("");
    if (!other.isEmpty() && !other.equals(container.field("name").text())) {
      reference.notTaken(
          "Berth gives a container its own limits and requests.",
          "Write the value to " + file.field("env." + name) + ".");
      return;
    }
    String divisor = reference.field("divisor").scalar();
    boolean isWhole = divisor == null || divisor.equals("0") || divisor.equals("1");
    if (!isWhole) {
      reference.notTaken(
          "Berth gives cores and bytes alone, without a divisor.",
          "Write the value to " + file.field("env." + name) + ".");
      return;
    }
    reference.field("divisor").ignored("It is the default.");
    reference.field("containerName").ignored("It is the container itself.");
    resource.kept(file.field("envFrom." + name));
    file.putEntry("envFrom", name, Map.of("resource", found));
  }

  private void key(String name, Source reference, String kind) {
    Source object = reference.field("name");
    Source key = reference.field("key");
    String objectName = object.text();
    String keyName = key.text();
    if (objectName == null || keyName == null) {
      return;
    }
    Map<String, Object> source = new LinkedHashMap<>();
    source.put(kind, objectName);
    source.put("key", keyName);
    optional(reference, source, file.field("envFrom." + name));
    object.kept(file.field("envFrom." + name + "." + kind));
    key.kept(file.field("envFrom." + name + ".key"));
    file.putEntry("envFrom", name, source);
    objects.refer(kind, objectName);
  }

  private static void optional(Source reference, Map<String, Object> source, String target) {
    Source optional = reference.field("optional");
    Boolean value = optional.bool();
    if (value != null) {
      optional.kept(target + ".optional");
      if (value) {
        source.put("optional", true);
      }
    }
  }

  /** A key of a ConfigMap that is among the objects is written out. */
  private boolean isWrittenOut(String name, Source reference) {
    String key = reference.field("key").text();
    Source data = data(reference.field("name"));
    Source value = key == null || data == null ? null : data.field(key);
    if (value == null || !value.isText()) {
      return false;
    }
    String text = value.textOr("");
    objects.take(configMap(reference.field("name")), file);
    for (String field : new String[] {"name", "key"}) {
      reference.field(field).changed(file.field("env." + name), WRITTEN_OUT, "");
    }
    if (reference.field("optional").isThere()) {
      reference.field("optional").ignored("The key is there.");
    }
    value.changed(file.field("env." + name), WRITTEN_OUT, "");
    file.putEntry("env", name, text);
    expansion.define(name, text);
    return true;
  }

  private @Nullable Source configMap(Source name) {
    String found = name.text();
    return found == null ? null : objects.configMap(found);
  }

  private @Nullable Source data(Source name) {
    Source configMap = configMap(name);
    return configMap == null ? null : configMap.field("data");
  }

  /** All keys of a Secret or ConfigMap. */
  private void wholeObject(Source item) {
    Source prefix = item.field("prefix");
    String before = prefix.textOr("");
    Source secret = item.field("secretRef");
    Source configMap = item.field("configMapRef");
    Source data = configMap.isThere() ? data(configMap.field("name")) : null;
    if (data != null) {
      objects.take(configMap(configMap.field("name")), file);
      configMap.field("name").changed(file.field("env"), WRITTEN_OUT, "");
      if (configMap.field("optional").isThere()) {
        configMap.field("optional").ignored("The ConfigMap is there.");
      }
      if (prefix.isThere()) {
        prefix.kept(file.field("env"));
      }
      data.entries()
          .forEach(
              (key, value) -> {
                String text = value.textOr("");
                if (!(before + key).matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
                  value.ignored("No variable can have its name; Kubernetes leaves it out too.");
                  return;
                }
                if ((before + key).startsWith("BERTH_")) {
                  value.notTaken("Names with BERTH_ are Berth's own.", "Choose another name.");
                  return;
                }
                value.changed(file.field("env." + before + key), WRITTEN_OUT, "");
                file.putEntry("env", before + key, text);
                expansion.define(before + key, text);
              });
    } else if (!before.isEmpty()) {
      item.notTaken(
          "Berth takes the keys as they are, without a prefix.",
          "Name each variable in " + file.field("envFrom") + ".");
    } else {
      all(secret, "secrets", "secret");
      all(configMap, "configMaps", "configMap");
    }
  }

  private void all(Source reference, String target, String kind) {
    Source name = reference.field("name");
    String found = name.text();
    if (found == null) {
      return;
    }
    name.kept(file.field(target));
    file.add(target, found);
    objects.refer(kind, found);
    Source optional = reference.field("optional");
    if (Boolean.TRUE.equals(optional.bool())) {
      optional.changed(
          file.field(target), "It must be there: Berth has no optional ones here.", "");
    } else if (optional.isThere()) {
      optional.ignored("It is the default.");
    }
  }
}
