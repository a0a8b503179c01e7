/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.delivery;

import static io.berth.deploy.Apps.CART;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.queue.Tenure;
import io.berth.events.AppRef;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nobody's record asks for: steps, ways back, waves. */
class ErrandsTest {

  private static final String POSITION = "berth.commands-1:2";

  private boolean held = true;
  private final List<Runnable> lane = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final Errands errands = new Errands(new Held(), (_, task) -> lane.add(task));

  @Test
  void K1_whileKafkaIsSilent_noneIsSent_andItIsSentForAgainAfterwards() {
    held = false;
    send();
    assertThat(lane).isEmpty();

    held = true;
    send();
    turn();
    assertThat(done).containsExactly("step");
  }

  @Test
  void K1_oneWhoseTurnComesWhileKafkaIsSilent_isNotDone_norLost() {
    send();
    held = false;
    turn();
    assertThat(done).isEmpty();

    held = true;
    send();
    turn();
    assertThat(done).containsExactly("step");
  }

  @Test
  void oneThatWaitsForItsTurn_isSentOnce() {
    send();
    send();

    assertThat(lane).hasSize(1);
  }

  private void send() {
    errands.run("key", CART, POSITION, () -> done.add("step"));
  }

  private void turn() {
    List.copyOf(lane).forEach(Runnable::run);
    lane.clear();
  }

  private final class Held implements Tenure {
    @Override
    public boolean holds(String position) {
      return held;
    }

    @Override
    public boolean owns(String position) {
      return true;
    }

    @Override
    public boolean speaksFor(AppRef app) {
      return held;
    }
  }
}
