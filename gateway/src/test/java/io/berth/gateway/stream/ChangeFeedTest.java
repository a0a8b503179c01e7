/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.board.Change;
import io.berth.gateway.stream.ChangeFeed.Event;
import io.berth.gateway.stream.ChangeFeed.Watcher;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {

  private final ChangeFeed feed = new ChangeFeed();

  @Test
  void aNewcomer_isGreeted_andThenToldWhatChanges() throws Exception {
    feed.accept(new Change("app", Map.of("before", true)));
    Watcher watcher = feed.watch(null);
    feed.accept(new Change("app", Map.of("a", 1)));
    assertThat(watcher.next(10)).extracting(Event::kind).isEqualTo("hello");
    assertThat(watcher.next(10)).extracting(Event::data).isEqualTo("{\"a\":1}");
    assertThat(watcher.next(1)).isNull();
  }

  @Test
  void whoComesBack_isToldWhatHeMissed() throws Exception {
    Watcher watcher = feed.watch(null);
    String seen = watcher.next(10).id();
    watcher.close();
    feed.accept(new Change("app", 1));
    feed.accept(new Change("app", 2));
    Watcher again = feed.watch(seen);
    assertThat(again.next(10)).extracting(Event::data).isEqualTo("1");
    Event second = again.next(10);
    assertThat(second.data()).isEqualTo("2");
    assertThat(feed.watch(second.id()).next(1)).isNull();
  }

  @Test
  void whoWasAwayTooLong_orSawAnotherRun_readsEverythingAnew() throws Exception {
    assertThat(feed.watch("other-7").next(10)).extracting(Event::kind).isEqualTo("reset");
    Watcher watcher = feed.watch(null);
    String seen = watcher.next(10).id();
    for (int i = 0; i < 1001; i++) {
      feed.accept(new Change("app", i));
    }
    assertThat(feed.watch(seen).next(10)).extracting(Event::kind).isEqualTo("reset");
    assertThat(watcher.behind()).isTrue();
  }

  @Test
  void whoGoes_isForgotten() {
    try (Watcher watcher = feed.watch(null)) {
      assertThat(feed.watching()).isEqualTo(1);
      assertThat(watcher.behind()).isFalse();
    }
    assertThat(feed.watching()).isZero();
  }
}
