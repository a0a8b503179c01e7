/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.cli.migration.mapping;

import io.berth.cli.text.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An application that was imported.
 *
 * @param source the object that it is from, such as {@code Deployment shop/cart}
 * @param sourceFile the file that the object is from
 * @param file its Berth file
 * @param policy its scaling policy; null where the source scales nothing
 */
public record ImportedApplication(
    String source, String sourceFile, BerthFile file, @Nullable Map<String, Object> policy) {

  /** The application's namespace and name. */
  public String app() {
    return file.toString();
  }

  /** The name without the namespace. */
  public String name() {
    return file.name();
  }

  public String namespace() {
    return file.namespace();
  }

  /** The file as values, for JSON. */
  public Map<String, Object> document() {
    return file.document();
  }

  /** The file as YAML, with comments for what must still be written. */
  public String yaml() {
    List<String> lines = new ArrayList<>();
    lines.add("# " + source + ", by berth import. Deploy it:");
    lines.add("#   ./berth deploy -f " + file.name() + ".yaml --dry-run --wait");
    if (!file.toDo().isEmpty()) {
      lines.add("# To be written before:");
      file.toDo().forEach(line -> lines.add("#   " + line));
    }
    return String.join("\n", lines) + "\n" + YamlText.of(file.document());
  }

  /** The scaling policy as YAML; empty where there is none. */
  public String policyYaml() {
    return policy == null
        ? ""
        : "# Apply it:\n#   ./berth policy set -f "
            + file.name()
            + "-scaling.yaml\n"
            + YamlText.of(policy);
  }
}
