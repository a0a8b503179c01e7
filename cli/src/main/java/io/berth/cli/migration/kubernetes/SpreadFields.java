/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.kubernetes;

import io.berth.cli.migration.mapping.BerthFile;
import io.berth.cli.migration.mapping.FieldTable;
import io.berth.cli.migration.mapping.Source;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How evenly the pods are distributed. */
final class SpreadFields {

  private static final String TARGET = "spec.placement.spread";

  private static final FieldTable REST =
      new FieldTable()
          .standard("nodeAffinityPolicy", "Honor")
          .standard("nodeTaintsPolicy", "Ignore")
          .notTaken("matchLabelKeys", "Berth counts the pods of all releases.", "")
          .notOffered("nodeAffinityPolicy", "nodeTaintsPolicy", "minDomains");

  private final PodSelectors selectors;
  private final BerthFile file;
  private final Set<String> groups = new HashSet<>();

  SpreadFields(PodSelectors selectors, BerthFile file) {
    this.selectors = selectors;
    this.file = file;
  }

  void read(Source constraints) {
    constraints.items().forEach(this::constraint);
  }

  private void constraint(Source constraint) {
    Source selector = constraint.field("labelSelector");
    Source key = constraint.field("topologyKey");
    String group = key.text();
    Map<String, String> labels = selectors.labels(selector);
    if (labels == null || selectors.scope(labels) == PodSelectors.Scope.OTHERS) {
      constraint.notTaken("Berth distributes the application's own pods.", "");
      return;
    }
    if (group == null || !groups.add(group)) {
      constraint.notTaken("Berth has one constraint for each kind of group.", "");
      return;
    }
    if (selectors.scope(labels) == PodSelectors.Scope.OWN) {
      PodSelectors.report(selector, value -> value.kept(TARGET));
    } else {
      PodSelectors.report(
          selector, value -> value.changed(TARGET, "Berth counts the application's own pods.", ""));
    }
    Map<String, Object> spread = new LinkedHashMap<>();
    spread.put("by", AffinityFields.group(group));
    key.kept(TARGET);
    Source skew = constraint.field("maxSkew");
    Long max = skew.number();
    if (max != null) {
      skew.kept(TARGET);
      if (max != 1) {
        spread.put("max", max);
      }
    }
    Source unsatisfiable = constraint.field("whenUnsatisfiable");
    String found = unsatisfiable.text();
    if (found == null || found.equals("DoNotSchedule")) {
      spread.put("required", true);
    }
    if (unsatisfiable.isThere()) {
      unsatisfiable.kept(TARGET);
    }
    REST.read(constraint, file);
    file.add("placement.spread", spread);
  }
}
