/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.planning;

import static io.berth.deploy.planning.Situations.NOON;
import static io.berth.deploy.planning.Situations.live;
import static io.berth.deploy.planning.Situations.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderTest {

  private final LiveApp live = live(release(7), 3);

  @Test
  void position_isReadAsItIsWritten() {
    Position position = new Position("berth.commands", 3, 127);

    assertThat(Position.parse(position.toString())).contains(position);
    assertThat(Position.parse("berth.commands-3:127@kX-_9w"))
        .contains(new Position("berth.commands", 3, 127, "kX-_9w"));
    assertThat(Position.parse(new Position("t", 0, 1, "kX-_9w").toString()))
        .contains(new Position("t", 0, 1, "kX-_9w"));
    assertThat(Position.parse("nonsense")).isEmpty();
    assertThat(Position.parse("berth.commands-x:1")).isEmpty();
  }

  @Test
  void samePartition_offsetsTell() {
    assertThat(order("a", 1, 6, NOON.plusSeconds(99)).alreadyIn(live)).isTrue();
    assertThat(order("a", 1, 7, NOON).alreadyIn(live)).isTrue();
    assertThat(order("a", 1, 8, NOON.minusSeconds(99)).alreadyIn(live)).isFalse();
  }

  @Test
  void otherPartition_onlyTimeTells() {
    assertThat(order("a", 4, 1, NOON.plusSeconds(1)).alreadyIn(live)).isFalse();
    assertThat(order("a", 4, 999, NOON.minusSeconds(1)).alreadyIn(live)).isTrue();
  }

  @Test
  void topicThatWasMadeAgain_onlyTimeTells() {
    Position old = new Position("berth.commands", 1, 500, "old");
    Position anew = new Position("berth.commands", 1, 0, "new");

    assertThat(anew.comparableTo(old)).isFalse();
    assertThat(new Position("berth.commands", 1, 0).comparableTo(old)).as("not known").isTrue();
    assertThat(later(anew).isNewerThan(earlier(old))).isTrue();
    assertThat(earlier(old).isNewerThan(later(anew))).isFalse();
  }

  @Test
  void sameCommand_isInWhereverItLies() {
    assertThat(order("command-7", 1, 999, NOON.plusSeconds(9)).alreadyIn(live)).isTrue();
  }

  private static Order earlier(Position position) {
    return new Order("a", Apps.deploy(Apps.GOOD), NOON, position);
  }

  private static Order later(Position position) {
    return new Order("b", Apps.deploy(Apps.GOOD), NOON.plusSeconds(1), position);
  }

  private static Order order(String id, int partition, long offset, Instant at) {
    return new Order(
        id, Apps.deploy(Apps.GOOD), at, new Position("berth.commands", partition, offset));
  }
}
