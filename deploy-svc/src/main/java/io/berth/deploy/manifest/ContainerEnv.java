/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.manifest;

import io.berth.events.command.pod.EnvSource;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.EnvVarSourceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The environment variables of a container. */
final class ContainerEnv {

  private ContainerEnv() {}

  /** What the log appender reads, then the container's own variables in name order. */
  static List<EnvVar> variables(
      DesiredState desired,
      String container,
      Map<String, String> own,
      Map<String, EnvSource> ownFrom) {
    String app = desired.app().name();
    List<EnvVar> env = new ArrayList<>();
    env.add(value("BERTH_CLUSTER", desired.cluster()));
    env.add(field("BERTH_NAMESPACE", "metadata.namespace"));
    env.add(field("BERTH_POD", "metadata.name"));
    env.add(field("BERTH_POD_UID", "metadata.uid"));
    env.add(field("BERTH_NODE", "spec.nodeName"));
    env.add(value("BERTH_CONTAINER", container));
    env.add(value("BERTH_APP", app));
    env.add(value("BERTH_RELEASE", Long.toString(desired.release().number())));
    new TreeMap<>(own)
        .forEach((name, text) -> env.add(value(name, VariableExpansion.escape(text))));
    new TreeMap<>(ownFrom).forEach((name, source) -> env.add(from(name, source)));
    return env;
  }

  /** Whole Secrets and ConfigMaps. */
  static List<EnvFromSource> sources(List<String> secrets, List<String> configMaps) {
    return Stream.concat(
            secrets.stream()
                .map(name -> new EnvFromSourceBuilder().withNewSecretRef(name, false).build()),
            configMaps.stream()
                .map(name -> new EnvFromSourceBuilder().withNewConfigMapRef(name, false).build()))
        .toList();
  }

  private static EnvVar value(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar field(String name, String path) {
    return from(name, new EnvVarSourceBuilder().withNewFieldRef("v1", path).build());
  }

  private static EnvVar from(String name, EnvSource source) {
    EnvVarSourceBuilder from = new EnvVarSourceBuilder();
    Boolean optional = source.optional() ? true : null;
    if (source.secret() != null) {
      from.withNewSecretKeyRef(source.key(), source.secret(), optional);
    } else if (source.configMap() != null) {
      from.withNewConfigMapKeyRef(source.key(), source.configMap(), optional);
    } else if (source.field() != null) {
      from.withNewFieldRef("v1", source.field());
    } else {
      from.withNewResourceFieldRef().withResource(source.resource()).endResourceFieldRef();
    }
    return from(name, from.build());
  }

  private static EnvVar from(String name, EnvVarSource source) {
    return new EnvVarBuilder().withName(name).withValueFrom(source).build();
  }
}
