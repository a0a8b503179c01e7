/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.e2e.packaging;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart, linted and rendered by Helm itself. */
final class Chart {

  static final Path FOLDER = Yaml.ROOT.resolve("helm");
  static final List<String> SERVICES =
      List.of("deploy-svc", "gateway", "log-pipeline-svc", "monitor-svc", "scaler-svc");

  private Chart() {}

  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  static List<Yaml> render(Map<String, String> values) {
    TemplateCommand template = template();
    values.forEach(template::set);
    return Yaml.all(template.call());
  }

  /** With every switch on, so that each of its lines is rendered. */
  static List<Yaml> renderEverything() {
    Path values = Path.of("src/test/resources/packaging/everything.yaml");
    return Yaml.all(template().withValuesFile(values).call());
  }

  private static TemplateCommand template() {
    return new Helm(FOLDER)
        .template()
        .withName("b")
        .withNamespace("berth")
        .withKubeVersion("1.33.0");
  }

  static Stream<Yaml> ofKind(List<Yaml> objects, String kind) {
    return objects.stream().filter(object -> object.at("kind").text().equals(kind));
  }

  /** The container of a service. */
  static Yaml container(List<Yaml> objects, String service) {
    return ofKind(objects, "Deployment")
        .filter(object -> object.at("metadata", "name").text().equals("b-" + service))
        .map(object -> object.at("spec", "template", "spec", "containers").list().getFirst())
        .findFirst()
        .orElseThrow(() -> new AssertionError("The chart renders no Deployment of " + service));
  }
}
