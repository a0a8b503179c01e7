/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.gateway.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.changes.ChangeFeed.ServerSentEvent;
import io.berth.gateway.changes.ChangeFeed.Subscription;
import io.berth.gateway.view.MaterializedView.ViewChange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeFeedTest {

  private final ChangeFeed feed = new ChangeFeed();

  @Test
  void newSubscriber_getsHello_thenChanges() throws Exception {
    feed.accept(new ViewChange("app", Map.of("before", true)));
    Subscription subscription = feed.subscribe(null);
    feed.accept(new ViewChange("app", Map.of("a", 1)));
    assertThat(subscription.next(10)).extracting(ServerSentEvent::kind).isEqualTo("hello");
    assertThat(subscription.next(10)).extracting(ServerSentEvent::data).isEqualTo("{\"a\":1}");
    assertThat(subscription.next(1)).isNull();
  }

  @Test
  void resumedSubscriber_getsMissedEvents() throws Exception {
    Subscription subscription = feed.subscribe(null);
    String seen = subscription.next(10).id();
    subscription.close();
    feed.accept(new ViewChange("app", 1));
    feed.accept(new ViewChange("app", 2));
    Subscription resumed = feed.subscribe(seen);
    assertThat(resumed.next(10)).extracting(ServerSentEvent::data).isEqualTo("1");
    ServerSentEvent second = resumed.next(10);
    assertThat(second.data()).isEqualTo("2");
    assertThat(feed.subscribe(second.id()).next(1)).isNull();
  }

  @Test
  void resumeAfterEventsOutsideTheHistory_getsReset() throws Exception {
    assertThat(feed.subscribe("other-7").next(10))
        .extracting(ServerSentEvent::kind)
        .isEqualTo("reset");
    Subscription subscription = feed.subscribe(null);
    String seen = subscription.next(10).id();
    for (int i = 0; i < 1001; i++) {
      feed.accept(new ViewChange("app", i));
    }
    assertThat(feed.subscribe(seen).next(10)).extracting(ServerSentEvent::kind).isEqualTo("reset");
    assertThat(subscription.isBehind()).isTrue();
  }

  @Test
  void closedSubscription_isRemoved() {
    try (Subscription subscription = feed.subscribe(null)) {
      assertThat(feed.subscribers()).isEqualTo(1);
      assertThat(subscription.isBehind()).isFalse();
    }
    assertThat(feed.subscribers()).isZero();
  }
}
