/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.redaction.manifest.ClusterMessages;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlantedSecretsTest {

  @Test
  void everyPlantedSecret_isMasked_aloneAndBesideOthers() {
    assertThat(PlantedSecrets.kinds())
        .allSatisfy(
            text ->
                assertThat(ClusterMessages.redact(text))
                    .isNotEqualTo(text)
                    .doesNotContain(PlantedSecrets.forbidden()));
    assertThat(PlantedSecrets.texts(1_900))
        .allSatisfy(
            text ->
                assertThat(ClusterMessages.redact(text))
                    .doesNotContain(PlantedSecrets.forbidden()));
  }

  @Test
  void plantedSecretOfSeveralLines_isMasked_inALogOfEveryOtherKind() {
    assertThat(PlantedSecrets.multiLineKinds())
        .allSatisfy(lines -> assertThat(clean(lines)).doesNotContain(PlantedSecrets.forbidden()));
    assertThat(Redactor.redact(PlantedSecrets.longLine()))
        .doesNotContain(PlantedSecrets.forbidden());
    assertThat(clean(PlantedSecrets.log())).doesNotContain(PlantedSecrets.forbidden());
  }

  /** As the last lines of a log are asked for. */
  @Test
  void keyThatLostItsHead_isMasked_whereverItWasCut() {
    List<String> key = PlantedSecrets.multiLineKinds().getFirst();
    for (int from = 0; from < key.size(); from++) {
      assertThat(clean(key.subList(from, key.size()))).isEqualTo(Redactor.REDACTED);
    }
  }

  /** As where each line of a log is a record of its own. */
  @Test
  void lineOfAKey_isMasked_whereItIsAllThereIs_andAHashIsNot() {
    List<String> key = PlantedSecrets.multiLineKinds().getFirst();
    for (String line : key.subList(1, key.size() - 1)) {
      assertThat(Redactor.redact(line)).isEqualTo(Redactor.REDACTED);
      assertThat(Redactor.redact(line + "\r\n")).isEqualTo(Redactor.REDACTED + "\r\n");
      byte[] utf8 = (" " + line).getBytes(UTF_8);
      assertThat(Redactor.redact(utf8, 1, utf8.length - 1, rule -> {}))
          .isEqualTo(Redactor.REDACTED);
    }
    String hash = "0123456789abcdef".repeat(4);
    assertThat(Redactor.redact(hash)).isSameAs(hash);
    String path = "/a1B".repeat(15) + "-/a1";
    assertThat(Redactor.redact(path)).isSameAs(path);
  }

  private static String clean(List<String> lines) {
    return Redactor.redact(String.join("\n", lines));
  }
}
