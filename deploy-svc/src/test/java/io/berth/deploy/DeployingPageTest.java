/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy;

import static io.berth.deploy.planning.TestSnapshots.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.planning.Plan;
import io.berth.deploy.planning.Planner;
import io.berth.deploy.planning.TestSnapshots;
import io.berth.deploy.policy.PolicyParameters;
import io.berth.deploy.policy.PolicyRules;
import io.berth.events.EventTypes;
import io.berth.events.command.Command;
import io.berth.events.command.CommandMeta;
import io.berth.events.command.Deploy;
import io.berth.events.kafka.EventJson;
import io.berth.events.operation.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code docs/deploying.md} keeps up with the code. */
class DeployingPageTest {

  private static String page;

  @BeforeAll
  static void read() throws Exception {
    page = Files.readString(Path.of("../docs/deploying.md"));
  }

  @Test
  void example_parsesStrictly_andViolatesNoProductionRule() {
    Deploy deploy = EventJson.readStrictly(example().getBytes(UTF_8), Deploy.class);
    CommandMeta unguarded = CommandMeta.by(deploy.meta().requestedBy());

    Plan plan =
        new Planner(new PolicyRules(PolicyParameters.standard()))
            .plan(
                order(new Deploy(unguarded, deploy.app(), deploy.spec(), deploy.force())),
                TestSnapshots.empty());

    assertThat(plan).isInstanceOf(Plan.Apply.class);
  }

  @Test
  void example_leavesNoFieldOut() {
    JsonNode example = EventJson.mapper().readTree(example());

    assertThat(example.propertyNames())
        .containsExactlyInAnyOrderElementsOf(components(Deploy.class));
    assertThat(example.path("meta").propertyNames())
        .containsExactlyInAnyOrderElementsOf(components(CommandMeta.class));
    assertThat(example.path("spec").propertyNames())
        .containsExactlyInAnyOrderElementsOf(components(io.berth.events.command.AppSpec.class));
  }

  @Test
  void everyCommand_andEveryVerdict_hasItsRow() {
    assertThat(
            EventTypes.all().entrySet().stream()
                .filter(type -> Command.class.isAssignableFrom(type.getValue()))
                .map(type -> type.getKey().split("\\.")[2]))
        .isNotEmpty()
        .allSatisfy(verb -> assertThat(page).contains("\n| `" + verb + "` | "));
    assertThat(Verdict.values())
        .allSatisfy(verdict -> assertThat(page).contains("\n| `" + verdict + "` | "));
  }

  private static String example() {
    int begin = page.indexOf("```json\n") + "```json\n".length();
    return page.substring(begin, page.indexOf("\n```", begin));
  }

  private static java.util.List<String> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(component -> component.getName()).toList();
  }
}
