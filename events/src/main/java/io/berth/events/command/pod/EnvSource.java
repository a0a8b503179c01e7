/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events.command.pod;

import io.berth.events.Check;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of one environment variable comes from: exactly one of a Secret's key, a
 * ConfigMap's key, a field of the pod and a resource of the container.
 *
 * @param secret the name of a Secret; with {@code key}
 * @param configMap the name of a ConfigMap; with {@code key}
 * @param key the key of the Secret or ConfigMap
 * @param field a field of the pod, such as {@code status.podIP}
 * @param resource a resource of the container, such as {@code limits.cpu}
 * @param optional whether the container starts without the Secret, the ConfigMap or its key
 */
public record EnvSource(
    @Nullable String secret,
    @Nullable String configMap,
    @Nullable String key,
    @Nullable String field,
    @Nullable String resource,
    boolean optional) {

  private static final Pattern FIELD =
      Pattern.compile(
          "metadata\\.(name|namespace|uid)"
              + "|metadata\\.(labels|annotations)\\['[^']+'\\]"
              + "|spec\\.(nodeName|serviceAccountName)"
              + "|status\\.(hostIP|podIP|podIPs)");

  private static final Pattern RESOURCE =
      Pattern.compile("(limits|requests)\\.(cpu|memory|ephemeral-storage)");

  public EnvSource {
    Check check = Check.that();
    new OneOf()
        .or("secret", secret)
        .or("configMap", configMap)
        .or("field", field)
        .or("resource", resource)
        .check(check);
    if (secret != null) {
      check.subdomain("secret", secret);
    }
    if (configMap != null) {
      check.subdomain("configMap", configMap);
    }
    boolean hasKeys = secret != null || configMap != null;
    if (hasKeys) {
      check.matches("key", key, Volume.KEY, Volume.KEY_WANTED);
    } else {
      check.holds(key == null, "key", "'" + key + "'", "none, without secret or configMap");
      check.holds(!optional, "optional", "true", "false, without secret or configMap");
    }
    if (field != null) {
      check.matches(
          "field",
          field,
          FIELD,
          "metadata.name, metadata.namespace, metadata.uid, metadata.labels['key'],"
              + " metadata.annotations['key'], spec.nodeName, spec.serviceAccountName,"
              + " status.hostIP, status.podIP or status.podIPs");
    }
    if (resource != null) {
      check.matches(
          "resource",
          resource,
          RESOURCE,
          "limits. or requests. with cpu, memory or ephemeral-storage, such as limits.cpu");
    }
    check.orThrow();
  }
}
