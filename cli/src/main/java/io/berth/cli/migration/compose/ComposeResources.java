/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.compose;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.ResourceFields;
import io.berth.cli.migration.mapping.Source;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPU, memory and the number of replicas. */
final class ComposeResources {

  private static final Pattern BYTES = Pattern.compile("([0-9]+)([bkmg]?)b?");

  private ComposeResources() {}

  static void read(Source service, BerthFile file, boolean keepReplicas) {
    Source deploy = service.field("deploy");
    replicas(deploy.field("replicas"), service.field("scale"), file, keepReplicas);
    Source limits = deploy.at("resources", "limits");
    Source requests = deploy.at("resources", "reservations");
    ResourceFields.read(
        new ResourceFields.ResourceRequirements(
            deploy.at("resources", "limits"),
            first(limits.field("cpus"), service.field("cpus")),
            requests.field("cpus"),
            first(limits.field("memory"), service.field("mem_limit")),
            first(requests.field("memory"), service.field("mem_reservation"))),
        ComposeResources::notation,
        file);
    for (String ignored : new String[] {"restart_policy", "mode", "endpoint_mode"}) {
      if (deploy.field(ignored).isThere()) {
        deploy.field(ignored).ignored("It is about Swarm.");
      }
    }
  }

  private static Source first(Source one, Source other) {
    return one.isThere() ? one : other;
  }

  /** Compose counts bytes in units of 1024. */
  private static String notation(String text) {
    String plain = Interpolation.of(text);
    Matcher bytes = BYTES.matcher(plain.toLowerCase(Locale.ROOT));
    boolean isBytes = bytes.matches() && !bytes.group(2).isEmpty();
    if (!isBytes) {
      return plain;
    }
    return switch (bytes.group(2)) {
      case "k" -> bytes.group(1) + "Ki";
      case "m" -> bytes.group(1) + "Mi";
      case "g" -> bytes.group(1) + "Gi";
      default -> bytes.group(1);
    };
  }

  private static void replicas(
      Source deployed, Source scale, BerthFile file, boolean keepReplicas) {
    Source source = first(deployed, scale);
    Long found = source.number();
    long wanted = found == null ? 1 : found;
    long least = keepReplicas ? 1 : 3;
    file.put("replicas", Math.max(wanted, least));
    if (wanted < least) {
      source.changed(
          "spec.replicas",
          least
              + ": an application has at least that many"
              + (keepReplicas ? "." : " in production."),
          keepReplicas
              ? ""
              : "In a namespace that is not production, import with --keep-replicas.");
    } else if (source.isThere()) {
      source.kept("spec.replicas");
    }
  }
}
