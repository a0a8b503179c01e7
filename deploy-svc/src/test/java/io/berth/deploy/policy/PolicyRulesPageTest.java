/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page for people and the rules that judge them say the same. */
class PolicyRulesPageTest {

  @Test
  void everyRule_isDocumented_withItsVersion() throws Exception {
    String page = Files.readString(Path.of("../docs/deploying.md"));

    assertThat(PolicyRules.ALL)
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(page)
                    .as(
                        "docs/deploying.md, \"What a command is refused for\", lacks the row of %s",
                        rule.id())
                    .contains("\n| `" + rule.id() + "` | " + rule.version() + " | "));
  }
}
