/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.deploy.policy.PolicyRule.Breach;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules about the annotations that a spec adds to the pods. */
final class AnnotationRules {

  static final List<PolicyRule> ALL =
      List.of(
          new PolicyRule("annotation-name", 1, AnnotationRules::name),
          new PolicyRule("annotations-size", 1, AnnotationRules::size));

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int MAX_NAME = 63;
  private static final int MAX_PREFIX = 253;

  /**
   * Kubernetes' 256 KiB, less 8 KiB for what Berth and the cluster add to a pod: release, command,
   * user, tier, restart; and what admission webhooks and network plugins write.
   */
  static final int MAX_BYTES = (256 - 8) * 1024;

  private AnnotationRules() {}

  private static Stream<Breach> name(PolicyInput input, PolicyParameters parameters) {
    if (!input.bringsSpec()) {
      return Stream.empty();
    }
    return input.spec().annotations().keySet().stream()
        .filter(name -> !isQualified(name))
        .sorted()
        .map(
            name ->
                new Breach(
                    "spec.annotations." + name,
                    "'" + name + "'",
                    "a name of at most 63 letters, digits, '-', '_' and '.', first and last a letter"
                        + " or digit; before it a DNS name and '/', if any",
                    "Write it as example.com/team or team."));
  }

  private static boolean isQualified(String key) {
    int slash = key.indexOf('/');
    String name = key.substring(slash + 1);
    String prefix = slash < 0 ? "" : key.substring(0, slash).toLowerCase(Locale.ROOT);
    return name.length() <= MAX_NAME
        && NAME.matcher(name).matches()
        && (slash < 0 || prefix.length() <= MAX_PREFIX && PREFIX.matcher(prefix).matches());
  }

  private static Stream<Breach> size(PolicyInput input, PolicyParameters parameters) {
    long bytes =
        input.spec().annotations().entrySet().stream().mapToLong(AnnotationRules::bytes).sum();
    return input.bringsSpec() && bytes > MAX_BYTES
        ? Stream.of(
            new Breach(
                "spec.annotations",
                bytes + " bytes",
                "at most " + MAX_BYTES + " bytes of names and values",
                "Put long texts into configFiles."))
        : Stream.empty();
  }

  private static long bytes(Map.Entry<String, String> annotation) {
    return (long) annotation.getKey().getBytes(UTF_8).length
        + annotation.getValue().getBytes(UTF_8).length;
  }
}
