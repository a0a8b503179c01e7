/*
 * Copyright the Berth authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.berth.deploy.release;

import static io.berth.deploy.planning.Situations.release;
import static io.berth.deploy.planning.Situations.rollback;
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
  void lastGoodOne_isKept_howeverManyFailedSince() {
    Releases all = new Releases(List.of(release(1), release(2), bad(3), bad(4), bad(5)));

    assertThat(all.surplus(2, 5)).extracting(Release::number).containsExactly(1L, 3L);
    assertThat(all.lastGoodBefore(bad(5))).contains(release(2));
  }

  @Test
  void releaseThatWasTakenBack_isNoWayBack_andIsRemembered() {
    Release one = release(1);
    Release two = release(2);
    Release three = release(3);
    Release back = rollback(4, two, 3);
    Releases all = new Releases(List.of(one, two, three, back));

    assertThat(all.before(back)).contains(one);
    assertThat(all.lastGoodBefore(back)).contains(one);
    assertThat(all.givenUpLike(three.spec(), null)).contains(three);
    assertThat(all.takenBackBy(three)).contains(back);
    assertThat(all.givenUpLike(two.spec(), null)).isEmpty();
  }

  @Test
  void releaseThatProvedItselfLater_isForgiven_andAnotherDigestIsAnotherRelease() {
    Release failed = release(1, release(7).spec(), Outcome.BAD);
    Release forced = release(2, release(7).spec(), Outcome.GOOD);
    Release pinned = release(3, release(8).spec(), "sha256:" + "a".repeat(64));
    Release back = rollback(4, forced, 3);

    assertThat(new Releases(List.of(failed)).givenUpLike(failed.spec(), null)).contains(failed);
    assertThat(new Releases(List.of(failed, forced)).givenUpLike(failed.spec(), null)).isEmpty();
    Releases all = new Releases(List.of(forced, pinned, back));
    assertThat(all.givenUpLike(pinned.spec(), pinned.digest())).contains(pinned);
    assertThat(all.givenUpLike(pinned.spec(), "sha256:" + "b".repeat(64))).isEmpty();
  }

  private static Release bad(long number) {
    return release(number, Apps.spec("shop/cart:" + number, 3), Outcome.BAD);
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
