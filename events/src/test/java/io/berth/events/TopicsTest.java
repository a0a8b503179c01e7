/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void everyConstant_isInTheList() {
    long constants =
        Arrays.stream(Topics.class.getFields())
            .filter(field -> field.getType() == Topic.class)
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .count();
    assertThat(Topics.ALL).hasSize((int) constants).doesNotHaveDuplicates();
  }

  @Test
  void everyType_hasATopic_andEveryTopicAType() {
    assertThat(EventTypes.all().values().stream().map(EventTypes::topicOf).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Topics.ALL.stream().filter(topic -> topic != Topics.ALERT_HISTORY).toList());
  }

  @Test
  void deadLetters_areKeptTwoWeeks_withThePartitionsOfTheirSource() {
    Topic letters = Topics.COMMANDS.deadLetters();
    assertThat(letters.name()).isEqualTo("berth.commands.dead-letters");
    assertThat(letters.retention()).hasDays(14);
    assertThat(letters.partitions()).isEqualTo(Topics.COMMANDS.partitions());
    assertThat(Topics.withDeadLetters()).hasSize(2 * Topics.ALL.size());
  }

  @Test
  void keys_preserveTheRequiredOrder() {
    assertThat(CommandSamples.DEPLOY_CART.key()).isEqualTo("shop/cart");
    assertThat(OperationSamples.FAILED.key()).isEqualTo("shop/cart");
    assertThat(OperationSamples.CART_RUNNING.key()).isEqualTo("dc-a/shop/cart");
    assertThat(ClusterSamples.CART_BUSY.key()).isEqualTo("dc-a/shop/cart");
    assertThat(ClusterSamples.CART_BACK_OFF.key()).isEqualTo("dc-a/shop/cart-7d4b9-x2x1k");
    assertThat(ClusterSamples.CART_POD.key()).isEqualTo(ClusterSamples.POD_UID);
  }
}
