/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import static io.berth.deploy.planning.Situations.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.deploy.Apps;
import io.berth.deploy.release.Release.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleasesTest {

  @Test
  void wayBack_passesOverFailures_andOverTheSameAgain() {
    Release one = release(1);
    Release bad = release(2, Apps.spec("shop/cart:2", 3), Outcome.BAD);
    Release again = release(3, one.spec(), Outcome.GOOD);
    Release two = release(4);
    Releases all = new Releases(List.of(two, again, bad, one));

    assertThat(all.before(again)).isEmpty();
    assertThat(all.before(two)).contains(again);
    assertThat(all.lastGoodBefore(two)).contains(again);
  }

  @Test
  void oldest_goFirst_neverTheCurrentOne() {
    Releases all = new Releases(List.of(release(1), release(2), release(3), release(4)));

    assertThat(all.surplus(2, 1)).extracting(Release::number).containsExactly(2L);
    assertThat(all.surplus(9, 4)).isEmpty();
    assertThat(all.next()).isEqualTo(5);
  }

  @Test
  void imageNames_areReadInTheirParts() {
    assertThat(ImageName.parse("localhost:5000/shop/cart:1.2"))
        .contains(new ImageName("localhost:5000/shop/cart", "1.2", null));
    assertThat(ImageName.parse("cart@sha256:" + "0".repeat(64)).orElseThrow().digest())
        .startsWith("sha256:");
    assertThat(ImageName.parse("cart:")).isEmpty();
  }
}
