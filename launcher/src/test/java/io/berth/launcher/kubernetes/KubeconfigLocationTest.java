/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.launcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigLocationTest {

  private static final String EKS = "arn:aws:eks:eu-west-1:12:cluster/shop";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void files() throws IOException {
    write("config", "kind-kind", EKS);
    write("with space", "a b");
    write("co:lon", "x");
    write("both", "x", "part:y");
    write("both:part", "y");
    Files.createDirectory(folder.resolve("folder"));
  }

  private void write(String file, String... contexts) throws IOException {
    Files.writeString(folder.resolve(file), Kubeconfigs.with(contexts));
  }

  private KubeconfigLocation find(String text) throws ClusterProblemException {
    return KubeconfigLocation.find(text.replace("DIR", folder.toString()), folder);
  }

  @ParameterizedTest
  @CsvSource({
    "DIR/config, config, ''",
    "DIR/config:kind-kind, config, kind-kind",
    "DIR/config:" + EKS + ", config, " + EKS,
    "DIR/with space:a b, with space, a b",
    "DIR/co:lon, co:lon, ''",
    "DIR/co:lon:x, co:lon, x",
    "DIR/co:lon:other, co:lon, other",
    "DIR/both:part, both:part, ''",
    "DIR/both:part:y, both:part, y",
    "DIR/both:x, both, x",
    "~/config, config, ''",
    "~/config:kind-kind, config, kind-kind",
    "DIR/folder/../config, config, ''"
  })
  void fileAndContext_areToldApartByTheFilesThatExist(String text, String file, String context)
      throws ClusterProblemException {
    assertThat(find(text)).isEqualTo(new KubeconfigLocation(folder.resolve(file), context));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DIR/none         | DIR/none does not exist",
        "DIR/none         | kind get kubeconfig",
        "DIR/none:x       | Neither DIR/none:x exists, nor DIR/none with a context 'x'",
        "~/none           | DIR/none does not exist",
        "DIR/folder       | DIR/folder is a folder. Name the kubeconfig in it",
        "~                | DIR is a folder",
        "DIR/config:      | No context stands after the colon",
        "DIR/config:      | DIR/config has kind-kind",
        "DIR/config:DIR/both | kubectl config view --flatten"
      })
  void whatCannotBeMeant_isRefusedWithWhatIsWanted(String text, String problem) {
    assertThatThrownBy(() -> find(text))
        .isInstanceOf(ClusterProblemException.class)
        .hasMessageContaining(problem.replace("DIR", folder.toString()));
  }

  @Test
  void relativePath_isThatOfTheWorkingFolder() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("config"));

    assertThat(KubeconfigLocation.find(relative + ":kind-kind", Path.of("/nowhere")))
        .isEqualTo(new KubeconfigLocation(folder.resolve("config"), "kind-kind"));
  }
}
